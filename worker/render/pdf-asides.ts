// Where dates and places may stand at the page's far side, and where they must follow their line at once.
import type { Block } from './blocks.ts'
import type { FontChoice } from './fonts.ts'
import { asideStyle, type PageShape, spansOf, textWidth } from './pdf-styles.ts'
import { breakLines } from './pdf-text.ts'

/**
 * Whether what stands aside must follow its line at once rather than stand at the page's other side: so in a document
 * where an entry has no line long enough to reach below it. Readers that go by position (pdftotext, many parsers) would
 * take such a row of dates for a column of its own and read it after all entries. One answer for the whole document,
 * which would look pieced together otherwise.
 */
export const asidesFollow = (blocks: Block[], page: PageShape, fonts: FontChoice): boolean =>
  !entryRanges(blocks).every(([from, to]) => isHeldUp(blocks.slice(from, to), page, fonts))

/** Whether one of the entry's lines reaches below what stands aside in it. */
const isHeldUp = (entry: Block[], page: PageShape, fonts: FontChoice): boolean => {
  const asides = entry.filter(block => block.aside !== null)
  if (asides.length === 0) return true
  const widths = asides.map(block => {
    const [line] = breakLines([{ text: block.aside!, style: asideStyle(block), href: null }], FAR, fonts, page.rtl)
    return line!.width
  })
  const room = textWidth(page) - Math.max(...widths) + OVERLAP
  return entry.some(block => block.aside === null && breakLines(spansOf(block), room, fonts, page.rtl).length > 1)
}

/** Points by which a line must reach below; wider than any line may be. */
const OVERLAP = 12
const FAR = 10_000

type Range = [from: number, to: number]

/** The last one reaches to the next section's title, which has nothing aside. */
const entryRanges = (blocks: Block[]): Range[] => {
  const starts = blocks.flatMap((block, at) => (block.opensEntry ? [at] : []))
  return starts.map((start, at) => [start, starts[at + 1] ?? blocks.length])
}
