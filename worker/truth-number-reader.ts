// Numbers in words: "twenty-five", "three million", "thousands". What an amount is, and its unit and currency, too.
import { CURRENCIES, MULTIPLIERS, PERCENT, TIMES, VAGUE } from './truth-number-phrases.ts'
import {
  JOINED_NUMBER,
  JOINED_ONE,
  NONE,
  NUMBER_PREFIX,
  NUMBER_WORDS,
  NUMBER_WORDS_OF,
  ORDINALS_OF_SOURCE,
  TENS,
} from './truth-number-words.ts'

export interface Amount {
  /** As it stands in the text, for the warning. */
  label: string
  /** More than one where the writing is ambiguous (`1.200`). */
  values: string[]
  unit: '%' | 'x' | null
  currency: string | null
  /** With the word before it, as some write it: Python 3 is Python3. */
  joined?: string
}

export function readWords(text: string, language: string, isSource: boolean): Amount[] {
  const words = text
    .toLowerCase()
    .replace(/(?<=\p{sc=Cyrillic})['\u2019\u02BC](?=\p{sc=Cyrillic})/gu, '')
    .match(/[\p{L}\p{M}]+|\|/gu)
  const reader = new WordReader(words ?? [], language)
  return reader.read(isSource)
}

class WordReader {
  readonly #words: string[]
  readonly #ownWords: Record<string, number | undefined>

  constructor(words: string[], language: string) {
    this.#words = words
    this.#ownWords = NUMBER_WORDS_OF[language] ?? {}
  }

  read(isSource: boolean): Amount[] {
    const amounts: Amount[] = []
    for (let at = 0; at < this.#words.length; ) {
      const word = this.#words[at] as string
      if (isSource && NONE.has(word)) amounts.push(this.#amount(at, 1, '0'))
      if (isSource && ORDINALS_OF_SOURCE[word]) amounts.push(this.#amount(at, 1, String(ORDINALS_OF_SOURCE[word])))
      const { length, value } = this.#readCompound(at)
      // "one" is mostly an article, so it states a number only where somebody else relies on it.
      if (length && (value !== 1 || isSource)) amounts.push(this.#amount(at, length, format(value)))
      if (VAGUE[word]) amounts.push(this.#amount(at, 1, `~${VAGUE[word]}`))
      at += length || 1
    }
    return amounts
  }

  #amount(at: number, length: number, value: string): Amount {
    const rest = ` ${this.#words.slice(at + length, at + length + 2).join(' ')}`
    return {
      label: this.#words.slice(at, at + length).join(' '),
      values: [value],
      unit: readUnit(rest),
      currency: readCurrency(rest.trim()),
    }
  }

  /** "twenty-five", "two hundred", "three million": how many words, and their value. */
  #readCompound(at: number): { length: number; value: number } {
    const first = this.#valueOf(this.#words[at])
    if (first === undefined) return { length: 0, value: 0 }
    let [value, length] = [first, 1]
    const next = this.#valueOf(this.#words[at + 1])
    if (TENS[this.#words[at] as string] && next !== undefined && next < 10) [value, length] = [first + next, 2]
    for (;;) {
      const factor = MULTIPLIERS.find(([pattern]) => pattern.test(` ${this.#words[at + length] ?? ''}`))?.[1]
      if (!factor) return { length, value }
      value *= factor
      length += 1
    }
  }

  #valueOf(word = ''): number | undefined {
    return this.#find(word) ?? this.#find(word.replace(NUMBER_PREFIX, '')) ?? this.#readJoined(word)
  }

  #find = (word: string): number | undefined => this.#ownWords[word] ?? NUMBER_WORDS[word]

  #readJoined(word: string): number | undefined {
    const [, small = '', tens = ''] = JOINED_NUMBER.exec(word) ?? []
    const [ones, rest] = [JOINED_ONE[small] ?? this.#find(small), this.#find(tens)]
    return ones && rest && ones < 10 && rest >= 20 && rest < 100 ? ones + rest : undefined
  }
}

export const readUnit = (rest: string): Amount['unit'] => (PERCENT.test(rest) ? '%' : TIMES.test(rest) ? 'x' : null)

export function readCurrency(near: string): string | null {
  for (const [pattern, currency] of CURRENCIES) if (pattern.test(near)) return currency
  return null
}

export const format = (value: number): string => String(Number(value.toPrecision(12)))
