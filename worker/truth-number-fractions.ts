// Fractions in digits: ½, 1/3, 3½. Each is one value; a date, 24/7 and 50/50 are none.
import { format } from './truth-number-reader.ts'
import { findMultiplier } from './truth-number-scales.ts'
import { readSpan } from './truth-number-time.ts'

/** NFKC would make 3½ into 31⁄2. */
export const setFractionsApart = (text: string): string => text.replace(/(?<=\p{Nd})(?=[¼-¾⅐-⅞])/gu, ' ')

const FRACTION = /(?<![\d/.,⁄]|\d )(?:(\d{1,3})[ -])?([1-9])[/⁄]([2-9]|10)(?![\d/⁄]|[.,]\d)/gu
const HALF_MORE = /(?<![\d.,])(\d{1,4}) and a half(?!\p{L})/giu

/**
 * 3½ years become 3.5 years, and ½ million 0.5 million; `readShare` gets a fraction that stands alone, with its shares in
 * percent, and answers what shall stand in its place.
 */
export function replaceFractions(
  text: string,
  readShare: (label: string, value: number, shares: string[]) => string,
): string {
  return text
    .replace(HALF_MORE, (_, whole: string) => `${whole}.5`)
    .replace(FRACTION, (label, whole: string | undefined, upper: string, lower: string, at: number, all: string) => {
      const value = Number(upper) / Number(lower)
      if (value >= 1) return label
      const rest = all.slice(at + label.length, at + label.length + 32)
      const isCounted = findMultiplier(rest) || readSpan('', rest)
      if (whole || isCounted) return format(Number(whole ?? 0) + value)
      return readShare(label, value, sharesOf(value))
    })
}

/** A third is 33, 33.3 or 33.33 %. */
const sharesOf = (value: number): string[] =>
  [
    ...new Set([
      Math.floor(value * 100),
      Math.round(value * 100),
      ...[1, 2].map(places => (value * 100).toFixed(places)),
    ]),
  ].map(share => format(Number(share)))
