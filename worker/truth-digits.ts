// Digits of every script and Chinese numerals as numbers, so that all later looks see 0-9. Pure functions.
import { HAN_DIGITS, HAN_UNITS } from './truth-number-unspaced.ts'

/** NFKC, the digits of every script as 0-9, no Arabic or Hebrew vowel signs. */
export const foldDigits = (text: string): string =>
  text
    .replace(SIGNED_NUMBER, sign => ` ${signValue(sign)} `)
    .normalize('NFKC')
    .replace(/[\u0591-\u05C7\u0640\u064B-\u065F\u0670]/g, '')
    .replace(/٫/g, '.')
    .replace(/٬/g, ',')
    .replace(/٪/g, '%')
    .replace(/(?![0-9])\p{Nd}/gu, digit => String(digitValue(digit)))

/** Roman numerals of one sign, and numbers in black circles, which NFKC leaves or makes letters. */
const SIGNED_NUMBER = /[\u2160-\u216B\u2170-\u217B\u24EB-\u24F4\u24F5-\u24FE\u2776-\u2793]/gu
const SIGN_ROWS: [from: number, value: number, length: number][] = [
  [0x2160, 1, 12],
  [0x2170, 1, 12],
  [0x24eb, 11, 10],
  [0x24f5, 1, 10],
  [0x2776, 1, 10],
  [0x2780, 1, 10],
  [0x278a, 1, 10],
]

const signValue = (sign: string): number => {
  const code = sign.charCodeAt(0)
  const [from, value] = SIGN_ROWS.find(([first, , length]) => code >= first && code < first + length)!
  return value + code - from
}

/** Unicode's decimal digits come in rows of ten; the place in the row is the value. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) as number
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1
  return value
}

/** 四十二 is 42. */
export function readHan(numeral: string): number {
  let [sum, digit] = [0, 0]
  for (const character of numeral) {
    const unit = HAN_UNITS[character]
    if (unit) [sum, digit] = [sum + (digit || 1) * unit, 0]
    else if (character === '廿') sum += 20
    else digit = HAN_DIGITS[character] ?? 0
  }
  return sum + digit
}
