// What no font of ours can draw becomes a question mark, and a warning says so: nothing is lost silently.
import { type Block, mapTexts } from './blocks.ts'
import type { FontChoice } from './fonts.ts'
import { graphemes } from './line-breaks.ts'

const LISTED = 10
/** Drawn glyph by glyph the first time; what is plain ASCII needs no look. */
const ASCII = /^[\x20-\x7E]*$/

export const replaceUncovered = (blocks: Block[], fonts: FontChoice): { blocks: Block[]; warnings: string[] } => {
  const missing = new Set<string>()
  const replaced = mapTexts(blocks, text => {
    if (ASCII.test(text)) return text
    return graphemes(text)
      .map(grapheme => {
        if (fonts.faceFor(grapheme, false) && fonts.faceFor(grapheme, true)) return grapheme
        missing.add(grapheme)
        return '?'
      })
      .join('')
  })
  return { blocks: replaced, warnings: missing.size === 0 ? [] : [warning([...missing])] }
}

const warning = (missing: string[]): string => {
  const listed = missing.slice(0, LISTED).join(' ')
  const more = missing.length > LISTED ? ` and ${missing.length - LISTED} more` : ''
  return `The PDF can't show these characters, so a "?" stands in their place: ${listed}${more}. The Word document keeps them.`
}
