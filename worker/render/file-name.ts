// The document's file name from name, job title and company, in any alphabet, safe on every system.
import type { FileType } from '../../shared/protocol.ts'
import { cleanText } from './clean-text.ts'
import { graphemes } from './line-breaks.ts'

const EXTENSIONS: Record<FileType, string> = { word: '.docx', pdf: '.pdf' }
/** Without the ending, in UTF-8; well under the 255 bytes that most file systems allow. */
const MAX_BYTES = 150
const PART_MAX_BYTES = 70
/** Names of devices on Windows, whatever the ending. */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=$|[. ])/i

interface FileNameParts {
  name: string
  jobTitle: string | null
  company: string | null
  fileType: FileType
}

/** `Ana García - Data Engineer - Contoso.docx`; parts that are missing or have no safe character are left out. */
export const fileName = ({ name, jobTitle, company, fileType }: FileNameParts): string => {
  const parts = [name, jobTitle, company].map(part => trimEnds(cutTo(safeText(part ?? ''), PART_MAX_BYTES)))
  const joined = trimEnds(cutTo(parts.filter(part => part !== '').join(' - '), MAX_BYTES)) || 'Resume'
  return (RESERVED.test(joined) ? `_${joined}` : joined) + EXTENSIONS[fileType]
}

/** Without what Windows, macOS or a shell reads as something else than a name. */
const safeText = (text: string): string =>
  cleanText(text)
    .replace(/[<>:"/\\|?*`$%\u00A0]/g, ' ')
    .replace(/ {2,}/g, ' ')

/** No space, dot, dash or tilde at either end: hidden files, options, and what Windows drops. */
const trimEnds = (text: string): string => text.replace(/^[\s.~-]+|[\s.~-]+$/g, '')

const cutTo = (text: string, bytes: number): string => {
  let cut = ''
  let used = 0
  for (const grapheme of graphemes(text)) {
    used += Buffer.byteLength(grapheme)
    if (used > bytes) break
    cut += grapheme
  }
  return cut
}
