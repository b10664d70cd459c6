// Letters that do not belong in a text: those of another script, and rare ones that look like Latin letters.
import { fold, isUnspaced } from './truth-text.ts'

/** Of each group, the scripts that one text is written in. */
const SCRIPTS = [
  ['Latin'],
  ['Cyrillic'],
  ['Greek'],
  ['Han', 'Hira', 'Kana', 'Bopo'],
  ['Hang', 'Han'],
  ...'Arab Hebr Thai Deva Geor Armn Beng Taml Telu Gujr Guru Knda Mlym Sinh Ethi Khmr Laoo Mymr'
    .split(' ')
    .map(script => [script]),
].map(group => {
  const own = group.map(script => `\\p{sc=${script}}`).join('')
  return {
    own: new RegExp(`[${own}]`, 'gv'),
    foreign: new RegExp(`(?:[\\p{L}--[${own}\\p{sc=Zyyy}\\p{sc=Zinh}]]\\p{M}*){2}`, 'v'),
  }
})

/** Two letters in a row that a text of this script only has in names: Latin ones in Japanese, Georgian ones in English. */
export function foreignLetters(text: string): RegExp {
  const counts = SCRIPTS.map(({ own, foreign }) => ({ foreign, count: text.match(own)?.length ?? 0 }))
  const [latin, ...others] = counts as [(typeof counts)[0], ...typeof counts]
  const most = others.reduce((best, next) => (next.count > best.count ? next : best))
  // A sentence of another script is often half made of Latin terms.
  return most.count > latin.count / 2 ? most.foreign : latin.foreign
}

/** Whether the sources have this run of a script without spaces, be it inside a longer one. */
export const isInside = (raw: string, sources: string[]): boolean =>
  isUnspaced(raw) && sources.some(source => fold(source).includes(raw))

/** Small capitals and letters of phonetics, which read as others: ᴘʏᴛʜᴏɴ. A language that has them has them in its sources. */
export const hasOddLetter = (raw: string, sources: string[]): boolean =>
  [...raw.normalize('NFD').matchAll(ODD_LETTER)].some(
    ([letter]) => !sources.some(source => source.toLowerCase().includes(letter.toLowerCase())),
  )

const ODD_LETTER = /[\u0138\u0180-\u02AF\u1D00-\u1DBF\uA720-\uA7FF\uAB30-\uAB6F]/gu
