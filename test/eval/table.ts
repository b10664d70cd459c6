// Lines of a table that is printed as it grows: the head gives each column its width.

const NAME_WIDTH = 26
const GAP = 2

export const createTable = (columns: string[]): { line(cells: (string | number)[]): string } => {
  const widths = columns.map((column, at) =>
    at === 0 ? NAME_WIDTH : column === 'job' ? 24 : Math.max(6, column.length),
  )
  const line = (cells: (string | number)[]): string =>
    cells
      .map((cell, at) => pad(String(cell), widths[at]!, typeof cell === 'number' || /^[\d.–/]+$/.test(String(cell))))
      .join(' '.repeat(GAP))
  console.log(line(columns))
  console.log(widths.map(width => '─'.repeat(width)).join(' '.repeat(GAP)))
  return { line }
}

/** By what a terminal shows: East Asian letters take two places. */
const pad = (text: string, width: number, right: boolean): string => {
  const space = ' '.repeat(Math.max(0, width - columnsOf(text)))
  return right ? space + text : text + space
}

const columnsOf = (text: string): number =>
  Array.from(text).reduce(
    (sum, letter) => sum + (/[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFF00-\uFF60]/.test(letter) ? 2 : 1),
    0,
  )
