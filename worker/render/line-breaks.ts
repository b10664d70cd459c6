// Where a line may end: UAX #14, with the words of résumés (C++, .NET, dates, percentages, addresses) kept whole.
import LineBreaker from 'linebreak'

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
const thaiWords = new Intl.Segmenter('th', { granularity: 'word' })
const ASCII = /^[\x20-\x7E]*$/
const NO_SPACES = /[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u
const IDEOGRAPHIC = /[\u2E80-\u9FFF\uAC00-\uD7FF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFFEF]|[\uD840-\uD8BF]/
const LETTER = /[\p{L}\p{M}]/u

export const graphemes = (text: string): string[] =>
  ASCII.test(text) ? text.split('') : Array.from(segmenter.segment(text), part => part.segment)

/** Offsets after which a line may end, rising, the text's end included. */
export const breakOffsets = (text: string): number[] => {
  const offsets = new Set<number>([text.length])
  const breaker = new LineBreaker(text)
  for (let next = breaker.nextBreak(); next !== null; next = breaker.nextBreak()) {
    if (mayBreak(text, next.position)) offsets.add(next.position)
  }
  if (NO_SPACES.test(text)) for (const offset of wordStarts(text)) offsets.add(offset)
  return [...offsets].sort((a, b) => a - b)
}

/** After spaces, between ideographs, after a hyphen or dash between letters, after a slash between letters. */
const mayBreak = (text: string, at: number): boolean => {
  const before = text[at - 1] ?? ''
  const after = text[at] ?? ''
  if (before === ' ' || after === '') return true
  if (IDEOGRAPHIC.test(before) || IDEOGRAPHIC.test(after)) return true
  if (/[-‐–—/]/.test(before)) {
    const letters = LETTER.test(text[at - 2] ?? '') && LETTER.test(after)
    return letters && (before === '/' || !isAddress(wordAt(text, at)))
  }
  return false
}

/** A web or mail address: broken only after a slash, so that no hyphen seems to be one of ours. */
export const isAddress = (word: string): boolean => /:\/\/|^www\.|@|^[\w-]+(\.[\w-]+)+\//.test(word)

const wordAt = (text: string, at: number): string =>
  text.slice(text.lastIndexOf(' ', at - 1) + 1, at) + (/^[^ ]*/.exec(text.slice(at))?.[0] ?? '')

const wordStarts = (text: string): number[] =>
  Array.from(thaiWords.segment(text))
    .filter(part => part.isWordLike && NO_SPACES.test(part.segment) && NO_SPACES.test(text[part.index - 1] ?? ''))
    .map(part => part.index)
