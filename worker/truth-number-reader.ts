// Numbers in words: "twenty-five", "two hundred and fifty", "thousands". What an amount is, and its unit and currency, too.
import { readJoined } from './truth-number-joined.ts'
import {
  ARTICLES,
  NUMBER_JOINTS,
  NUMBER_WORDS_OF,
  OF,
  ROUND_JOINTS,
  SEVERAL,
  VAGUE,
  VAGUE_OF,
} from './truth-number-languages.ts'
import { CURRENCIES, PERCENT, TIMES } from './truth-number-phrases.ts'
import { findMultiplier } from './truth-number-scales.ts'
import { Sum } from './truth-number-sum.ts'
import { readSpan, type Span } from './truth-number-time.ts'
import { lookUp, NONE, NUMBER_PREFIX, NUMBER_WORDS, ORDINALS_OF_SOURCE, type Words } from './truth-number-words.ts'

export interface Amount {
  /** As it stands in the text, for the warning. */
  label: string
  /** More than one where the writing is ambiguous (`1.200`). Roughly so many: `~low~high`, or `~low`. */
  values: string[]
  unit: '%' | 'x' | null
  currency: string | null
  /** Null where it is not stated. */
  span: Span | null
  /** With the word before it, as some write it: Python 3 is Python3. */
  joined?: string
}

export function readWords(text: string, language: string, isSource: boolean): Amount[] {
  const words = text
    .toLowerCase()
    .replace(/(?<=\p{sc=Cyrillic})['\u2019\u02BC](?=\p{sc=Cyrillic})/gu, '')
    .replace(/(?<!\p{L})multi[- ](?=[mbt]r?illion)/gu, 'multi')
    // "Năm" is a year, and five where a unit follows.
    .replace(/(?<!\p{L})năm(?= (?:mươi|trăm|nghìn|ngàn|triệu|tỷ)(?!\p{L}))/gu, 'lăm')
    .match(/[\p{L}\p{M}]+|[|,;:!?()\n]/gu)
  return new WordReader(words ?? [], language).read(isSource)
}

interface Read {
  length: number
  value: number
  isFold: boolean
}

class WordReader {
  readonly #words: string[]
  readonly #ownWords: Words
  readonly #ownVague: Words

  constructor(words: string[], language: string) {
    this.#words = words
    this.#ownWords = lookUp(NUMBER_WORDS_OF, language) ?? {}
    this.#ownVague = lookUp(VAGUE_OF, language) ?? {}
  }

  read(isSource: boolean): Amount[] {
    const amounts: Amount[] = []
    for (let at = 0; at < this.#words.length; ) {
      const word = this.#words[at] as string
      if (isSource && NONE.has(word)) amounts.push(this.#amount(at, 1, '0'))
      const ordinal = isSource && lookUp(ORDINALS_OF_SOURCE, word)
      if (ordinal) amounts.push(this.#amount(at, 1, String(ordinal)))
      const rough = this.#readVague(at)
      const exact = rough.length ? rough : this.#readCompound(at)
      // "one" is mostly an article, so it states a number only where somebody else relies on it.
      if (rough.length) amounts.push(this.#amount(at, rough.length, `~${format(rough.value)}`))
      else if (exact.length && (exact.value !== 1 || isSource))
        amounts.push(this.#amount(at, exact.length, format(exact.value), exact.isFold))
      at += exact.length || 1
    }
    return amounts
  }

  #amount(at: number, length: number, value: string, isFold = false): Amount {
    const rest = ` ${this.#words.slice(at + length, at + length + 3).join(' ')}`
    const label = this.#words.slice(at, at + length).join(' ')
    return {
      label,
      values: [value],
      unit: isFold ? 'x' : readUnit(rest),
      currency: readCurrency(rest),
      span: readSpan(label, rest) ?? readSpan('', ADJECTIVE.exec(label)?.[0] ?? ''),
    }
  }

  /** "thousands", "tens of thousands", "several hundred". */
  #readVague(at: number): Read {
    const vague = this.#vagueOf(this.#words[at])
    const isSeveral = SEVERAL.has(this.#words[at] as string)
    const after = OF.has(this.#words[at + 1] ?? '') ? at + 2 : at + 1
    const scale = isSeveral ? findMultiplier(` ${this.#words[after] ?? ''}`)?.[1] : undefined
    if (scale) return { length: after + 1 - at, value: scale, isFold: false }
    if (!vague) return NOTHING
    const larger = this.#vagueOf(this.#words[after])
    if (!larger || larger < 1e3) return { length: 1, value: vague, isFold: false }
    return { length: after + 1 - at, value: vague * larger, isFold: false }
  }

  #vagueOf = (word = ''): number | undefined => lookUp(this.#ownVague, word) ?? lookUp(VAGUE, word)

  /** "twenty-five", "two hundred and fifty", "three million": how many words, and their value. */
  #readCompound(start: number): Read {
    const first = this.#valueOf(this.#words[start])
    const sum = new Sum()
    if (first === undefined || !sum.add(first)) return this.#readFold(start)
    let at = start + 1
    for (;;) {
      const word = this.#words[at] ?? ''
      const factor = findMultiplier(` ${word}`)?.[1]
      if (factor) sum.multiply(factor)
      else if (sum.isHalfAfter && `${word} ${this.#words[at + 1]} ${this.#words[at + 2]}` === 'and a half') {
        sum.addHalf()
        at += 2
      } else {
        const joint = NUMBER_JOINTS.has(word) || (ROUND_JOINTS.has(word) && sum.isRound) ? 1 : 0
        const value = this.#valueOf(this.#words[at + joint])
        if (value === undefined || !sum.add(value, this.#words[at - 1], word)) break
        at += joint
      }
      at += 1
    }
    const isArticle = at - start === 1 && ARTICLES.has(this.#words[start] as string)
    return isArticle ? NOTHING : { length: at - start, value: sum.value, isFold: false }
  }

  /** "sixfold", "verfünffacht". */
  #readFold(at: number): Read {
    const number = FOLD.exec(this.#words[at] ?? '')?.[1]
    const value = number && this.#valueOf(number)
    return value ? { length: 1, value, isFold: true } : NOTHING
  }

  #valueOf(word = ''): number | undefined {
    return this.#find(word) ?? this.#find(word.replace(NUMBER_PREFIX, '')) ?? this.#find(word.replace(ADJECTIVE, ''))
  }

  #find = (word: string): number | undefined =>
    lookUp(this.#ownWords, word) ?? lookUp(NUMBER_WORDS, word) ?? readJoined(word)
}

const NOTHING: Read = { length: 0, value: 0, isFold: false }
const FOLD = /^(?:ver)?(\p{L}{3,}?)(?:fold|fach\p{L}*|voudig\p{L}*)$/u
/** A team of five is "fünfköpfig", ten years are "zehnjährig". */
const ADJECTIVE = /(?<=\p{L}{3})(?:köpfig|jährig|monatig|wöchig|tägig|stündig|stellig|jarig|koppig)\p{L}{0,2}$/u

export const readUnit = (rest: string): Amount['unit'] => (PERCENT.test(rest) ? '%' : TIMES.test(rest) ? 'x' : null)

/** "Dollars", and "of dollars", that stand before or after a number. */
export function readCurrency(near: string): string | null {
  const bare = near.trimStart().replace(/^(?:(?:of|de|di|von|van) |d['\u2019])/u, '')
  for (const [pattern, currency] of CURRENCIES) if (pattern.test(bare)) return currency
  return null
}

export const format = (value: number): string => String(Number(value.toPrecision(12)))
