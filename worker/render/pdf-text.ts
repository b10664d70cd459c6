// Text into lines and lines into placed glyphs: directions, runs, shaping, line breaking.
// Knows fonts and Unicode; not pages, blocks or PDF syntax.
import type { Face, FontChoice } from './fonts.ts'
import { breakOffsets, graphemes, isAddress } from './line-breaks.ts'
import { embeddingLevels } from './pdf-bidi.ts'
import { type Glyph, shapeText } from './pdf-shape.ts'

export interface TextStyle {
  /** Points. */
  size: number
  color: string
  strong: boolean
}

/** A stretch of one style within a line or paragraph. */
export interface Span {
  text: string
  style: TextStyle
  href: string | null
  /** Not broken where it is short; its neighbours do not turn its direction. */
  item?: boolean
}

/** Glyphs of one face, style and direction, in drawing order (left to right). */
export interface Run {
  face: Face
  style: TextStyle
  href: string | null
  glyphs: Glyph[]
  /** Points. */
  width: number
}

export interface Line {
  runs: Run[]
  width: number
}

/** Breaks spans into lines no wider than `width` points (a single grapheme excepted). */
export const breakLines = (spans: Span[], width: number, fonts: FontChoice, rtlDocument: boolean): Line[] => {
  const paragraph = new Paragraph(spans, fonts, rtlDocument)
  const widest = paragraph.lines(width)
  if (!endsInRunt(widest, width)) return widest
  for (const share of NARROWER) {
    const narrower = paragraph.lines(width * share)
    if (narrower.length > widest.length) break
    if (!endsInRunt(narrower, width)) return narrower
  }
  return widest
}

/** A last line shorter than this part of the width looks lost; slightly shorter lines before it give it company. */
const RUNT = 0.12
const NARROWER = [0.97, 0.94, 0.91, 0.88]

const endsInRunt = (lines: Line[], width: number): boolean => lines.length > 1 && lines.at(-1)!.width < width * RUNT

class Paragraph {
  private readonly text: string
  private readonly spans: Span[]
  private readonly fonts: FontChoice
  private readonly levels: Uint8Array
  private readonly breaks: number[]
  private readonly runs: LogicalRun[]

  constructor(spans: Span[], fonts: FontChoice, rtlDocument: boolean) {
    this.text = spans.map(span => span.text).join('')
    this.spans = spans
    this.fonts = fonts
    this.levels = embeddingLevels(spans, rtlDocument)
    this.breaks = breakOffsets(this.text).filter(offset => !isWithinItem(offset, spans))
    this.runs = this.itemise()
  }

  lines(width: number): Line[] {
    const lines: Line[] = []
    let start = 0
    while (start < this.text.length) {
      const end = this.lineEnd(start, width)
      lines.push(this.line(start, end))
      start = end
      while (this.text[start] === ' ') start++
    }
    return lines
  }

  /** The end of the longest line from `start` that fits; at least one grapheme. */
  private lineEnd(start: number, width: number): number {
    let end = start
    let used = 0
    for (const offset of this.breaks) {
      if (offset <= start) continue
      const more = this.width(end, offset)
      if (used + more - this.trailingSpace(end, offset) > width) break
      used += more
      end = offset
    }
    return end > start ? end : this.forcedEnd(start, width)
  }

  private line(start: number, end: number): Line {
    let last = end
    while (last > start && this.text[last - 1] === ' ') last--
    const width = this.width(start, last)
    // The space that the line's end swallowed is drawn too, so that copied words don't run together.
    if (last < end && end < this.text.length && this.levels[last] === 0) last++
    return { runs: visualOrder(this.logicalRuns(start, last)).map(run => shapeRun(run, this.text)), width }
  }

  private width(start: number, end: number): number {
    return this.logicalRuns(start, end).reduce((sum, run) => sum + measure(run, this.text), 0)
  }

  private trailingSpace(start: number, end: number): number {
    let from = end
    while (from > start && this.text[from - 1] === ' ') from--
    return from < end ? this.width(from, end) : 0
  }

  /** Within a word wider than the line: after a separator where one comes late enough, else between graphemes. */
  private forcedEnd(start: number, width: number): number {
    const wordEnd = this.breaks.find(offset => offset > start) ?? this.text.length
    const separator = isAddress(this.text.slice(start, wordEnd)) ? /[/?&=]$/ : /[-/_.?&=@]$/
    let end = start
    let preferred = start
    let used = 0
    for (const grapheme of graphemes(this.text.slice(start, wordEnd))) {
      used += this.width(end, end + grapheme.length)
      if (used > width && end > start) break
      end += grapheme.length
      if (separator.test(grapheme)) preferred = end
    }
    return end < wordEnd && preferred - start > (end - start) / 2 ? preferred : end
  }

  private logicalRuns(start: number, end: number): LogicalRun[] {
    return this.runs
      .filter(run => run.start < end && run.end > start)
      .map(run => ({ ...run, start: Math.max(run.start, start), end: Math.min(run.end, end) }))
  }

  /** The whole text as runs of one span, level and face. */
  private itemise(): LogicalRun[] {
    const runs: LogicalRun[] = []
    let at = 0
    for (const span of this.spans) {
      for (const grapheme of graphemes(span.text)) {
        const level = this.levels[at]!
        const last = runs.at(-1)
        const face = this.faceFor(grapheme, span, last)
        if (last && last.span === span && last.level === level && last.face === face) last.end += grapheme.length
        else runs.push({ start: at, end: at + grapheme.length, level, face, span })
        at += grapheme.length
      }
    }
    return runs
  }

  /** A space stays in the face of the word before it: fewer runs, and joined scripts are shaped whole. */
  private faceFor(grapheme: string, span: Span, last: LogicalRun | undefined): Face {
    if (grapheme === ' ' && last?.span === span) return last.face
    const face = this.fonts.faceFor(grapheme, span.style.strong) ?? this.fonts.faceFor('?', span.style.strong)
    return face!
  }
}

interface LogicalRun {
  start: number
  end: number
  level: number
  face: Face
  span: Span
}

/** Characters; a longer item may break. */
const ITEM_MAX = 60

const isWithinItem = (offset: number, spans: Span[]): boolean => {
  let start = 0
  for (const { text, item } of spans) {
    if (offset > start && offset < start + text.length) return item === true && text.length <= ITEM_MAX
    start += text.length
  }
  return false
}

/** Rule L2 of UAX #9 on runs: from the highest level down, reverse each stretch of that level or higher. */
const visualOrder = (runs: LogicalRun[]): LogicalRun[] => {
  const ordered = [...runs]
  const highest = Math.max(0, ...runs.map(run => run.level))
  for (let level = highest; level > 0; level--) {
    let at = 0
    while (at < ordered.length) {
      let end = at
      while (end < ordered.length && ordered[end]!.level >= level) end++
      if (end > at + 1) ordered.splice(at, end - at, ...ordered.slice(at, end).reverse())
      at = end + 1
    }
  }
  return ordered
}

const shapeRun = (run: LogicalRun, paragraph: string): Run => {
  const { face, span, level } = run
  const text = paragraph.slice(run.start, run.end)
  const rtl = level % 2 === 1
  const glyphs = shapeText(text, face, rtl)
  const width = (advance(glyphs) * span.style.size) / face.unitsPerEm
  return { face, style: span.style, href: span.href, glyphs, width }
}

/** Widths of words in font units, by face; the same words come again and again. */
const widths = new WeakMap<Face, Map<string, number>>()
const WIDTHS_KEPT = 10_000

const measure = ({ face, span, level, start, end }: LogicalRun, paragraph: string): number => {
  const known = widths.get(face) ?? new Map<string, number>()
  const rtl = level % 2 === 1
  const key = `${rtl ? 'r' : 'l'}${paragraph.slice(start, end)}`
  let units = known.get(key)
  if (units === undefined) {
    units = advance(shapeText(key.slice(1), face, rtl))
    widths.set(face, known.size < WIDTHS_KEPT ? known.set(key, units) : new Map())
  }
  return (units * span.style.size) / face.unitsPerEm
}

const advance = (glyphs: Glyph[]): number => glyphs.reduce((sum, glyph) => sum + glyph.advance, 0)
