// Finds passages that a text copies from the job description word for word.
import { isUnspaced, stem, tokenize } from './truth-text.ts'

/** So many words in a row are a copy; a character of a script without spaces counts as half a word. */
const COPIED_WORDS = 12
/** The same for a text that has little to do with its sources: the job's sentence in the place of the candidate's. */
const COPIED_WORDS_UNRELATED = 5
/** Shorter ones that the sources half bear ("Backend engineer") are terms, not sentences. */
const PHRASE_MIN = 3
/** Of its words, those that its sources share: fewer, and it is not about them. */
const RELATED = 0.25

export function createCopyFinder(jobText: string): (text: string, sources: string[]) => boolean {
  const job = splitWords(jobText)
  const jobLine = ` ${job.join(' ')} `
  const kept = new Map<number, Set<string>>()
  const jobPassages = (length: number): Set<string> => {
    const found = kept.get(length) ?? passages(job, length)
    kept.set(length, found)
    return found
  }
  return (text, sources) => {
    const words = splitWords(text)
    const own = sources.flatMap(splitWords)
    const ownLine = ` ${own.join(' ')} `
    const share = sharedPart(words, own)
    // One that says mostly other things than its sources and stands in the job as a whole is a copy of any length.
    const whole = ` ${words.join(' ')} `
    const isUnlike = words.length < PHRASE_MIN ? share < 0.5 : share <= 0.5
    if (isUnlike && jobLine.includes(whole) && !ownLine.includes(whole)) return true
    const single = words.filter(word => word.length === 1).length > words.length / 2 ? 2 : 1
    const length = (share < RELATED ? COPIED_WORDS_UNRELATED : COPIED_WORDS) * single
    const copied = [...passages(words, length)].filter(passage => jobPassages(length).has(passage))
    if (copied.length === 0) return false
    return copied.some(passage => !ownLine.includes(` ${passage} `))
  }
}

/** Of the text's longer words, the part whose stems the sources have too. */
const sharedPart = (words: string[], own: string[]): number => {
  const [said, known] = [tellingStems(words), new Set(tellingStems(own))]
  return said.length === 0 ? 0 : said.filter(word => known.has(word)).length / said.length
}

/** Of scripts without spaces, pairs of characters. */
const tellingStems = (words: string[]): string[] =>
  words.flatMap((word, at) => {
    if (word.length === 1 && isUnspaced(word)) return [word + (words[at + 1] ?? '')]
    return word.length > 3 || /\d/.test(word) ? [stem(word)] : []
  })

const splitWords = (text: string): string[] =>
  tokenize(text).flatMap(({ key }) => (/^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]/u.test(key) ? [...key] : [key]))

const passages = (words: string[], length: number): Set<string> =>
  new Set(words.slice(0, Math.max(0, words.length - length + 1)).map((_, at) => words.slice(at, at + length).join(' ')))
