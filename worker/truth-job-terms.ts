// What a job's text names as skills: its terms, names of joined words, and phrases in capitals. Knows no candidate.
import { HEADINGS, NO_SKILL_PHRASES, NO_SKILL_WORDS } from './truth-job-words.ts'
import { SMALL_LETTER_WORDS } from './truth-skill-list.ts'
import {
  bearsSymbol,
  hasInnerCapital,
  isCapitalised,
  isCommon,
  isOrdinary,
  keyOf,
  type Token,
  tokenize,
} from './truth-text.ts'

/** Key → whether only a capital makes it a term. */
export type JobTerms = Map<string, { needsCapital: boolean }>

/** Terms of the job that bear a symbol or a capital. */
export function readJobTerms(jobText: string, language: string): JobTerms {
  const terms: JobTerms = new Map()
  for (const { raw, key, opens } of tokenize(jobText)) {
    const isLoud = isShouted(raw, key)
    const isPlain = !bearsSymbol(raw) && (!hasInnerCapital(raw) || isLoud)
    if (key.length < 2 || /^[\d.+]+$/.test(key) || (isPlain && !isCapitalised(raw))) continue
    if (isPlain && opens && !isLoud && (isOrdinary(key) || !isEnglishWord(raw, language))) continue
    terms.set(key, { needsCapital: isPlain && ((isLoud && opens) || isCommon(key) || SMALL_LETTER_WORDS.has(key)) })
  }
  for (const key of readItems(jobText).flatMap(firstOfItem))
    if (!terms.has(key)) terms.set(key, { needsCapital: false })
  for (const [, tag = ''] of jobText.matchAll(/#([\p{L}\p{N}_]{3,})/gu)) {
    const key = keyOf(tag)
    if (!isOrdinary(key) && !terms.has(key)) terms.set(key, { needsCapital: false })
  }
  return terms
}

/** "WHAT YOU WILL DO", and "IT": no text that says "it" names it. */
const isShouted = (raw: string, key: string): boolean => raw.length > 1 && raw === raw.toUpperCase() && isOrdinary(key)

/** Lines of one or two words that head nothing: where we know no ordinary words, a list names what it looks for. */
const readItems = (jobText: string): Token[][] =>
  jobText
    .split('\n')
    .filter(line => line.length < LONGEST_ITEM && !/[:?!]\s*$/.test(line))
    .map(tokenize)
    .filter(({ length, 0: first }) => (length === 1 || length === 2) && !!first && isCapitalised(first.raw))

const LONGEST_ITEM = 80

/** Not of "Gestion commerciale", whose words are ordinary ones; German has capitals for nouns alone. */
function firstOfItem([first, second]: Token[]): string[] {
  const { raw, key } = first as Token
  const isName = /^\p{L}{2,}$/u.test(raw) && raw !== raw.toLowerCase() && !isOrdinary(key) && !HEADINGS.has(key)
  return isName && (!second || isCapitalised(second.raw) || /^\d/.test(second.raw)) ? [key] : []
}

/** We know the ordinary words of English alone; Latin letters in a text of another script are English or a name. */
const isEnglishWord = (raw: string, language: string): boolean =>
  !LATIN_LANGUAGES.includes(language) && /^\p{sc=Latin}/u.test(raw)

const LATIN_LANGUAGES = ['de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'vi']

/** Names such as `foo-db` and `vue/pinia`, whose parts are no ordinary words, and `Quill-Stack`. */
export function readJoinedNames(jobText: string): string[] {
  const tokens = tokenize(jobText)
  return tokens.flatMap((token, at) => {
    const before = tokens[at - 1]
    if (!before || !['-', '/'].includes(token.glue)) return []
    const isTitled = token.glue === '-' && !before.opens && isCapitalised(before.raw) && isCapitalised(token.raw)
    return isTitled || [before, token].some(part => isNameLike(part.key))
      ? [`${before.raw}${token.glue}${token.raw}`]
      : []
  })
}

const isNameLike = (key: string): boolean => /^[a-z]{2,}$/.test(key) && !isOrdinary(key)

/**
 * "Market Research": ordinary words with capitals, two or more in a row, and each part of a longer row, for a line may
 * have capitals throughout. `named`: words of the job that are a known skill's name, which is looked for by itself.
 */
export function readJobPhrases(jobText: string, named: ReadonlySet<number>): string[] {
  const phrases = new Set<string>()
  for (const run of readRuns(tokenize(jobText), named))
    for (let from = 0; from < run.length - 1; from += 1)
      for (let to = from + 2; to <= Math.min(from + LONGEST_PHRASE, run.length); to += 1)
        phrases.add(run.slice(from, to).join(' '))
  return [...phrases].filter(phrase => !NO_SKILL_PHRASES.has(phrase))
}

const LONGEST_PHRASE = 4

function readRuns(tokens: Token[], named: ReadonlySet<number>): string[][] {
  const runs: string[][] = [[]]
  for (const [at, token] of tokens.entries()) {
    const isPart = isPhraseWord(token) && !named.has(at)
    if (!isPart || token.opens || tokens[at - 1]?.closes) runs.push([])
    if (isPart) runs.at(-1)?.push(token.key)
  }
  return runs
}

/** Others are terms by themselves. */
const isPhraseWord = ({ raw, key }: Token): boolean =>
  isCapitalised(raw) && /^[a-z]{2,}$/.test(key) && isOrdinary(key) && !NO_SKILL_WORDS.has(key)
