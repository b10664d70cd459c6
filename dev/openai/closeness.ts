// How close a text is to a job description: overlap of weighted terms, in any script. Knows words, not résumés.

export type Score = (text: string) => number

/** A scorer against `target`; terms that many of the `corpus` texts share weigh little, rare ones much. */
export const closenessTo = (target: string, corpus: string[]): Score => {
  const wanted = terms(target)
  const spread = new Map<string, number>()
  for (const text of corpus) for (const term of terms(text)) spread.set(term, (spread.get(term) ?? 0) + 1)
  const weight = (term: string) => Math.log(1 + corpus.length / (spread.get(term) ?? 1))
  return text => {
    const own = terms(text)
    let shared = 0
    for (const term of own) if (wanted.has(term)) shared += weight(term)
    // The root keeps long texts from winning by length alone, and one-word texts by having one word.
    return own.size === 0 ? 0 : shared / Math.sqrt(own.size)
  }
}

const words = new Intl.Segmenter(undefined, { granularity: 'word' })
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u
/** Enough of a word to meet its inflections (`deployed`, `deployment`), short enough to keep words apart. */
const STEM_LENGTH = 6

/** Words that every text shares and that say nothing of a job. */
const common = new Set(
  `about after all also and any are avec been before both but can dans des die does each for from has have her his
  into its leur les like more most new not notre nous one our out over own par plus pour qui que some such sur than that
  the their them then they this through until une und using very was well were what when where which while who will
  with within work year years you your vos votre vous`.split(/\s+/),
)

/** The distinct terms of a text: stems of words, and for scripts without spaces pairs of characters. */
export const terms = (text: string): Set<string> => {
  const found = new Set<string>()
  for (const { segment, isWordLike } of words.segment(text.normalize('NFKC').toLowerCase())) {
    if (!isWordLike) continue
    const letters = [...segment]
    if (unspaced.test(segment)) {
      for (let i = 0; i + 1 < letters.length; i++) found.add(letters[i]! + letters[i + 1]!)
    } else if (letters.length > 2 && !common.has(segment)) {
      found.add(letters.slice(0, STEM_LENGTH).join(''))
    }
  }
  return found
}

/** The items, closest first; equals keep their order. */
export const byScore = <T>(items: readonly T[], score: (item: T) => number): T[] =>
  items
    .map((item, place) => ({ item, place, score: score(item) }))
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .map(({ item }) => item)
