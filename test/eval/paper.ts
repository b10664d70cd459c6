// Looks at a PDF as paper: is there ink where text is said to be, and does each font bring its outlines and its
// map back to text?
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { PDFArray, PDFDict, PDFDocument, PDFName } from 'pdf-lib'
import { getDocumentProxy } from 'unpdf'
import { popplerFonts } from '../worker/render/readers.ts'

const SCALE = 2
/** Of 255. */
const INK = 200

interface Box {
  text: string
  left: number
  right: number
  top: number
  bottom: number
}

let library: Promise<PDFiumLibrary> | undefined

/** Texts that a reader finds where a picture of the page, made by another, is blank. */
export const inklessTexts = async (bytes: Buffer): Promise<string[]> => {
  const boxes = await textBoxes(bytes)
  library ??= PDFiumLibrary.init()
  const document = await (await library).loadDocument(bytes)
  try {
    const blank: string[] = []
    for (const [at, page] of [...document.pages()].entries()) {
      const { data, width, height } = await page.render({ scale: SCALE, render: 'bitmap', colorSpace: 'Gray' })
      const picture = { data, stride: data.length / height, width, height }
      blank.push(...boxes[at]!.filter(box => !hasInk(picture, box)).map(({ text }) => text))
    }
    return blank
  } finally {
    document.destroy()
  }
}

/** For each page the pieces of text and where they stand, in pixels. */
const textBoxes = async (bytes: Buffer): Promise<Box[][]> => {
  const document = await getDocumentProxy(new Uint8Array(bytes))
  try {
    const pages: Box[][] = []
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number)
      const { height } = page.getViewport({ scale: 1 })
      const { items } = await page.getTextContent()
      const texts = items.filter(item => 'str' in item && item.str.trim() !== '' && item.width >= 1) as {
        str: string
        width: number
        transform: number[]
      }[]
      pages.push(
        texts.map(({ str, width, transform }) => {
          const [left, baseline, size] = [transform[4]!, height - transform[5]!, Math.abs(transform[3]!)]
          return { text: str, left, right: left + width, top: baseline - size, bottom: baseline + size * 0.3 }
        }),
      )
    }
    return pages
  } finally {
    await document.loadingTask.destroy()
  }
}

interface Picture {
  data: Uint8Array
  stride: number
  width: number
  height: number
}

const hasInk = ({ data, stride, width, height }: Picture, box: Box): boolean => {
  const [left, right] = [Math.max(0, Math.floor(box.left * SCALE)), Math.min(width, Math.ceil(box.right * SCALE))]
  const [top, bottom] = [Math.max(0, Math.floor(box.top * SCALE)), Math.min(height, Math.ceil(box.bottom * SCALE))]
  for (let y = top; y < bottom; y++) {
    if (data.subarray(y * stride + left, y * stride + right).some(value => value < INK)) return true
  }
  return false
}

/** Fonts that are not embedded or have no map to Unicode. */
export const faultyFonts = async (bytes: Buffer): Promise<string[]> => {
  const { context } = await PDFDocument.load(bytes)
  const faults: string[] = []
  for (const [, object] of context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFDict) || object.get(PDFName.of('Type')) !== PDFName.of('Font')) continue
    const [name, kind] = ['BaseFont', 'Subtype'].map(key => String(object.get(PDFName.of(key))))
    // Those stand within a Type0, and are looked at there.
    if (kind!.startsWith('/CIDFont')) continue
    if (!object.has(PDFName.of('ToUnicode'))) faults.push(`${name} has no map to Unicode`)
    if (kind !== '/Type0') {
      faults.push(`${name} is not one of ours`)
      continue
    }
    const descendant = object.lookup(PDFName.of('DescendantFonts'), PDFArray).lookup(0, PDFDict)
    const descriptor = descendant.lookup(PDFName.of('FontDescriptor'), PDFDict)
    if (!descriptor.has(PDFName.of('FontFile2'))) faults.push(`${name} is not embedded`)
  }
  // name, type, encoding, embedded, subset, Unicode map, object.
  const listed = (await popplerFonts(bytes)) ?? []
  return [...faults, ...listed.filter(line => !/ yes +yes +yes +\d+ +\d+ *$/.test(line))]
}
