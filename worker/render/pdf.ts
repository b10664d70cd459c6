// The résumé as a tagged PDF: pages drawn from the layout, structure, links, outline, language, metadata.
// The same input gives the same bytes: no dates, no random ids.
import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { PDFDocument, PDFHexString, PDFName, PDFNumber, type PDFRef, PDFString } from 'pdf-lib'
import type { Block } from './blocks.ts'
import type { FontChoice } from './fonts.ts'
import { isRtlLanguage, languageTag, paperOf } from './locale.ts'
import { BlockTags } from './pdf-block-tags.ts'
import { type ExpectedOutlines, PdfFonts, writeStream } from './pdf-fonts.ts'
import { type Part, rowsOf } from './pdf-layout.ts'
import { type LinkArea, PageContent } from './pdf-page.ts'
import { type PlacedRow, placeOnPages } from './pdf-pages.ts'
import { MARGIN, type PageShape, RULE, textWidth } from './pdf-styles.ts'
import type { TagElement } from './pdf-tags.ts'
import { writeOutline, writeTags } from './pdf-tags.ts'
import type { Run } from './pdf-text.ts'
import { xmpPacket } from './pdf-xmp.ts'
import type { Resume } from './resume.ts'
import { blocksText } from './resume-text.ts'

const PRODUCER = 'resume-push'

export interface RenderedPdf {
  bytes: Buffer
  outlines: ExpectedOutlines
}

/** `blocks` hold only what `fonts` can draw. `plain` leaves out tags, links and outline. */
export const renderPdf = async (
  resume: Resume,
  blocks: Block[],
  fonts: FontChoice,
  { plain = false } = {},
): Promise<RenderedPdf> => {
  const page: PageShape = { ...paperOf(resume), rtl: isRtlLanguage(resume.language) }
  const document = await PDFDocument.create({ updateMetadata: false })
  const writer = new PdfWriter(document, page, blocks, plain)
  const rows = rowsOf(blocks, page, fonts)
  // A worker has heartbeats to send: no stretch of this work holds the event loop for long.
  await nextTurn()
  for (const placed of placeOnPages(rows, page)) writer.drawPage(placed)
  await nextTurn()
  writer.finish(resume)
  await nextTurn()
  return {
    bytes: Buffer.from(await document.save({ addDefaultPage: false })),
    outlines: writer.fonts.expectedOutlines(),
  }
}

class PdfWriter {
  readonly fonts = new PdfFonts()
  private readonly document: PDFDocument
  private readonly page: PageShape
  private readonly blocks: Block[]
  private readonly plain: boolean
  private readonly tags = new BlockTags()
  private readonly pageRefs: PDFRef[] = []
  private readonly links: { area: LinkArea; page: number; element: TagElement }[] = []
  private readonly marks: { title: string; page: number; top: number }[] = []
  private readonly drawnBlocks = new Set<number>()

  constructor(document: PDFDocument, page: PageShape, blocks: Block[], plain: boolean) {
    this.document = document
    this.page = page
    this.blocks = blocks
    this.plain = plain
  }

  drawPage(rows: PlacedRow[]): void {
    const page = this.document.addPage([this.page.width, this.page.height])
    const content = new PageContent(this.fonts)
    const index = this.pageRefs.push(page.ref) - 1
    for (const row of rows) this.drawRow(row, content, index)
    page.node.set(PDFName.of('Contents'), writeStream(this.document.context, content.bytes()))
    page.node.set(PDFName.of('StructParents'), PDFNumber.of(index))
    page.node.set(PDFName.of('Tabs'), PDFName.of('S'))
  }

  finish(resume: Resume): void {
    const { context } = this.document
    const fonts = this.fonts.write(context)
    for (const page of this.document.getPages()) page.node.set(PDFName.of('Resources'), context.obj({ Font: fonts }))
    if (!this.plain) {
      this.writeLinks()
      this.writeStructure()
    }
    this.writeMetadata(resume)
  }

  private drawRow(row: PlacedRow, content: PageContent, page: number): void {
    const block = this.blocks[row.block]!
    const y = this.page.height - row.baseline
    if (block.kind === 'section' && !this.drawnBlocks.has(row.block)) {
      this.marks.push({ title: block.pieces[0]!.text, page, top: y + row.height })
    }
    this.drawnBlocks.add(row.block)
    const order = { marker: 0, body: 1, aside: 2 }
    for (const part of [...row.parts].sort((a, b) => order[a.role] - order[b.role])) {
      this.drawPart(part, row, y, content, page)
    }
    if (row.ruled) content.rule(MARGIN.side, y - 5, textWidth(this.page), RULE)
  }

  /** Each stretch of one link (or none) is a marked content of its own. */
  private drawPart(part: Part, row: PlacedRow, y: number, content: PageContent, page: number): void {
    const parent = this.tags.elementFor(row.block, this.blocks[row.block]!, part.role)
    let x = part.x
    for (const runs of byLink(part.line.runs)) {
      const width = runs.reduce((sum, run) => sum + run.width, 0)
      const href = runs[0]!.href
      const element = href === null ? parent : parent.add('Link')
      const at = x
      const id = content.marked(element.role, () => content.text(runs, at, y))
      element.kids.push({ page, id })
      if (href !== null) {
        const box: LinkArea['box'] = [x, y - row.size * 0.25, x + width, y + row.size * 0.8]
        this.links.push({ area: { href, box }, page, element })
      }
      x += width
    }
  }

  private writeLinks(): void {
    const { context } = this.document
    const pages = this.document.getPages()
    this.links.forEach(({ area, page, element }, at) => {
      const structParent = pages.length + at
      const annotation = context.register(
        context.obj({
          Type: 'Annot',
          Subtype: 'Link',
          Rect: area.box.map(value => Math.round(value * 100) / 100),
          Border: [0, 0, 0],
          F: 4,
          A: { S: 'URI', URI: PDFString.of(area.href.replace(/[\\()]/g, '\\$&')) },
          Contents: PDFHexString.fromText(area.href),
          StructParent: structParent,
        }),
      )
      pages[page]!.node.addAnnot(annotation)
      element.kids.push({ page, annotation, structParent })
    })
  }

  private writeStructure(): void {
    const { context, catalog } = this.document
    catalog.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }))
    catalog.set(PDFName.of('StructTreeRoot'), writeTags(context, this.tags.root, this.pageRefs))
    if (this.marks.length === 0) return
    const marks = this.marks.map(mark => ({ ...mark, page: this.pageRefs[mark.page]! }))
    catalog.set(PDFName.of('Outlines'), writeOutline(context, marks))
  }

  private writeMetadata(resume: Resume): void {
    const { context, catalog } = this.document
    const language = languageTag(resume.language)
    const text = (kind: Block['kind']): string => this.blocks.find(block => block.kind === kind)?.pieces[0]?.text ?? ''
    const title = [text('name'), text('label')].filter(Boolean).join(' – ') || 'Résumé'
    const author = text('name')
    this.document.setTitle(title, { showInWindowTitleBar: true })
    if (author) this.document.setAuthor(author)
    this.document.setProducer(PRODUCER)
    catalog.set(PDFName.of('Lang'), PDFString.of(language))
    const packet = Buffer.from(xmpPacket({ title, author, language, producer: PRODUCER }), 'utf8')
    const metadata = context.stream(packet, { Type: 'Metadata', Subtype: 'XML' })
    catalog.set(PDFName.of('Metadata'), context.register(metadata))
    const id = PDFHexString.of(createHash('md5').update(blocksText(this.blocks)).digest('hex'))
    context.trailerInfo.ID = context.obj([id, id])
    // No reading direction for right-to-left pages: PDFium would then turn around addresses on lines of their own too.
  }
}

const byLink = (runs: Run[]): Run[][] => {
  const groups: Run[][] = []
  for (const run of runs) {
    const last = groups.at(-1)
    if (last && last[0]!.href === run.href) last.push(run)
    else groups.push([run])
  }
  return groups
}
