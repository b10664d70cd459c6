// Rows onto pages: none ends in a heading, no line of an entry is left alone, no page holds a mere few lines.
import type { Row } from './pdf-layout.ts'
import { MARGIN, type PageShape } from './pdf-styles.ts'

export interface PlacedRow extends Row {
  /** From the page's top to the row's baseline, points. */
  baseline: number
}

/** Tried one after the other where a page would hold only a few lines. */
const DENSITIES = [0.97, 0.94, 0.91, 0.88]
const THIN_PAGE = 0.3

/** Sets rows a little tighter where that saves a last page of a few lines. */
export const placeOnPages = (rows: Row[], page: PageShape): PlacedRow[][] => {
  const loose = paginate(rows, page, 1)
  if (loose.length === 1 || filled(loose.at(-1)!, page) > THIN_PAGE) return loose
  for (const density of DENSITIES) {
    const tight = paginate(rows, page, density)
    if (tight.length < loose.length) return tight
  }
  return loose
}

const filled = (rows: PlacedRow[], page: PageShape): number =>
  (rows.at(-1)!.baseline - MARGIN.top) / (page.height - MARGIN.top - MARGIN.bottom)

const paginate = (rows: Row[], page: PageShape, density: number): PlacedRow[][] => {
  const bottom = page.height - MARGIN.bottom
  const pages: PlacedRow[][] = [[]]
  let y = MARGIN.top
  for (let at = 0; at < rows.length; ) {
    const end = groupEnd(rows, at)
    const group = rows.slice(at, end)
    const needed = group.reduce((sum, row) => sum + (row.before + row.height) * density, 0)
    const fits = y + needed <= bottom
    if (!fits && pages.at(-1)!.length > 0 && needed <= bottom - MARGIN.top) {
      pages.push([])
      y = MARGIN.top
    }
    for (const row of group) y = place(row, y, pages, bottom, density)
    at = end
  }
  return pages
}

const groupEnd = (rows: Row[], start: number): number => {
  let end = start
  while (end < rows.length - 1 && rows[end]!.keepsNext) end++
  return end + 1
}

const place = (row: Row, y: number, pages: PlacedRow[][], bottom: number, density: number): number => {
  let top = y + (pages.at(-1)!.length === 0 ? 0 : row.before * density)
  const height = row.height * density
  if (top + height > bottom && pages.at(-1)!.length > 0) {
    pages.push([])
    top = MARGIN.top
  }
  pages.at(-1)!.push({ ...row, baseline: top + (height - row.size) / 2 + row.size * 0.8 })
  return top + height
}
