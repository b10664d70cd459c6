// The fonts as they stand in a PDF: codes for glyphs, widths, the map back to text, the embedded file.
// Each (glyph, text) pair has a code of its own, so what is copied out is always the text that was drawn.
import { zlibSync } from 'fflate'
import { type PDFContext, type PDFRef, PDFString } from 'pdf-lib'
import type { Face } from './fonts.ts'
import type { Glyph } from './pdf-shape.ts'
import { subsetFont } from './pdf-subset.ts'

/** The outline box a glyph must have in the embedded file: xMin, yMin, xMax, yMax in font units; null draws nothing. */
export type OutlineBox = [number, number, number, number] | null

/** For the read-back gate: what each embedded font, by its PDF name, was meant to draw. */
export type ExpectedOutlines = Map<string, Map<number, OutlineBox>>

export class PdfFonts {
  private readonly byFile = new Map<string, PdfFont>()

  fontFor(face: Face): PdfFont {
    let font = this.byFile.get(face.name)
    if (font === undefined) {
      font = new PdfFont(face, `F${this.byFile.size + 1}`)
      this.byFile.set(face.name, font)
    }
    return font
  }

  /** Writes all fonts; the page resources' Font dictionary. */
  write(context: PDFContext): PDFRef {
    const entries = [...this.byFile.values()].map(font => [font.key, font.write(context)] as const)
    return context.register(context.obj(Object.fromEntries(entries)))
  }

  expectedOutlines(): ExpectedOutlines {
    return new Map([...this.byFile.values()].map(font => [font.baseName, font.outlines()]))
  }
}

class PdfFont {
  /** The name in page content. */
  readonly key: string
  readonly baseName: string
  private readonly face: Face
  private readonly codes = new Map<string, number>()
  /** By code; 0 is the missing glyph. */
  private readonly drawn: Pick<Glyph, 'id' | 'text' | 'ghost'>[] = [{ id: 0, text: '', ghost: false }]

  constructor(face: Face, key: string) {
    this.face = face
    this.key = key
    this.baseName = `${subsetTag(key)}+${face.name}`
  }

  codeOf(glyph: Glyph): number {
    const key = `${glyph.ghost} ${glyph.id} ${glyph.text}`
    let code = this.codes.get(key)
    if (code === undefined) {
      code = this.drawn.length
      this.codes.set(key, code)
      this.drawn.push(glyph.ghost ? { ...glyph, id: this.blank } : glyph)
    }
    return code
  }

  /** The glyph's width in 1/1000 em, as the PDF's W array has it. */
  widthOf({ id, ghost }: Pick<Glyph, 'id' | 'ghost'>): number {
    return ghost
      ? MARK_WIDTH
      : Math.round((this.face.font.glyphHAdvance(id) * 1000) / this.face.unitsPerEm) || MARK_WIDTH
  }

  private get blank(): number {
    return this.face.font.nominalGlyph(0x20) ?? 0
  }

  outlines(): Map<number, OutlineBox> {
    return new Map(this.drawn.slice(1).map(({ id }) => [id, outlineBox(this.face, id)]))
  }

  write(context: PDFContext): PDFRef {
    const widths = this.drawn.map(glyph => this.widthOf(glyph))
    const descendant = context.register(
      context.obj({
        Type: 'Font',
        Subtype: 'CIDFontType2',
        BaseFont: this.baseName,
        CIDSystemInfo: { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 },
        FontDescriptor: this.writeDescriptor(context),
        CIDToGIDMap: writeStream(context, this.glyphMap()),
        DW: 0,
        W: [0, widths],
      }),
    )
    return context.register(
      context.obj({
        Type: 'Font',
        Subtype: 'Type0',
        BaseFont: this.baseName,
        Encoding: 'Identity-H',
        DescendantFonts: [descendant],
        ToUnicode: writeStream(context, Buffer.from(this.toUnicode(), 'latin1')),
      }),
    )
  }

  private writeDescriptor(context: PDFContext): PDFRef {
    const scale = (units: number): number => Math.round((units * 1000) / this.face.unitsPerEm)
    const { ascender, descender } = this.face.font.hExtents()
    const file = subsetFont(this.face.path, new Set(this.drawn.map(({ id }) => id)))
    return context.register(
      context.obj({
        Type: 'FontDescriptor',
        FontName: this.baseName,
        Flags: 4,
        FontBBox: [-1000, scale(descender), 2000, scale(ascender)],
        ItalicAngle: 0,
        Ascent: scale(ascender),
        Descent: scale(descender),
        CapHeight: 700,
        StemV: this.face.name.endsWith('SemiBold') ? 120 : 80,
        FontFile2: writeStream(context, file, { Length1: file.length }),
      }),
    )
  }

  private glyphMap(): Uint8Array {
    const map = Buffer.alloc(this.drawn.length * 2)
    this.drawn.forEach(({ id }, code) => {
      map.writeUInt16BE(id, code * 2)
    })
    return map
  }

  private toUnicode(): string {
    const lines = this.drawn
      .map(({ text }, code) => ({ text, code }))
      .filter(({ text }) => text !== '')
      .map(
        ({ text, code }) =>
          `<${hex(code)}> <${Array.from({ length: text.length }, (_, at) => hex(text.charCodeAt(at))).join('')}>`,
      )
    const chunks: string[] = []
    for (let at = 0; at < lines.length; at += 100) {
      const chunk = lines.slice(at, at + 100)
      chunks.push(`${chunk.length} beginbfchar\n${chunk.join('\n')}\nendbfchar`)
    }
    return CMAP_HEAD + chunks.join('\n') + CMAP_TAIL
  }
}

/** PDFium drops text that has no width at all; the page's corrections take it back. 1/1000 em. */
const MARK_WIDTH = 20

const CMAP_HEAD = `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
`
const CMAP_TAIL = `
endcmap
CMapName currentdict /CMap defineresource pop
end
end`

/** Compressed in plain JavaScript: zlib's native output differs between processors. */
export const writeStream = (context: PDFContext, bytes: Uint8Array, entries: Record<string, number> = {}): PDFRef =>
  context.register(context.stream(zlibSync(bytes, { level: 6 }), { ...entries, Filter: 'FlateDecode' }))

export const hex = (code: number): string => code.toString(16).toUpperCase().padStart(4, '0')

/** Six capitals as the format wants before a subset's name; from the key, so the same every time. */
const subsetTag = (key: string): string => `RESUM${String.fromCharCode(64 + Number(key.slice(1)))}`

const outlineBox = (face: Face, glyphId: number): OutlineBox => {
  const extents = face.font.glyphExtents(glyphId)
  if (extents === undefined || (extents.width === 0 && extents.height === 0)) return null
  const { xBearing, yBearing, width, height } = extents
  return [xBearing, yBearing + height, xBearing + width, yBearing]
}
