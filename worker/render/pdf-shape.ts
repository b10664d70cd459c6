// One run of text into glyphs, by HarfBuzz, and which letters each glyph stands for.
// Knows one face and one direction; not lines or pages.
import { ClusterLevel, Direction, Feature, Buffer as ShapeBuffer, shape } from 'harfbuzzjs'
import type { Face } from './fonts.ts'

export interface Glyph {
  id: number
  /** What the glyph stands for when text is copied out. */
  text: string
  /** Draws nothing and takes no room: it only carries a letter of a ligature, so that readers get each apart. */
  ghost: boolean
  /** Font units. */
  advance: number
  xOffset: number
  yOffset: number
}

const LAM = '\u0644'
const ALEFS = '\u0622\u0623\u0625\u0627'

/** The next letter, or all that are left. Lam and alef are one glyph also around a mark, which then comes after both. */
const takeLetters = (letters: string[], isLast: boolean): string[] => {
  const [first, mark, alef] = letters
  if (isLast) return letters.splice(0)
  if (first !== LAM || !/^\p{M}$/u.test(mark ?? '') || !ALEFS.includes(alef ?? ' ')) return letters.splice(0, 1)
  letters.splice(0, 3, mark!)
  return [first, alef!]
}

const ZERO_WIDTH_SPACE = '\u200B'

const buffer = new ShapeBuffer()

// Ligatures and decompositions off: the text copied out stays the text, letter by letter.
const PLAIN_FEATURES = ['liga', 'clig', 'dlig', 'calt', 'ccmp'].map(tag => new Feature(tag, 0))
const JOINING_FEATURES = [new Feature('liga', 0)]
const SIMPLE_SCRIPTS = /^[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Common}]*$/u

export const shapeText = (text: string, face: Face, rtl: boolean): Glyph[] => {
  buffer.reset()
  buffer.addText(text)
  buffer.setClusterLevel(ClusterLevel.MONOTONE_CHARACTERS)
  buffer.guessSegmentProperties()
  buffer.setDirection(rtl ? Direction.RTL : Direction.LTR)
  shape(face.font, buffer, SIMPLE_SCRIPTS.test(text) ? PLAIN_FEATURES : JOINING_FEATURES)
  const infos = buffer.getGlyphInfos()
  const positions = buffer.getGlyphPositions()
  const texts = glyphTexts(
    text,
    infos.map(info => info.cluster),
    rtl,
  )
  return infos.flatMap((info, at) => {
    const { xAdvance, xOffset, yOffset } = positions[at]!
    const [own = '', ...further] = texts[at]!
    const glyph = { id: info.codepoint, text: own, ghost: false, advance: xAdvance, xOffset, yOffset }
    return [...further.reverse().map(letter => ghost(letter)), glyph]
  })
}

const ghost = (text: string): Glyph => ({ id: 0, text, ghost: true, advance: 0, xOffset: 0, yOffset: 0 })

/**
 * For each glyph the text it stands for. A cluster's letters go to its glyphs in reading order, the rest to the last
 * one; where there are fewer letters, to the last glyphs (the first may be a mark
 * without width). A spare glyph gets a zero-width space: some readers make up a letter where there is none.
 * Right to left, each of several letters stands alone: readers reverse the glyphs' order, not the letters' of one.
 */
const glyphTexts = (text: string, clusters: number[], rtl: boolean): string[][] => {
  const order = rtl ? clusters.map((_, at) => clusters.length - 1 - at) : clusters.map((_, at) => at)
  const texts: string[][] = []
  for (let from = 0; from < order.length; ) {
    const cluster = clusters[order[from]!]!
    let to = from + 1
    while (to < order.length && clusters[order[to]!] === cluster) to++
    const letters = Array.from(text.slice(cluster, to < order.length ? clusters[order[to]!] : text.length))
    for (let at = from; at < to; at++) {
      const spare = to - at > letters.length
      const own = spare ? [] : takeLetters(letters, at === to - 1)
      texts[order[at]!] = own.length === 0 ? [ZERO_WIDTH_SPACE] : rtl ? own : [own.join('')]
    }
    from = to
  }
  return texts
}
