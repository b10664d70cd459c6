// Finds employers, other names, links and addresses in a text that its sources lack.
import { isNamedInGerman, nominative } from './truth-german-names.ts'
import { foreignLetters, hasOddLetter, isInside } from './truth-scripts.ts'
import { KNOWN_EMPLOYERS } from './truth-skill-list.ts'
import {
  bearsSymbol,
  fold,
  hasInnerCapital,
  initialisms,
  isCapitalised,
  isOrdinary,
  isUnspaced,
  mixesAlphabets,
  phraseKey,
  stem,
  type Token,
  tokenize,
} from './truth-text.ts'

type Finder = (text: string, sources: string[], covered?: ReadonlySet<number>) => string | null

/**
 * Finds the first employer of `employers` or of our list that the text names and the sources don't. One ordinary word
 * ("Shell", "Target") is a name only with a capital, but then also where it opens a sentence.
 */
export function createEmployerFinder(employers: string[]): Finder {
  const names = [...employers, ...KNOWN_EMPLOYERS].map(withoutLegalForm)
  const isWord = (name: string): boolean => !/\s/.test(name) && isOrdinary(phraseKey(name))
  const findAny = createPhraseFinder(names.filter(name => !isWord(name)))
  const words = new Set(names.filter(isWord).map(phraseKey))
  return (text, sources, covered) => findAny(text, sources, covered) ?? findCapitalised(words, text, sources, covered)
}

function findCapitalised(
  words: ReadonlySet<string>,
  text: string,
  sources: string[],
  covered?: ReadonlySet<number>,
): string | null {
  const isEmployer = ({ raw, key }: Token, index: number): boolean =>
    words.has(key) && !NO_EMPLOYERS.has(key) && isCapitalised(raw) && !covered?.has(index)
  const found = tokenize(text).filter(isEmployer)
  if (found.length === 0) return null
  const known = new KnownWords(sources)
  return found.find(({ key }) => !known.has(key))?.raw ?? null
}

/** What profiles say in the place of an employer. */
const NO_EMPLOYERS = new Set(
  'freelance freelancer freelancing self independent various private consultant consulting contractor contract confidential'.split(
    ' ',
  ),
)

/** Finds the candidate's places (street, town) in any case. */
export const createPlaceFinder = (places: string[]): Finder =>
  createPhraseFinder(places.filter(place => place.length >= MIN_PLACE && !isOrdinary(phraseKey(place))))

const MIN_PLACE = 4

/**
 * Finds the first of `phrases`, in any case, that the text has and the sources lack. `covered`: words of the text that
 * are a known skill's name ("Google Cloud" names no employer).
 */
export function createPhraseFinder(phrases: string[]): Finder {
  const known = [...new Set(phrases)]
    .map(phrase => ({ phrase, key: phraseKey(phrase).split(' ').map(nominative).join(' ') }))
    .filter(({ key }) => key.length > 1)
  return (text, sources, covered) => {
    const [asked, stated] = [spaced(text, covered), sources.map(source => spaced(source)).join('\n')]
    const [plain, plainStated] = [fold(text).toLowerCase(), fold(sources.join('\n')).toLowerCase()]
    const isNew = ({ phrase, key }: { phrase: string; key: string }) =>
      isUnspaced(phrase)
        ? plain.includes(phrase.toLowerCase()) && !plainStated.includes(phrase.toLowerCase())
        : asked.includes(` ${key} `) && !stated.includes(` ${key} `)
    return known.find(isNew)?.phrase ?? null
  }
}

const LEGAL_FORM =
  /[\s,]+(?:inc|incorporated|llc|ltd|limited|corp|corporation|co|company|gmbh|ag|se|kg|plc|s\.?a|s\.?r\.?l|b\.?v|n\.?v|oy|ab|as|pty|pvt)\.?$/i

/** Words before or after a name in scripts that put the form of a company there. */
const LOCAL_FORM =
  /^(?:株式会社|有限会社|合同会社|\(株\)|주식회사|\(주\)|شركة|חברת|ТОВ|ООО|ПАТ|АТ|АО)\s*[«"„]?|(?:株式会社|有限会社|股份有限公司|有限公司|公司|集团|주식회사|[»"“])$/gu

function withoutLegalForm(name: string): string {
  const bare = fold(name).replace(LEGAL_FORM, '').trim()
  const local = bare.replace(LOCAL_FORM, '').trim()
  return local.length >= 2 ? local : bare
}

const spaced = (text: string, covered?: ReadonlySet<number>): string =>
  ` ${tokenize(text)
    .map(({ key }, index) => (covered?.has(index) ? '\0' : nominative(key)))
    .join(' ')} `

/**
 * The first word written as a name (a capital in mid-sentence, a symbol, look-alike letters, letters of a script other
 * than the text's) that stands in no source. An ordinary word may open a sentence with a capital.
 */
export function findNewName(
  text: string,
  sources: string[],
  language: string,
  covered: ReadonlySet<number>,
): string | null {
  const tokens = tokenize(text)
  const known = new KnownWords(sources)
  const foreign = foreignLetters(text)
  const isGerman = (index: number): boolean => language === 'de' && isNamedInGerman(tokens, index, sources)
  const isNew = (token: Token, index: number) =>
    !covered.has(index) &&
    !/^\d/.test(token.raw) &&
    (hasOddLetter(token.raw, sources) ||
      looksLikeName(token, language, foreign, opensHere(tokens, index)) ||
      isGerman(index)) &&
    !known.has(token.key) &&
    !isInside(token.raw, sources)
  return tokens.find(isNew)?.raw ?? null
}

function looksLikeName({ raw, key }: Token, language: string, foreign: RegExp, opens: boolean): boolean {
  if (mixesAlphabets(raw) || bearsSymbol(raw) || foreign.test(raw)) return true
  if (raw === 'I' || raw === 'A') return false
  if (hasInnerCapital(raw)) return true
  if (!isCapitalised(raw)) return false
  if (opens) return language === 'en' && /^\p{sc=Latin}/u.test(raw) && !isOrdinary(key) && !VERB_FORM.test(key)
  // German writes every noun with a capital.
  return language !== 'de'
}

/** A sentence opens with verbs that no list of words has ("Gamified", "Dogfooding"). */
const VERB_FORM = /^[a-z]{4,}(?:ed|ing)$/

/** The second half of "Cross-Functional" opens where the first does. */
const opensHere = (tokens: Token[], index: number): boolean => {
  const token = tokens[index]
  return (
    token !== undefined &&
    (token.opens || (['-', '/'].includes(token.glue) && index > 0 && opensHere(tokens, index - 1)))
  )
}

class KnownWords {
  readonly #keys = new Set<string>()
  readonly #stems = new Set<string>()

  constructor(sources: string[]) {
    for (const shortened of sources.flatMap(source => initialisms(tokenize(source)))) this.#keys.add(shortened)
    const words = sources.flatMap(tokenize)
    for (const [index, { key }] of words.entries()) {
      this.#keys.add(key)
      // Python 3 is Python3.
      if (/^[\d.]+$/.test(key)) this.#keys.add(`${words[index - 1]?.key ?? ''}${key}`)
      this.#stems.add(stem(key))
      if (!/[a-z]/.test(key)) this.#stems.add(key.slice(0, -2))
    }
  }

  has(key: string): boolean {
    if (this.#keys.has(key) || this.#keys.has(`${key}s`) || (key.endsWith('s') && this.#keys.has(key.slice(0, -1))))
      return true
    if (/[a-z]/.test(key)) return isOrdinary(key) && this.#stems.has(stem(key))
    // Cyrillic and Greek names are inflected: Київ, Києві.
    return key.length > 4 && [1, 2, 3].some(cut => key.length - cut >= 3 && this.#stems.has(key.slice(0, -cut)))
  }
}

const LINK =
  /(?<![\p{L}\p{N}])@[\p{L}\p{N}_.-]{2,64}|(?:[a-z][a-z0-9+.-]{1,20}:\/\/|www\.)[^\s<>"']+|https?:|\/\/[\p{L}\p{N}]+|[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,200}|(?<![\p{L}\p{N}@.])(?:[\p{L}\p{N}-]{1,63}\.){1,4}(?:com|org|net|io|dev|ai|app|co|me|info|biz|edu|gov|eu|de|uk|fr|es|it|nl|pl|ua|ru|jp|cn|in|us|ch|at|se|no)(?:\/[^\s<>"']*)?(?![\p{L}\p{N}])/giu

/** The first link or e-mail address that stands in no source. */
export function findNewLink(text: string, sources: string[]): string | null {
  const known = sources.map(bareLink).join('\n')
  return (
    fold(text)
      .match(LINK)
      ?.find(link => !standsWhole(bareLink(link).replace(/[.,;:!?)\]/]+$/, ''), known)) ?? null
  )
}

/** A link may be shorter than its source only where a part of it ends: github.com/ann is not github.com/ann-lee. */
function standsWhole(link: string, known: string): boolean {
  if (!link) return true
  const before = /.@/.test(link) ? '[\\p{L}\\p{N}_.%+-]' : '[\\p{L}\\p{N}_-]'
  const after = '[\\p{L}\\p{N}_%+~=&@-]|\\.[\\p{L}\\p{N}]'
  const escaped = link.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  return new RegExp(`(?<!${before})${escaped}(?!${after})`, 'u').test(known)
}

const bareLink = (text: string): string =>
  fold(text)
    .toLowerCase()
    .replace(/(?:https?:\/\/)?(?:www\.)?/g, '')
