// The numbers that a text states, in any script and spelling, and whether a second text states them too.
// Values are compared with what they count in: 30 is not 30 %, and $2M is not €2M.
import { foldDigits, readHan } from './truth-digits.ts'
import { MULTIPLIERS, PHRASES } from './truth-number-phrases.ts'
import { type Amount, format, readCurrency, readUnit, readWords } from './truth-number-reader.ts'
import { COUNTED, COUNTED_NUMBER, HAN_NUMBER, HAN_PERCENT, HAN_TENTHS } from './truth-number-words.ts'

/** The first number of `text` that `source` does not state, as it is written; null where there is none. */
export function findNewNumber(text: string, source: string, language = 'en'): string | null {
  const known = [...readAmounts(source, language, true), ...readYears(source)]
  const words = foldDigits(source).toLowerCase()
  const lacking = readAmounts(text, language, false).find(
    amount => !known.some(candidate => states(candidate, amount)) && !(amount.joined && words.includes(amount.joined)),
  )
  return lacking?.label ?? null
}

function states(known: Amount, asked: Amount): boolean {
  if (known.unit !== asked.unit || (asked.currency && known.currency !== asked.currency)) return false
  return asked.values.some(value => known.values.includes(value) || isVaguely(value, known.values))
}

/** "thousands" is borne by 3,200. */
function isVaguely(value: string, known: string[]): boolean {
  if (!value.startsWith('~')) return false
  const base = Number(value.slice(1))
  return known.some(number => Number(number) >= base && Number(number) < base * 1000)
}

/** Phrases first, then digits, then words: what one has read is no news to the next. */
function readAmounts(original: string, language: string, isSource: boolean): Amount[] {
  const phrases: Amount[] = []
  let text = foldDigits(original)
    .replace(HAN_PERCENT, (_, numeral) => `${readHan(numeral)}%`)
    .replace(HAN_TENTHS, (_, numeral) => `${readHan(numeral) * 10}%`)
    .replace(HAN_NUMBER, numeral => String(readHan(numeral)))
    .replace(COUNTED_NUMBER, numeral => String(COUNTED[numeral]))
  for (const { pattern, values, unit } of PHRASES)
    text = text.replace(pattern, label => {
      phrases.push({ label, values, unit, currency: null })
      return READ
    })
  const digits = readDigits(text)
  return [...phrases, ...digits.amounts, ...readWords(digits.rest, language, isSource)]
}

/** In the place of what is read already. */
const READ = ' | '

/** The month of a date is no number that a source states: `2019-12` bears 2019 and itself, not 12. */
const ISO_DATE = '(?:19|20)\\d{2}-(?:0?[1-9]|1[0-2])(?:-\\d{1,2})?(?![\\d\\-])'

const readYears = (source: string): Amount[] =>
  [...foldDigits(source).matchAll(new RegExp(`(?<!\\d)${ISO_DATE}`, 'g'))].map(([date]) => ({
    label: date,
    values: [date.slice(0, 4)],
    unit: null,
    currency: null,
  }))

// Letters that stand apart from digits: `S3` and `v2` are names, `30人` is a number.
const LETTER = '[[\\p{L}]--[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}\\p{sc=Thai}\\p{sc=Arab}\\p{sc=Hebr}]]'
const GROUPED = `${ISO_DATE}|\\d{1,3}(?:[ \\u2019']\\d{3})+(?!\\d)(?:[.,]\\d+)?|\\d+(?:[.,]\\d+)*`
const CURRENCY_BEFORE = '(?:(US\\$|[$€£¥₴₽₹₩₪₺]|(?<!\\p{L})(?:USD|EUR|GBP|JPY|UAH|CHF|INR|CAD|AUD))\\s?)?'
const DIGITS = new RegExp(`${CURRENCY_BEFORE}(?<!${LETTER}|[\\d_]|\\d[.,])(${GROUPED})(?=([^\\d\\n]{0,24}))`, 'gvi')

function readDigits(text: string): { amounts: Amount[]; rest: string } {
  let rest = ''
  let end = 0
  const amounts = [...text.matchAll(DIGITS)].map(match => {
    const [whole, before, digits = '', after = ''] = match
    const multiplied = readMultiplier(after)
    rest += text.slice(end, match.index) + READ
    end = match.index + whole.length + after.length - multiplied.rest.length
    const currency = readCurrency(before ?? '') ?? readCurrency(multiplied.rest.trimStart().slice(0, 12))
    const values = readValues(digits).map(value =>
      typeof value === 'number' ? format(value * multiplied.factor) : value,
    )
    const label = labelOf(before, digits, after, multiplied.rest)
    const joined = /\p{L}{2,}(?=[ -]$)/u.exec(text.slice(0, match.index))?.[0]
    return {
      label,
      values,
      unit: readUnit(multiplied.rest),
      currency,
      ...(joined ? { joined: `${joined}${digits}`.toLowerCase() } : {}),
    }
  })
  return { amounts, rest: rest + text.slice(end) }
}

const labelOf = (before = '', digits: string, after: string, rest: string): string =>
  `${before}${digits}${after.slice(0, after.length - rest.length)}${/^\s?%/.exec(rest)?.[0] ?? ''}`.trim()

function readMultiplier(after: string): { factor: number; rest: string } {
  // A lone letter counts where it is glued on (5m users) or a capital (5 M); "5 m" is a length.
  const short = /^(?:(k|m|mm|b|bn|t)|\s(K|M|B|MM|BN))(?![\p{L}\p{N}])/iu.exec(after)
  const letter = short?.[1] ?? (short?.[2] === short?.[2]?.toUpperCase() ? short?.[2] : undefined)
  if (short && letter) return { factor: LETTERS[letter.toLowerCase()] ?? 1, rest: after.slice(short[0].length) }
  for (const [pattern, factor] of MULTIPLIERS) {
    const match = pattern.exec(after)
    if (match) return { factor, rest: after.slice(match[0].length) }
  }
  return { factor: 1, rest: after }
}

const LETTERS: Record<string, number> = { k: 1e3, m: 1e6, mm: 1e6, b: 1e9, bn: 1e9, t: 1e12 }

/** A number, both readings of an ambiguous one, or the text itself for a version such as `3.14.2`. */
function readValues(digits: string): (number | string)[] {
  if (digits.includes('-')) return [digits]
  const plain = digits.replace(/[ \u2019']/g, '')
  const separators = plain.match(/[.,]/g) ?? []
  const last = separators.at(-1)
  if (!last) return [Number(plain)]
  if (new Set(separators).size > 1) return [Number(plain.replaceAll(last === '.' ? ',' : '.', '').replace(',', '.'))]
  const [head = '', ...groups] = plain.split(last)
  const isGrouped = head.length <= 3 && head !== '0' && groups.every(group => group.length === 3)
  const joined = Number(head + groups.join(''))
  if (separators.length > 1) return isGrouped ? [joined] : [plain]
  const decimal = Number(`${head}.${groups[0]}`)
  if (!isGrouped) return [decimal]
  return last === ',' ? [joined] : [joined, decimal]
}
