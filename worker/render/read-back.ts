// Reads the text out of finished bytes with other libraries than wrote them, and compares it with what was meant.
// Knows formats' insides; not how a résumé is laid out.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { strFromU8, unzipSync } from 'fflate'
import { getDocumentProxy } from 'unpdf'
import type { FileType } from '../../shared/protocol.ts'
import { RTL_LETTER } from './locale.ts'

/** The document's text, a line a paragraph (Word) or a printed line (PDF). */
export const readBack = (bytes: Uint8Array, fileType: FileType): Promise<string> =>
  fileType === 'pdf' ? readPdf(bytes) : Promise.resolve(readDocx(bytes))

/**
 * Null where both hold the same text but for white space and bullets; else where they part, without quoting either.
 * Readers put right-to-left lines and stacked marks in order by rules of their own: of those every letter must be
 * there, of all else the order too.
 */
export const findDifference = (expected: string, found: string): string | null => {
  const [a, b] = [comparable(expected), comparable(found)]
  if (a === b) return null
  if (sortedCharacters(a) === sortedCharacters(b)) return findDisorder(expected, b)
  let at = 0
  while (a[at] === b[at]) at++
  return `texts of ${a.length} and ${b.length} characters part at ${at}`
}

/** Of the lines that run left to right, the first that does not follow the one before it. */
const findDisorder = (expected: string, found: string): string | null => {
  const lines = expected.split(/[\n\t]/)
  const text = withoutMarks(found)
  let at = 0
  for (const [number, line] of lines.entries()) {
    const wanted = withoutMarks(comparable(line))
    if (wanted === '' || RTL_LETTER.test(line)) continue
    const next = text.indexOf(wanted, at)
    if (next < 0) return `line ${number + 1} of ${lines.length} is out of order`
    at = next + wanted.length
  }
  return null
}

const MIRRORED: Record<string, string> = { ')': '(', ']': '[', '}': '{', '»': '«', '›': '‹' }

const comparable = (text: string): string => text.normalize('NFC').replace(/[\s\p{Cf}•]/gu, '')

const withoutMarks = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '')

/** PDF.js leaves out angle brackets in right-to-left lines. */
const sortedCharacters = (text: string): string =>
  Array.from(
    text.normalize('NFD').replace(RTL_LETTER.test(text) ? /[<>]/g : '', ''),
    character => MIRRORED[character] ?? character,
  )
    .sort()
    .join('')

const readPdf = async (bytes: Uint8Array): Promise<string> => {
  await nextTurn()
  const document = await getDocumentProxy(new Uint8Array(bytes))
  try {
    let text = ''
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number)
      const { items } = await page.getTextContent({ disableNormalization: true })
      for (const item of items) if ('str' in item) text += item.hasEOL ? `${item.str}\n` : item.str
      text += '\n'
      await nextTurn()
    }
    return text
  } finally {
    await document.loadingTask.destroy()
  }
}

const readDocx = (bytes: Uint8Array): string => {
  const part = unzipSync(bytes, { filter: file => file.name === 'word/document.xml' })['word/document.xml']
  if (part === undefined) return ''
  let text = ''
  for (const [token, run] of strFromU8(part).matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<w:tab\/>|<w:br\/>|<\/w:p>/g)) {
    text += run === undefined ? BREAKS[token] : unescapeXml(run)
  }
  return text
}

const BREAKS: Record<string, string> = { '<w:tab/>': '\t', '<w:br/>': '\n', '</w:p>': '\n' }
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const unescapeXml = (text: string): string =>
  text.replace(/&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(\w+));/g, (whole, hexadecimal, decimal, name) => {
    if (hexadecimal) return String.fromCodePoint(Number.parseInt(hexadecimal, 16))
    return decimal ? String.fromCodePoint(Number(decimal)) : (ENTITIES[name] ?? whole)
  })
