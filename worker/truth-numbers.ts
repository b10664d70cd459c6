// The numbers that a text states, in any script and spelling, and whether a second text states them too.
// Values are compared with what they count in: 30 is not 30 %, $2M is not €2M, 12 months are not 12 years.
import { foldDigits, readHan } from './truth-digits.ts'
import { READ, readDigits, readYears } from './truth-number-digits.ts'
import { replaceFractions, setFractionsApart } from './truth-number-fractions.ts'
import { PHRASES, SOURCE_PHRASES } from './truth-number-phrases.ts'
import { type Amount, format, readCurrency, readWords } from './truth-number-reader.ts'
import { isSameSpan, isSameUnit, readSpan } from './truth-number-time.ts'
import { COUNTED, COUNTED_NUMBER, HAN_NUMBER, HAN_PERCENT, HAN_TENTHS } from './truth-number-unspaced.ts'

/** The first number of `text` that `source` does not state, as it is written; null where there is none. */
export function findNewNumber(text: string, source: string, language = 'en'): string | null {
  const stated = foldNumbers(source)
  const known = [...readAmounts(stated, language, true), ...readYears(stated)]
  const words = stated.toLowerCase()
  // A line that ends between a number and its multiplier is one sentence in a text, and two sources in a source.
  const lacking = readAmounts(foldNumbers(text).replace(/\s+(?!\d)/g, ' '), language, false).find(
    amount => !known.some(candidate => states(candidate, amount)) && !standsJoined(amount.joined, words),
  )
  return lacking?.label ?? null
}

/** Top 10 is Top10, not Top100. */
function standsJoined(joined: string | undefined, words: string): boolean {
  if (!joined) return false
  for (let at = words.indexOf(joined); at >= 0; at = words.indexOf(joined, at + 1))
    if (!/^(?:\d|[.,]\d{3})/.test(words.slice(at + joined.length)) && !/\p{L}$/u.test(words.slice(0, at))) return true
  return false
}

function states(known: Amount, asked: Amount): boolean {
  if (known.unit !== asked.unit || (asked.currency && known.currency !== asked.currency)) return false
  const { span } = asked
  if (known.span && span && !isSameUnit(known.span, span)) {
    const from = known.span
    return asked.values.some(value =>
      known.values.some(number => isSameSpan(Number(number), from, Number(value), span)),
    )
  }
  return asked.values.some(value => known.values.includes(value) || isVaguely(value, known.values))
}

/** "thousands" is borne by 3,200. */
function isVaguely(value: string, known: string[]): boolean {
  if (!value.startsWith('~')) return false
  const [low = 0, high = low * 1000] = value.slice(1).split('~').map(Number)
  return known.some(number => Number(number) >= low && Number(number) < high)
}

/** In one spelling, without the invisible characters that could part a number from its multiplier. */
const foldNumbers = (text: string): string =>
  foldDigits(setFractionsApart(text))
    .replace(/\p{Cf}|\u034F|\u115F|\u1160|\u3164/gu, '')
    .replace(/[\u2010\u2011]/g, '-')
    .replace(/(?<!\d)24\s?[x×]\s?7(?!\d)/gi, '24/7')
    .replace(/(?<!\d)3rd(?=[ -]part(?:y|ies))/gi, 'third')
    .replace(ORDINAL_AFTER_TENS, (_, tens: string, ordinal: string) => tens + ONES[ordinal.toLowerCase()])

/** "Second" and "third" alone are read elsewhere, as they mean more than numbers. */
const ORDINAL_AFTER_TENS = /(?<=\p{L}{3}ty)([ -])(first|second|third)(?!\p{L})/giu
const ONES: Record<string, string | undefined> = { first: 'one', second: 'two', third: 'three' }

/** Phrases first, then digits, then words: what one has read is no news to the next. */
function readAmounts(folded: string, language: string, isSource: boolean): Amount[] {
  const read: Amount[] = []
  const put = (label: string, values: string[], unit: Amount['unit'], rest = ''): string => {
    read.push({ label, values, unit, currency: readCurrency(rest), span: spanOf(label, unit, rest) })
    return READ
  }
  let text = replaceFractions(folded, (label, value, shares) => {
    if (isSource) put(label, [format(value)], null)
    return put(label, shares, '%')
  })
    .replace(HAN_PERCENT, (_, numeral) => `${readHan(numeral)}%`)
    .replace(HAN_TENTHS, (_, numeral) => `${readHan(numeral) * 10}%`)
    .replace(HAN_NUMBER, numeral => String(readHan(numeral)))
    .replace(COUNTED_NUMBER, numeral => String(COUNTED[numeral]))
  for (const { pattern, values, unit } of isSource ? SOURCE_PHRASES : PHRASES)
    text = text.replace(pattern, (label: string, at: number, whole: string) =>
      put(label, values, unit, whole.slice(at + label.length, at + label.length + 32)),
    )
  const digits = readDigits(text, isSource)
  return [...read, ...digits.amounts, ...readWords(digits.rest, language, isSource)]
}

/** "A year and a half" has its unit inside. */
const spanOf = (label: string, unit: Amount['unit'], rest: string): Amount['span'] =>
  readSpan(label, rest) ?? (unit ? null : readSpan('', label.replace(/^\p{L}+ /u, '')))
