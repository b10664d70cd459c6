// Blocks into rows: line breaking by what stands aside, indents, gaps, what stays together.
// Knows lines and their widths; not pages' ends, PDF syntax or fonts' insides.
import type { Block, BlockKind } from './blocks.ts'
import type { FontChoice } from './fonts.ts'
import { asidesFollow } from './pdf-asides.ts'
import {
  ACCENT,
  asideStyle,
  ENTRY_GAP,
  LOOKS,
  type Look,
  MARGIN,
  type PageShape,
  spansOf,
  textWidth,
} from './pdf-styles.ts'
import { breakLines, type Line } from './pdf-text.ts'

export interface Part {
  role: 'marker' | 'body' | 'aside'
  line: Line
  /** Left edge, points. */
  x: number
}

/** One line of a block with all that stands on it. */
export interface Row {
  block: number
  parts: Part[]
  size: number
  height: number
  before: number
  keepsNext: boolean
  /** A rule stands under it. */
  ruled: boolean
}

const BULLET_INDENT = 12
const ASIDE_GAP = 16
/** Before dates that follow their title on the line: wider than a space, too narrow to be taken for a column. */
const INLINE_GAP = 9

const HEADINGS = new Set<BlockKind>(['section', 'entry', 'organization', 'link'])

/** What a block's rows depend on beside the block. */
interface Sheet {
  blocks: Block[]
  page: PageShape
  fonts: FontChoice
  /** What stands aside follows its line at once. */
  asidesFollow: boolean
}

/** All rows of the document, top to bottom. */
export const rowsOf = (blocks: Block[], page: PageShape, fonts: FontChoice): Row[] => {
  const sheet: Sheet = { blocks, page, fonts, asidesFollow: asidesFollow(blocks, page, fonts) }
  return blocks.flatMap((block, at) => blockRows(block, at, sheet))
}

const blockRows = (block: Block, index: number, sheet: Sheet): Row[] => {
  const { page, fonts } = sheet
  const style = LOOKS[block.kind]
  const width = textWidth(page)
  const indent = block.kind === 'bullet' ? BULLET_INDENT : 0
  const aside = block.aside === null ? null : asideLines(block, block.aside, sheet)
  const atEnd = aside?.length === 1 && !sheet.asidesFollow && aside[0]!.width <= width * 0.45 ? aside[0]! : null
  const room = width - indent - (atEnd ? atEnd.width + ASIDE_GAP : 0)
  const lines = breakLines(spansOf(block), room, fonts, page.rtl)
  const rows = lines.map(line => row(index, style, [{ role: 'body', line, x: startX(line.width, indent, page) }]))
  if (block.kind === 'bullet') rows[0]?.parts.push(marker(sheet))
  // On the last line, so that it is also read last.
  if (atEnd) rows.at(-1)?.parts.push({ role: 'aside', line: atEnd, x: startX(atEnd.width, width - atEnd.width, page) })
  else if (aside) placeAfter(rows, aside, lines.at(-1)?.width ?? 0, width, row.bind(null, index, style), page)
  return space(rows, block, sheet.blocks, index)
}

/** What stands aside follows on the last line where it fits, else on lines of its own. */
const placeAfter = (
  rows: Row[],
  aside: Line[],
  used: number,
  width: number,
  newRow: (parts: Part[]) => Row,
  page: PageShape,
): void => {
  const [first] = aside
  if (aside.length === 1 && used + INLINE_GAP + first!.width <= width) {
    rows.at(-1)?.parts.push({ role: 'aside', line: first!, x: startX(first!.width, used + INLINE_GAP, page) })
    return
  }
  for (const line of aside) rows.push(newRow([{ role: 'aside', line, x: startX(line.width, 0, page) }]))
}

const row = (block: number, style: Look, parts: Part[]): Row => ({
  block,
  parts,
  size: style.size,
  height: style.leading,
  before: 0,
  keepsNext: false,
  ruled: false,
})

const marker = ({ page, fonts }: Sheet): Part => {
  const style = { ...LOOKS.bullet, color: ACCENT }
  const line = breakLines([{ text: '•', style, href: null }], BULLET_INDENT, fonts, page.rtl)[0]!
  return { role: 'marker', line, x: startX(line.width, 1, page) }
}

/** The left edge of what begins `indent` from the side where reading starts. */
const startX = (width: number, indent: number, page: PageShape): number =>
  page.rtl ? page.width - MARGIN.side - indent - width : MARGIN.side + indent

const asideLines = (block: Block, text: string, { fonts, page }: Sheet): Line[] =>
  breakLines([{ text, style: asideStyle(block), href: null }], textWidth(page), fonts, page.rtl)

/** Gaps before the block, and which of its rows may not be parted from the next. */
const space = (rows: Row[], block: Block, blocks: Block[], index: number): Row[] => {
  const style = LOOKS[block.kind]
  const previous = blocks[index - 1]
  const afterTitle = previous?.kind === 'section'
  const gap = block.opensEntry && !afterTitle && block.kind !== 'group' && block.kind !== 'text' ? ENTRY_GAP : 0
  if (rows.length === 0) return rows
  rows[0]!.before = style.before + gap + (previous ? LOOKS[previous.kind].after : 0)
  rows.forEach((row, at) => {
    const left = rows.length - 1 - at
    const heading = HEADINGS.has(block.kind) && !(block.closesEntry && left === 0)
    const orphan = at === 0 && left > 0
    const widow = left === 1
    row.keepsNext = heading || orphan || widow || (left === 0 && keepsLastLine(block, blocks[index + 1]))
  })
  if (block.kind === 'section') rows.at(-1)!.ruled = true
  return rows
}

/** An entry's last line never stands alone on the next page. */
const keepsLastLine = (block: Block, next: Block | undefined): boolean =>
  !block.closesEntry && next !== undefined && next.closesEntry && !next.opensEntry
