// Looks into the font files inside a finished PDF and compares each drawn glyph's outline with the font's own:
// a PDF whose text reads well can still show blank paper. Reads bytes by itself, with no PDF or font library.
import { inflateSync } from 'node:zlib'
import type { ExpectedOutlines, OutlineBox } from './pdf-fonts.ts'

/** Null where every glyph has its outline; else which font (by its place) lacks how many. */
export const findBlankGlyphs = (pdf: Buffer, expected: ExpectedOutlines): string | null => {
  const files = embeddedFonts(pdf)
  if (files.length !== expected.size) return `${files.length} of ${expected.size} fonts are embedded`
  const wrong = [...expected.values()].map((outlines, at) => countWrong(files[at]!, outlines))
  const total = wrong.reduce((sum, count) => sum + count, 0)
  return total === 0 ? null : `${total} glyphs are drawn wrong: ${wrong.join(', ')} by font`
}

/** Font programs are the only streams with a Length1; they stand in the order in which the fonts were written. */
const embeddedFonts = (pdf: Buffer): Buffer[] => {
  const text = pdf.toString('latin1')
  return [...text.matchAll(/<<([^<>]*\/Length1 \d+[^<>]*)>>\s*stream\r?\n/g)].map(match => {
    const length = Number(/\/Length (\d+)/.exec(match[1]!)![1])
    const start = match.index + match[0].length
    return inflateSync(pdf.subarray(start, start + length))
  })
}

const countWrong = (file: Buffer, outlines: Map<number, OutlineBox>): number => {
  const glyphs = glyphTable(file)
  let wrong = 0
  for (const [id, box] of outlines) if (!matches(glyphs(id), box)) wrong++
  return wrong
}

/** Height and width must be the font's; the sideways place is given by the metrics, not by the outline. */
const matches = (found: OutlineBox, expected: OutlineBox): boolean => {
  if (found === null || expected === null) return found === expected
  const width = (box: [number, number, number, number]): number => box[2] - box[0]
  return found[1] === expected[1] && found[3] === expected[3] && width(found) === width(expected)
}

/** Reads a glyph's box by its number from the `glyf` table, by way of `loca`. */
const glyphTable = (file: Buffer): ((id: number) => OutlineBox) => {
  const tables = new Map<string, number>()
  for (let at = 0; at < file.readUInt16BE(4); at++) {
    const entry = 12 + at * 16
    tables.set(file.toString('latin1', entry, entry + 4), file.readUInt32BE(entry + 8))
  }
  const [head, loca, glyf] = ['head', 'loca', 'glyf'].map(tag => tables.get(tag)!) as [number, number, number]
  const long = file.readInt16BE(head + 50) === 1
  const offset = (id: number): number =>
    long ? file.readUInt32BE(loca + id * 4) : file.readUInt16BE(loca + id * 2) * 2
  return id => {
    const start = glyf + offset(id)
    if (glyf + offset(id + 1) - start < 10 || file.readInt16BE(start) === 0) return null
    return [2, 4, 6, 8].map(at => file.readInt16BE(start + at)) as [number, number, number, number]
  }
}
