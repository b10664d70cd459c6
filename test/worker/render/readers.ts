// Readers of documents that nobody here wrote: mammoth and word-extractor for Word; PDFium (Chrome's), PDF.js
// (Firefox's) and, where it is installed, poppler for PDF.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type PDFiumDocument, PDFiumLibrary } from '@hyzyla/pdfium'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import mammoth from 'mammoth'
import { getDocumentProxy } from 'unpdf'
import WordExtractor from 'word-extractor'

/** Text without white space, bullets and invisible marks, for comparing. */
export const bare = (text: string): string =>
  text.normalize('NFC').replace(/[\s\p{Cc}•\u200B-\u200F\uFFFE\uFEFF]/gu, '')

export const wordText = async (bytes: Buffer): Promise<string> =>
  (await mammoth.extractRawText({ buffer: bytes })).value

export const wordPart = (bytes: Buffer, path: string): string => Buffer.from(unzipSync(bytes)[path]!).toString('utf8')

/** PDFium's mark for a hyphen that ends a line. */
const HYPHEN_AT_LINE_END = /(?!\s)\p{Cc}|\uFFFE/gu

let library: Promise<PDFiumLibrary> | undefined

/** It cuts letters in two where a piece of the file's stream ends, so it gets all but ASCII as XML references. */
export const wordExtractorText = async (bytes: Buffer): Promise<string> => {
  const parts = unzipSync(bytes)
  const document = strFromU8(parts['word/document.xml']!)
  const ascii = document.replace(/\P{ASCII}/gu, letter => `&#${letter.codePointAt(0)};`)
  const file = Buffer.from(zipSync({ ...parts, 'word/document.xml': strToU8(ascii) }))
  return (await new WordExtractor().extract(file)).getBody()
}

export const pdfJsText = async (bytes: Buffer): Promise<string> => {
  const document = await getDocumentProxy(new Uint8Array(bytes))
  try {
    let text = ''
    for (let number = 1; number <= document.numPages; number++) {
      const { items } = await (await document.getPage(number)).getTextContent()
      for (const item of items) if ('str' in item) text += item.hasEOL ? `${item.str}\n` : item.str
      text += '\n'
    }
    return text
  } finally {
    await document.loadingTask.destroy()
  }
}

/** Null where poppler is not installed. */
export const popplerText = (bytes: Buffer): Promise<string | null> =>
  poppler('pdftotext', ['-enc', 'UTF-8', '-', '-'], bytes)

/** What `pdffonts` lists, a line a font; null where poppler is not installed. */
export const popplerFonts = async (bytes: Buffer): Promise<string[] | null> =>
  (await poppler('pdffonts', ['-'], bytes))?.trim().split('\n').slice(2) ?? null

const poppler = async (program: string, args: string[], bytes: Buffer): Promise<string | null> => {
  const running = promisify(execFile)(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  running.child.stdin!.on('error', () => {})
  running.child.stdin!.end(bytes)
  try {
    return (await running).stdout
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

const withPdf = async <T>(bytes: Buffer, use: (document: PDFiumDocument) => Promise<T>): Promise<T> => {
  library ??= PDFiumLibrary.init()
  const document = await (await library).loadDocument(bytes)
  try {
    return await use(document)
  } finally {
    document.destroy()
  }
}

export const pdfPages = (bytes: Buffer): Promise<string[]> =>
  withPdf(bytes, async document => [...document.pages()].map(page => page.getText().replace(HYPHEN_AT_LINE_END, '-')))

export const pdfText = async (bytes: Buffer): Promise<string> => (await pdfPages(bytes)).join('\n')

/** For each page the number of stretches of pixel rows that hold ink: about one for each printed line. */
export const inkBands = (bytes: Buffer): Promise<number[]> =>
  withPdf(bytes, async document => {
    const bands: number[] = []
    for (const page of document.pages()) {
      const { data, width, height } = await page.render({ scale: 2, render: 'bitmap', colorSpace: 'Gray' })
      const stride = data.length / height
      const inked = Array.from({ length: height }, (_, y) => hasInk(data.subarray(y * stride, y * stride + width)))
      bands.push(inked.filter((ink, y) => ink && !inked[y - 1]).length)
    }
    return bands
  })

const hasInk = (row: Uint8Array): boolean => row.some(value => value < 160)
