// Texts folded for finding personal data in any spelling: case, accents, widths and digits of other scripts do not count.
// What is found is a place in the text as it was written.
import { foldDigits } from './truth-digits.ts'

export interface FoldedText {
  original: string
  folded: string
  /** Where in `original` each UTF-16 unit of `folded` comes from; one more for the end. Null: at the same place. */
  places: number[] | null
}

const PLAIN = /^\p{ASCII}*$/u

export function foldText(text: string): FoldedText {
  if (PLAIN.test(text)) return { original: text, folded: text.toLowerCase(), places: null }
  const places: number[] = []
  let folded = ''
  let at = 0
  for (const character of text) {
    const plain = foldCharacter(character)
    for (let unit = 0; unit < plain.length; unit++) places.push(at)
    folded += plain
    at += character.length
  }
  return { original: text, folded, places: [...places, text.length] }
}

/** Where the pattern stands in the text as written, marks that follow the last letter included. */
export const matchPattern = (
  { original, folded, places }: FoldedText,
  pattern: RegExp,
): { from: number; to: number }[] =>
  [...folded.matchAll(pattern)]
    .filter(match => match[0] !== '')
    .map(match => {
      const end = match.index + match[0].length
      if (!places) return { from: match.index, to: end }
      return { from: places[match.index] as number, to: places[end] ?? original.length }
    })

const characters = new Map<string, string>()
const CHARACTERS_KEPT = 5_000

function foldCharacter(character: string): string {
  let plain = characters.get(character)
  if (plain === undefined) {
    plain = readCharacter(character)
    if (characters.size >= CHARACTERS_KEPT) characters.clear()
    characters.set(character, plain)
  }
  return plain
}

/** Letters that Unicode does not take for accented ones. */
const SPELLED: Record<string, string | undefined> = {
  ß: 'ss',
  ẞ: 'ss',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
}

/** Marks go where they are accents; elsewhere (が, 각) they are a part of the letter. */
function readCharacter(character: string): string {
  if (/[\u2010-\u2015\u2212]/.test(character)) return '-'
  if (/[\u2018\u2019\u02BC]/.test(character)) return "'"
  const spelled = SPELLED[character.toLowerCase()]
  if (spelled) return spelled
  if (/[\p{sc=Latin}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Arab}\p{sc=Hebr}\p{sc=Zinh}]/u.test(character))
    return foldDigits(character.normalize('NFKD').replace(/\p{M}/gu, '')).toLowerCase()
  return foldDigits(character).toLowerCase()
}

/** Boundaries only where the script has them: Chinese or Japanese names stand between other characters. */
export function wholeWord(source: string, flags: string): RegExp {
  if (!/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}]/u.test(source))
    return new RegExp(`(?<![\\p{L}\\p{N}_])${source}(?![\\p{L}\\p{N}_])`, flags)
  // Such names are also written without the space inside.
  return new RegExp(source.replaceAll(SPACE, '[\\s,・·]*'), flags)
}

const SPACE = '[\\s,]+'

/** A text as a pattern for folded text, its spaces of any kind. */
export const escaped = (text: string): string =>
  foldText(text)
    .folded.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    .replace(/\s+/g, SPACE)
