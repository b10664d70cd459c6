// One page's content stream: placed glyphs as text operators, rules, marked content.
// Knows PDF operators; not blocks, tags' meaning or how the fonts are embedded.
import type { PdfFonts } from './pdf-fonts.ts'
import { hex } from './pdf-fonts.ts'
import type { Glyph } from './pdf-shape.ts'
import type { Run } from './pdf-text.ts'

export interface LinkArea {
  href: string
  /** x1, y1, x2, y2 in page space. */
  box: [number, number, number, number]
}

/** 1/1000 em. A smaller step up or down is left out: it would cut a word into pieces for some readers. */
const UNSEEN_RISE = 12

export class PageContent {
  private readonly operators: string[] = []
  private readonly fonts: PdfFonts
  private markedContents = 0

  constructor(fonts: PdfFonts) {
    this.fonts = fonts
  }

  /** Draws what `draw` draws as one marked content; its id on this page. */
  marked(role: string, draw: () => void): number {
    const id = this.markedContents++
    this.operators.push(`/${role} <</MCID ${id}>> BDC`)
    draw()
    this.operators.push('EMC')
    return id
  }

  text(runs: Run[], x: number, y: number): void {
    let at = x
    for (const run of runs) {
      const font = this.fonts.fontFor(run.face)
      const color = rgb(run.style.color)
      const weight = run.face.emboldened ? `2 Tr ${number(run.style.size * 0.03)} w ${color} RG` : '0 Tr'
      this.operators.push(
        `BT /${font.key} ${number(run.style.size)} Tf ${color} rg ${weight}`,
        `1 0 0 1 ${number(at)} ${number(y)} Tm`,
        this.glyphs(run),
        'ET',
      )
      at += run.width
    }
  }

  /** A thin line that no reader takes for content. */
  rule(x: number, y: number, width: number, color: string): void {
    this.operators.push(
      '/Artifact BMC',
      `${rgb(color)} RG 0.7 w ${number(x)} ${number(y)} m ${number(x + width)} ${number(y)} l S`,
      'EMC',
    )
  }

  bytes(): Buffer {
    return Buffer.from(this.operators.join('\n'), 'latin1')
  }

  /** Codes with corrections wherever the shaper's advance differs from the glyph's own width (kerning, marks). */
  private glyphs(run: Run): string {
    const font = this.fonts.fontFor(run.face)
    const scale = 1000 / run.face.unitsPerEm
    const output: string[] = []
    let codes = ''
    let array = ''
    let drawnTo = 0
    let wanted = 0
    let rise = 0
    const flush = (): void => {
      if (codes !== '') array += `<${codes}>`
      codes = ''
    }
    for (const glyph of run.glyphs) {
      if (Math.abs(glyph.yOffset - rise) * scale > UNSEEN_RISE) {
        flush()
        output.push(`[${array}] TJ`, `${number((glyph.yOffset * run.style.size) / run.face.unitsPerEm)} Ts`)
        array = ''
        rise = glyph.yOffset
      }
      const shift = Math.round(drawnTo - wanted - offset(glyph, rise, scale))
      if (shift !== 0) {
        flush()
        array += shift
        drawnTo -= shift
      }
      codes += hex(font.codeOf(glyph))
      drawnTo += font.widthOf(glyph)
      wanted += glyph.advance * scale
    }
    flush()
    output.push(`[${array}] TJ`)
    if (rise !== 0) output.push('0 Ts')
    return output.join(' ')
  }
}

/** A raised mark begins a little before what follows it: PDFium puts pieces in the order in which they begin. */
const offset = (glyph: Glyph, rise: number, scale: number): number => {
  const own = glyph.xOffset * scale
  return rise !== 0 && glyph.advance === 0 && own >= 0 && own < 2 * UNSEEN_RISE ? -1 : own
}

export const number = (value: number): string => String(Math.round(value * 1000) / 1000)

const rgb = (color: string): string =>
  [0, 2, 4].map(at => number(Number.parseInt(color.slice(at, at + 2), 16) / 255)).join(' ')
