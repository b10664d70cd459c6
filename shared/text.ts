// Text from outside, made safe to store and to print. Pure functions.
import { AppError } from './errors.ts'

/** Controls but tab and line feed; soft hyphen, zero-width and direction marks, BOM, tags: invisible, so never meant. */
const INVISIBLE =
  /[[\p{Cc}--[\t\n]]\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gv

/** Without control and invisible characters, line ends as `\n`, no lone surrogates. Keeps what a script needs (ZWJ, ZWNJ). */
export const cleanText = (text: string): string => text.toWellFormed().replace(/\r\n?/g, '\n').replace(INVISIBLE, '')

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
