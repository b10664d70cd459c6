// Makes a .docx the same bytes every time: sorted entries, no times, relationship ids by their order.
// Knows the package's layout; nothing of what the document says.
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate'

/** Local time on purpose: a zip's times have no zone, and this writes the same digits everywhere. */
const ZIP_TIME = new Date(2020, 0, 1)
/** Word wants it first. */
const FIRST = '[Content_Types].xml'

export const normaliseDocx = (bytes: Uint8Array): Buffer => {
  const parts = new Map(Object.entries(unzipSync(bytes)).map(([path, part]) => [path, text(path, part)]))
  dropDates(parts)
  completeBold(parts)
  fixRelationshipIds(parts)
  return Buffer.from(zipSync(sorted(parts), { level: 6, mtime: ZIP_TIME }))
}

type Part = string | Uint8Array
type Parts = Map<string, Part>

const text = (path: string, part: Uint8Array): Part => (/\.(xml|rels)$/.test(path) ? strFromU8(part) : part)

/** When it was made is not told: both elements are optional. */
const dropDates = (parts: Parts): void => {
  const core = parts.get('docProps/core.xml')
  if (typeof core !== 'string') return
  parts.set('docProps/core.xml', core.replace(/<dcterms:(created|modified)[^>]*>[^<]*<\/dcterms:\1>/g, ''))
}

/** docx leaves out the complex scripts' half of a bold that is turned off. */
const completeBold = (parts: Parts): void => {
  const document = parts.get('word/document.xml')
  if (typeof document !== 'string') return
  parts.set(
    'word/document.xml',
    document.replaceAll('<w:b w:val="false"/>', '<w:b w:val="false"/><w:bCs w:val="false"/>'),
  )
}

/** Random ids of links (`rIdx7f…`) become rId1000, rId1001, … in the order of the document. */
const fixRelationshipIds = (parts: Parts): void => {
  const document = parts.get('word/document.xml')
  const relationships = parts.get('word/_rels/document.xml.rels')
  if (typeof document !== 'string' || typeof relationships !== 'string') return
  const ids = new Map<string, string>()
  for (const [, id] of document.matchAll(/<w:hyperlink [^>]*r:id="([^"]+)"/g)) {
    if (!ids.has(id!)) ids.set(id!, `rId${1000 + ids.size}`)
  }
  const rename = (whole: string, before: string, id: string): string => `${before}"${ids.get(id) ?? id}"` || whole
  parts.set('word/document.xml', document.replace(/(r:id=)"([^"]+)"/g, rename))
  parts.set('word/_rels/document.xml.rels', sortRelationships(relationships.replace(/(\bId=)"([^"]+)"/g, rename)))
}

const sortRelationships = (xml: string): string => {
  const all = [...xml.matchAll(/<Relationship [^>]*\/>/g)].map(match => match[0])
  if (all.length === 0) return xml
  const start = xml.indexOf(all[0]!)
  const end = xml.lastIndexOf(all.at(-1)!) + all.at(-1)!.length
  return xml.slice(0, start) + all.sort().join('') + xml.slice(end)
}

const sorted = (parts: Parts): Zippable => {
  const paths = [...parts.keys()].filter(path => !path.endsWith('/')).sort()
  const ordered = [FIRST, ...paths.filter(path => path !== FIRST)].filter(path => parts.has(path))
  return Object.fromEntries(
    ordered.map(path => {
      const part = parts.get(path)!
      return [path, typeof part === 'string' ? strToU8(part) : part]
    }),
  )
}
