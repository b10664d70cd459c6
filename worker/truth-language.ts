// Guesses the language of a text from its script, and for Latin letters from its smallest words and its own letters.
import { ENGLISH, LATIN, type LatinLanguage } from './truth-language-words.ts'

/** A BCP 47 language; `en` where nothing tells. */
export function guessLanguage(text: string): string {
  const sample = text.slice(0, 20_000)
  const counts = SCRIPTS.map(([pattern, weight, read]) => ({
    read,
    count: (sample.match(pattern)?.length ?? 0) * weight,
  }))
  const most = counts.reduce((best, next) => (next.count > best.count ? next : best))
  return most.count === 0 ? 'en' : most.read(sample)
}

/** What is counted, its weight (a Chinese character says as much as three letters, and English terms stand among them). */
const SCRIPTS: [RegExp, number, (text: string) => string][] = [
  [/\p{sc=Latin}/gu, 1, guessLatin],
  [/\p{sc=Cyrillic}/gu, 1.5, guessCyrillic],
  [/\p{sc=Greek}/gu, 1.5, () => 'el'],
  [/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/gu, 3, guessEastAsian],
  [/\p{sc=Hang}/gu, 3, () => 'ko'],
  [/\p{sc=Arab}/gu, 1.5, text => (/[پچژگ]/u.test(text) ? 'fa' : 'ar')],
  [/\p{sc=Hebr}/gu, 1.5, () => 'he'],
  [/\p{sc=Thai}/gu, 1.5, () => 'th'],
  [/\p{sc=Deva}/gu, 1.5, () => 'hi'],
]

function guessCyrillic(text: string): string {
  if (/[іїєґ]/iu.test(text)) return 'uk'
  return /[ыэё]/iu.test(text) ? 'ru' : 'uk'
}

/** Kana decides for Japanese; a stray katakana name in Chinese does not. */
function guessEastAsian(text: string): string {
  const [kana, all] = [/[\p{sc=Hira}\p{sc=Kana}]/gu, /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/gu].map(
    pattern => text.match(pattern)?.length ?? 0,
  ) as [number, number]
  return kana > all / 10 ? 'ja' : 'zh'
}

function guessLatin(text: string): string {
  if ((text.match(/[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/giu)?.length ?? 0) > text.length / 12)
    return 'vi'
  const words = [...new Set(text.replace(NAME_PARTICLE, ' ').match(/\p{L}{2,}/gu))]
  const said = new Set(words.filter(isTelling).map(word => word.toLowerCase()))
  const small = words.filter(word => word === word.toLowerCase())
  const scores = LATIN.map(latin => ({ language: latin.language, score: scoreOf(latin, said, small) }))
  const best = scores.reduce((most, next) => (next.score > most.score ? next : most))
  return best.score >= LEAST && best.score > count(ENGLISH, said) ? best.language : 'en'
}

/** Of different words: "e-commerce" thrice is no Italian. One that no other language has counts twice. */
const scoreOf = ({ shared, own, letters, most }: LatinLanguage, said: Set<string>, small: string[]): number =>
  count(shared, said) + 2 * count(own, said) + Math.min(small.filter(word => letters.test(word)).length, most)

const LEAST = 3

const count = (list: string[], said: Set<string>): number => list.filter(word => said.has(word)).length

/** Rio de Janeiro, Aix-en-Provence. */
const NAME_PARTICLE =
  /(?<=\p{Lu}\p{L}{1,30}[ -])(?:de|des|del|della|di|da|do|dos|das|du|en|sur|la|van)(?=[ -]\p{Lu}\p{Ll})/gu

/** Of a name (Los, La, De) only the capital tells that it is no word. */
const isTelling = (word: string): boolean => word.length >= 5 || word === word.toLowerCase()
