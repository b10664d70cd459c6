// The one place that decides which words stand in the document and in what order: the résumé as a list of blocks.
// Both renderers and the plain text are made from it, so they can't differ. Knows nothing of fonts, sizes or files.
import { cleanLines, cleanText } from './clean-text.ts'
import { isRtlLanguage, RTL_LETTER } from './locale.ts'
import type { Contact, Entry, Resume, Section } from './resume.ts'

export type BlockKind =
  | 'name'
  | 'label'
  | 'contacts'
  /** A section's title, in capitals. */
  | 'section'
  /** An entry's first line: its title, the dates aside. */
  | 'entry'
  /** An entry's second line: employer or school, the place aside. */
  | 'organization'
  | 'link'
  | 'text'
  /** A title that runs into its text: `Languages: Go, Rust`. */
  | 'group'
  | 'bullet'

export interface Piece {
  text: string
  href: string | null
  strong: boolean
  /** One of several that stand side by side: not broken where it is short, and apart from its neighbours' direction. */
  item: boolean
}

export interface Block {
  kind: BlockKind
  /** What runs from the line's start, in reading order. */
  pieces: Piece[]
  /** What stands at the line's other end; read after the pieces. */
  aside: string | null
  /** First block of an entry: a gap stands before it, unless a section's title does. */
  opensEntry: boolean
  /** Last block of an entry. */
  closesEntry: boolean
}

/** Never at a line's start: the spaces before it don't break. */
const SEPARATOR = '\u00A0\u00A0·  '

export const blocksOf = (resume: Resume): Block[] => [
  ...single('name', resume.name),
  ...single('label', resume.label),
  ...contactBlocks(resume.contacts, resume.language),
  ...resume.sections.flatMap(section => sectionBlocks(section, resume.language)),
]

/** A block's words as one line; what stands aside follows after a tab. */
export const blockText = (block: Block): string => {
  const text = block.pieces.map(piece => piece.text).join('')
  return block.aside === null ? text : `${text}\t${block.aside}`
}

/** The same blocks with each text put through `change`. */
export const mapTexts = (blocks: Block[], change: (text: string) => string): Block[] =>
  blocks.map(block => ({
    ...block,
    pieces: block.pieces.map(piece => ({ ...piece, text: change(piece.text) })),
    aside: block.aside === null ? null : change(block.aside),
  }))

const piece = (text: string, href: string | null = null, strong = false): Piece => ({ text, href, strong, item: false })

const newBlock = (kind: BlockKind, pieces: Piece[], aside: string | null = null): Block => ({
  kind,
  pieces,
  aside,
  opensEntry: false,
  closesEntry: false,
})

const single = (kind: BlockKind, text: string | null): Block[] => {
  const cleaned = cleanText(text ?? '')
  return cleaned === '' ? [] : [newBlock(kind, [piece(cleaned)])]
}

/** In a right-to-left résumé addresses have a line of their own: some readers turn them around beside other letters. */
const contactBlocks = (contacts: Contact[], language: string): Block[] => {
  const shown = contacts
    .map(contact => ({ ...piece(cleanText(contact.text), safeHref(contact.href)), item: true }))
    .filter(contact => contact.text !== '')
  const lines = isRtlLanguage(language)
    ? [shown.filter(({ text }) => !RTL_LETTER.test(text)), shown.filter(({ text }) => RTL_LETTER.test(text))]
    : [shown]
  return lines
    .filter(line => line.length > 0)
    .map(line =>
      newBlock(
        'contacts',
        line.flatMap((one, at) => (at === 0 ? [one] : [piece(SEPARATOR), one])),
      ),
    )
}

const sectionBlocks = (section: Section, language: string): Block[] => {
  const entries = section.entries.flatMap(entry => entryBlocks(entry, isRtlLanguage(language)))
  if (entries.length === 0) return []
  return [...single('section', upperCase(cleanText(section.title), language)), ...entries]
}

const entryBlocks = (entry: Entry, rtl: boolean): Block[] => {
  const blocks = isGroup(entry) ? groupBlocks(entry) : [...headBlocks(entry, rtl), ...textBlocks(entry)]
  for (const bullet of entry.bullets) blocks.push(...single('bullet', bullet))
  if (blocks.length === 0) return []
  blocks[0]!.opensEntry = true
  blocks.at(-1)!.closesEntry = true
  return blocks
}

/** A skill group, a language: a title, perhaps one line of text, and nothing else. */
const isGroup = (entry: Entry): boolean =>
  Boolean(entry.title && entry.text) &&
  !entry.organization &&
  !entry.location &&
  !entry.dates &&
  !entry.url &&
  entry.bullets.length === 0 &&
  cleanLines(entry.text!).length === 1 &&
  cleanText(entry.title!) !== ''

const groupBlocks = (entry: Entry): Block[] => [
  newBlock('group', [piece(`${cleanText(entry.title!)}: `, null, true), piece(cleanLines(entry.text!)[0]!)]),
]

const headBlocks = (entry: Entry, rtl: boolean): Block[] => {
  const [title, organization, location, dates, url] = [
    entry.title,
    entry.organization,
    entry.location,
    entry.dates,
    entry.url,
  ].map(text => cleanText(text ?? ''))
  const [first = '', second = ''] = [title, organization].filter(Boolean)
  const blocks: Block[] = []
  if (first || dates) blocks.push(headLine('entry', first, dates!))
  const link = url ? piece(bareAddress(url), safeHref(url)) : null
  // A short address shares the line with the organization; a long one would push it apart, and see contactBlocks.
  const shared = link !== null && second !== '' && !rtl && link.text.length <= SHARED_LINK_MAX ? link : null
  if (second || location) blocks.push(headLine('organization', second, location!))
  if (shared) blocks.at(-1)!.pieces.push(piece(SEPARATOR), { ...shared, item: true })
  else if (link) blocks.push(newBlock('link', [link]))
  return blocks
}

/** Characters. */
const SHARED_LINK_MAX = 40

/** As people write it; the link itself keeps the whole. */
const bareAddress = (url: string): string => url.replace(/^https?:\/\/(?:www\.)?(?=.)/i, '').replace(/(?<=.)\/$/, '')

const headLine = (kind: BlockKind, text: string, aside: string): Block =>
  text === '' ? newBlock(kind, [piece(aside)]) : newBlock(kind, [piece(text)], aside === '' ? null : aside)

const textBlocks = (entry: Entry): Block[] => cleanLines(entry.text ?? '').map(line => newBlock('text', [piece(line)]))

/** Only what a reader may follow safely; an address without a scheme is taken for https, a bare word for no address. */
const safeHref = (href: string | null): string | null => {
  const address = href?.trim() ?? ''
  if (/\s/.test(address) || !/[:.]/.test(address)) return null
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`)
  return url !== null && ['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol) ? url.href : null
}

const upperCase = (text: string, language: string): string => {
  try {
    return text.toLocaleUpperCase(language).normalize('NFC')
  } catch {
    return text.toUpperCase().normalize('NFC')
  }
}
