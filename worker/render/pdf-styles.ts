// How the PDF looks: sizes, colours, gaps and margins, and the spans a block's pieces become.
import type { Block, BlockKind } from './blocks.ts'
import type { Span, TextStyle } from './pdf-text.ts'

export interface PageShape {
  width: number
  height: number
  rtl: boolean
}

export const MARGIN = { side: 56, top: 52, bottom: 50 }

export const INK = '1F2328'
export const ACCENT = '1F3A5F'
export const MUTED = '57606A'
export const RULE = 'B8C0CC'

export interface Look extends TextStyle {
  leading: number
  before: number
  after: number
}

const look = (size: number, leading: number, color: string, strong: boolean, before: number, after = 0): Look => ({
  size,
  leading,
  color,
  strong,
  before,
  after,
})

export const LOOKS: Record<BlockKind, Look> = {
  name: look(25, 30, ACCENT, true, 0),
  label: look(12.5, 16.5, MUTED, false, 0, 1),
  contacts: look(9.5, 13.5, MUTED, false, 2),
  section: look(10.5, 14, ACCENT, true, 15, 7),
  entry: look(10.75, 14.2, INK, true, 0),
  organization: look(10.2, 13.8, MUTED, false, 0),
  link: look(9.5, 13.2, MUTED, false, 0),
  text: look(10.2, 13.8, INK, false, 1.5),
  group: look(10.2, 13.8, INK, false, 1.5),
  bullet: look(10.2, 13.6, INK, false, 1.8),
}
/** Before an entry that does not follow its section's title. */
export const ENTRY_GAP = 9

/** Points between the margins. */
export const textWidth = (page: PageShape): number => page.width - 2 * MARGIN.side

export const spansOf = (block: Block): Span[] => {
  const style = LOOKS[block.kind]
  return block.pieces.map(piece => ({
    text: piece.text,
    style: { ...style, strong: style.strong || piece.strong, color: piece.href ? ACCENT : style.color },
    href: piece.href,
    item: piece.item,
  }))
}

export const asideStyle = (block: Block): TextStyle => ({
  ...LOOKS[block.kind],
  size: Math.min(LOOKS[block.kind].size, 9.8),
  color: MUTED,
  strong: false,
})
