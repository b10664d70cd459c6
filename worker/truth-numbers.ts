// The numbers that a text states, in any script and spelling, and whether a second text states them too.
// Values are compared with what they count in: 30 is not 30 %, and $2M is not €2M.
import {
  CURRENCIES,
  FRACTIONS,
  HAN_DIGITS,
  HAN_NUMBER,
  HAN_UNITS,
  MULTIPLIERS,
  NONE,
  NUMBER_WORDS,
  TENS,
  VAGUE,
} from './truth-number-words.ts'

interface Amount {
  /** As it stands in the text, for the warning. */
  label: string
  /** More than one where the writing is ambiguous (`1.200`). */
  values: string[]
  unit: '%' | 'x' | null
  currency: string | null
}

/** The first number of `text` that `source` does not state, as it is written; null where there is none. */
export function findNewNumber(text: string, source: string): string | null {
  const known = readAmounts(source, true)
  const lacking = readAmounts(text, false).find(amount => !known.some(candidate => states(candidate, amount)))
  return lacking?.label ?? null
}

/** NFKC, and the digits of every script as 0-9. */
export const foldDigits = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/٫/g, '.')
    .replace(/٬/g, ',')
    .replace(/٪/g, '%')
    .replace(/(?![0-9])\p{Nd}/gu, digit => String(digitValue(digit)))

/** Unicode's decimal digits come in rows of ten; the place in the row is the value. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) as number
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1
  return value
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

function readAmounts(original: string, isSource: boolean): Amount[] {
  const text = foldDigits(original).replace(HAN_NUMBER, numeral => String(readHan(numeral)))
  return [...readDigits(text), ...readWords(text, isSource), ...readFractions(text)]
}

/** 四十二 is 42. */
function readHan(numeral: string): number {
  let [sum, digit] = [0, 0]
  for (const character of numeral) {
    const unit = HAN_UNITS[character]
    if (unit) [sum, digit] = [sum + (digit || 1) * unit, 0]
    else digit = HAN_DIGITS[character] ?? 0
  }
  return sum + digit
}

const readFractions = (text: string): Amount[] =>
  FRACTIONS.flatMap(([pattern, values]) =>
    (text.match(pattern) ?? []).map(label => ({ label, values, unit: '%' as const, currency: null })),
  )

// Letters that stand apart from digits: `S3` and `v2` are names, `30人` is a number.
const LETTER = '[[\\p{L}]--[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}\\p{sc=Thai}\\p{sc=Arab}\\p{sc=Hebr}]]'
const GROUPED = "\\d{1,3}(?:[ \\u2019']\\d{3})+(?!\\d)(?:[.,]\\d+)?|\\d+(?:[.,]\\d+)*"
const CURRENCY_BEFORE = '(?:(US\\$|[$€£¥₴₽₹₩₪₺]|(?<!\\p{L})(?:USD|EUR|GBP|JPY|UAH|CHF|INR|CAD|AUD))\\s?)?'
const DIGITS = new RegExp(`${CURRENCY_BEFORE}(?<!${LETTER}|[\\d_]|\\d[.,])(${GROUPED})(?=([^\\d\\n]{0,24}))`, 'gvi')

function readDigits(text: string): Amount[] {
  return [...text.matchAll(DIGITS)].map(([, before, digits = '', after = '']) => {
    const { factor, rest } = readMultiplier(after)
    const currency = readCurrency(before ?? '') ?? readCurrency(rest.trimStart().slice(0, 12))
    const values = readValues(digits).map(value => (typeof value === 'number' ? format(value * factor) : value))
    return { label: labelOf(before, digits, after, rest), values, unit: readUnit(rest), currency }
  })
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
const PERCENT =
  /^[\s-]*(?:%|percent|per cent|percentage|prozent|pour cent|por ciento|por cento|per cento|procent|проц|відсот|パーセント|퍼센트|百分)/iu
const TIMES = /^(?:\s?[x×](?![\p{L}])|[\s-]?fold(?!\p{L})|\s(?:times|mal|fois|veces)(?!\p{L})|倍|배)/iu

const readUnit = (rest: string): Amount['unit'] => (PERCENT.test(rest) ? '%' : TIMES.test(rest) ? 'x' : null)

function readCurrency(near: string): string | null {
  for (const [pattern, currency] of CURRENCIES) if (pattern.test(near)) return currency
  return null
}

/** A number, both readings of an ambiguous one, or the text itself for a version such as `3.14.2`. */
function readValues(digits: string): (number | string)[] {
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

const format = (value: number): string => String(Number(value.toPrecision(12)))

function readWords(text: string, isSource: boolean): Amount[] {
  const words = [...text.toLowerCase().matchAll(/[\p{L}\p{M}]+/gu)].map(match => match[0])
  const amounts: Amount[] = []
  for (let at = 0; at < words.length; ) {
    if (isSource && NONE.has(words[at] as string)) amounts.push(inWords(words, at, 1, '0'))
    const { length, value } = readCompound(words, at)
    const vague = VAGUE[words[at] as string]
    // "one" is mostly an article, so it states a number only where somebody else relies on it.
    if (length && (value !== 1 || isSource)) amounts.push(inWords(words, at, length, format(value)))
    if (vague)
      amounts.push(
        typeof vague === 'number'
          ? inWords(words, at, 1, `~${vague}`)
          : { ...vague, label: words[at] as string, currency: null },
      )
    at += length || 1
  }
  return amounts
}

function inWords(words: string[], at: number, length: number, value: string): Amount {
  const rest = ` ${words.slice(at + length, at + length + 2).join(' ')}`
  return {
    label: words.slice(at, at + length).join(' '),
    values: [value],
    unit: readUnit(rest),
    currency: readCurrency(rest.trim()),
  }
}

/** "twenty-five", "two hundred", "three million": how many words, and their value. */
function readCompound(words: string[], at: number): { length: number; value: number } {
  const first = TENS[words[at] as string] ?? NUMBER_WORDS[words[at] as string]
  if (first === undefined) return { length: 0, value: 0 }
  let [value, length] = [first, 1]
  const next = NUMBER_WORDS[words[at + 1] as string]
  if (TENS[words[at] as string] && next !== undefined && next < 10) [value, length] = [first + next, 2]
  for (;;) {
    const factor = MULTIPLIERS.find(([pattern]) => pattern.test(` ${words[at + length] ?? ''}`))?.[1]
    if (!factor) return { length, value }
    value *= factor
    length += 1
  }
}
