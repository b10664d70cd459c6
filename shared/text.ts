// Text from outside, made safe to store and to print. Pure functions.
import { AppError } from './errors.ts'

/**
 * Characters that show nothing and so can hide text: all that Unicode calls default-ignorable (zero-width and direction
 * marks, soft hyphen, fillers, tags), and interlinear marks. Joiners and variation selectors are looked at below.
 */
const INVISIBLE = /[[\p{DI}\ufff9-\ufffc]--[\u200c\u200d\ufe00-\ufe0f\u{e0100}-\u{e01ef}]]/gv
/** One variation selector means something behind an emoji, a symbol or an ideograph; a second one, or another, is data. */
const STRAY_SELECTOR =
  /(?<![\p{Emoji}\p{S}\p{sc=Mymr}\p{sc=Phag}\p{Ideographic}])[\ufe00-\ufe0f]|(?<!\p{Ideographic})[\u{e0100}-\u{e01ef}]/gv
/** One joiner means something within an emoji, and in scripts whose letters join. */
const STRAY_JOINER =
  /(?<![\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{sc=Arab}\p{sc=Syrc}\p{sc=Nkoo}\p{sc=Mong}\p{sc=Adlm}\p{sc=Deva}\p{sc=Beng}\p{sc=Guru}\p{sc=Gujr}\p{sc=Orya}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}\p{sc=Sinh}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}\p{sc=Java}\p{sc=Bali}])[\u200c\u200d]/gv
const CONTROL = /[\p{Cc}--[\t\n]]/gv

/** Without what nobody sees. What a script or an emoji needs stays. */
export const stripInvisible = (text: string): string =>
  text.replace(INVISIBLE, '').replace(STRAY_SELECTOR, '').replace(STRAY_JOINER, '')

/** Without control and invisible characters, line ends as `\n`, no lone surrogates. */
export const cleanText = (text: string): string =>
  stripInvisible(text.toWellFormed().replace(/\r\n?/g, '\n').replace(CONTROL, ''))

/** The trimmed, cleaned text, or null where nothing is left. */
export const textOrNull = (text: string | null | undefined): string | null => cleanText(text ?? '').trim() || null

/** A document with more levels is no résumé, and neither we nor PostgreSQL could walk through it. */
const DEPTH_MAX = 100

/** A JSON value as PostgreSQL's jsonb takes it: no NUL, no lone surrogates, in keys and values. Throws INVALID_REQUEST. */
export const storableJson = <T>(value: T): T => walk(value, 0) as T

const walk = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') return storableText(value)
  if (value === null || typeof value !== 'object') return value
  if (depth > DEPTH_MAX) throw new AppError('INVALID_REQUEST', `body is nested deeper than ${DEPTH_MAX} levels`)
  if (Array.isArray(value)) return value.map(inner => walk(inner, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), walk(inner, depth + 1)]))
}

const storableText = (text: string): string => text.toWellFormed().replaceAll('\0', '')
