// Numbers in digits: "1,200", "$2.5M", "2e6", "30人". What stands before and after them is read with them.
import { type Amount, format, readCurrency, readUnit } from './truth-number-reader.ts'
import { readMultiplier } from './truth-number-scales.ts'
import { readSpan } from './truth-number-time.ts'

/** In the place of what is read already. */
export const READ = ' | '

/** The month of a date is no number that a source states: `2019-12` bears 2019 and itself, not 12. */
const ISO_DATE = '(?:19|20)\\d{2}-(?:0?[1-9]|1[0-2])(?:-\\d{1,2})?(?![\\d\\-])'

/** `folded`: digits as 0-9. */
export const readYears = (folded: string): Amount[] =>
  [...folded.matchAll(new RegExp(`(?<!\\d)${ISO_DATE}`, 'g'))].map(([date]) => ({
    label: date,
    values: [date.slice(0, 4)],
    unit: null,
    currency: null,
    span: null,
  }))

// Letters that stand apart from digits: `S3` and `v2` are names, `30人` is a number.
const LETTER = '[[\\p{L}]--[\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}\\p{sc=Thai}\\p{sc=Arab}\\p{sc=Hebr}]]'
const EXPONENT = '\\d+(?:[.,]\\d+)?e\\+?\\d{1,2}(?![\\p{L}\\d])'
const GROUPED = `${ISO_DATE}|${EXPONENT}|\\d{1,3}(?:[ \\u2019']\\d{3})+(?!\\d)(?:[.,]\\d+)?|\\d+(?:[.,]\\d+)*`
const CURRENCY_BEFORE = '(?:(US\\$|[$€£¥₴₽₹₩₪₺]|(?<!\\p{L})(?:USD|EUR|GBP|JPY|UAH|CHF|INR|CAD|AUD|PLN))\\s?)?'
const DIGITS = new RegExp(`${CURRENCY_BEFORE}(?<!${LETTER}|[\\d_]|\\d[.,])(${GROUPED})(?=([^\\d\\n]{0,32}))`, 'gvi')

interface Read {
  amount: Amount
  digits: string
  factor: number
  /** "10-" of "10-20 %", "2 to " of "2 to 3 million". */
  opensRange: boolean
}

export function readDigits(text: string, isSource: boolean): { amounts: Amount[]; rest: string } {
  let rest = ''
  let end = 0
  const reads = [...text.matchAll(DIGITS)].map(match => {
    const { read, length } = readMatch(match, text, isSource)
    rest += text.slice(end, match.index) + READ
    end = match.index + length
    return read
  })
  const amounts = reads.flatMap((read, index) => {
    const inRange = readInRange(read, reads[index + 1])
    if (!inRange) return [read.amount]
    return isSource ? [read.amount, inRange] : [inRange]
  })
  return { amounts, rest: rest + text.slice(end) }
}

function readMatch(match: RegExpExecArray, text: string, isSource: boolean): { read: Read; length: number } {
  const [whole, before = '', digits = '', after = ''] = match
  const { factor, rest, isUnsure, unknown } = readMultiplier(after)
  const suffix = after.slice(0, after.length - rest.length)
  const plain = readValues(digits)
  const values = plain.map(value => (typeof value === 'number' ? format(value * factor) : value))
  const amount: Amount = {
    label: `${before}${digits}${suffix}${/^\s?%/.exec(rest)?.[0] ?? ''}`.trim(),
    values: unknown && !isSource ? [] : values,
    unit: readUnit(rest),
    currency: readCurrency(before) ?? readCurrency(rest),
    span: readSpan(suffix, rest),
  }
  if (isSource || factor === 1 || suffix === 'mm') amount.values.push(...asWritten(digits, suffix, after))
  if (isSource && isUnsure && !amount.currency) amount.values.push(...plain.map(String))
  const joined = /\p{L}{2,}(?=[ -]$)/u.exec(text.slice(Math.max(0, match.index - LONGEST_WORD), match.index))?.[0]
  if (joined && !suffix && !amount.unit && !amount.currency) amount.joined = `${joined}${digits}`.toLowerCase()
  return { read: { amount, digits, factor, opensRange: RANGE.test(after) }, length: whole.length + suffix.length }
}

/** Looking back further, a long row of numbers would take minutes. */
const LONGEST_WORD = 40

const RANGE = /^\s?(?:[-–—~〜]|to|bis|à|a|tot|do|до)\s?(?:US)?[$€£¥₴₽₹₩₪₺]?$/u

/** In "2-3 million" the 2 is a million too. Not in "from 2019 to 5 million". */
function readInRange({ amount, digits, opensRange }: Read, next: Read | undefined): Amount | null {
  if (!opensRange || !next) return null
  const { unit, currency, span } = next.amount
  const [value, upper] = [readValues(digits)[0], readValues(next.digits)[0]]
  if (typeof value !== 'number' || typeof upper !== 'number' || (next.factor > 1 && value > upper)) return null
  if (next.factor === 1 && !unit && !currency && !span) return null
  const values = [format(value * next.factor)]
  return { label: amount.label, values, unit, currency: amount.currency ?? currency, span }
}

/** With the short word that follows, so that a suffix in both texts is the same whatever it means: 5mm and 5 mm. */
function asWritten(digits: string, suffix: string, after: string): string[] {
  const word = /^\s?(\p{L}{1,4})(?!\p{L})/u.exec(after)
  return word && (!suffix || word[0] === suffix) ? [`${digits}${word[1]}`.toLowerCase()] : []
}

/** A number, both readings of an ambiguous one, or the text itself for a version such as `3.14.2`. */
function readValues(digits: string): (number | string)[] {
  if (digits.includes('-')) return [digits]
  if (/e/i.test(digits)) return [Number(digits.replace(',', '.'))]
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
