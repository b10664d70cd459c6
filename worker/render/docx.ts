// The résumé as a Word document: real styles, list numbering, hyperlinks, language, direction, properties.
// Knows blocks and styles; not what a profile, a font file or a PDF is.
import {
  Document,
  ExternalHyperlink,
  type IRunOptions,
  Packer,
  Paragraph,
  type ParagraphChild,
  Tab,
  TextRun,
} from 'docx'
import type { Block, Piece } from './blocks.ts'
import {
  bulletNumbering,
  MARGIN,
  MARGIN_ENDS,
  paragraphStyles,
  styleOf,
  type WordLook,
  wordLook,
} from './docx-styles.ts'
import { normaliseDocx } from './docx-zip.ts'
import { paperOf, RTL_LETTER } from './locale.ts'
import type { Resume } from './resume.ts'

const TWIPS = 20
const LINK_STYLE = 'Hyperlink'

/** `plain` leaves out links and tab stops: what is tried when the read-back found a difference. */
export const renderDocx = async (resume: Resume, blocks: Block[], { plain = false } = {}): Promise<Buffer> => {
  const paper = paperOf(resume)
  const look = wordLook(resume, paper.width * TWIPS - 2 * MARGIN)
  const document = new Document({
    ...properties(blocks),
    styles: paragraphStyles(look),
    numbering: { config: [bulletNumbering(look.rtl)] },
    sections: [
      {
        properties: {
          page: {
            size: { width: Math.round(paper.width * TWIPS), height: Math.round(paper.height * TWIPS) },
            margin: { ...MARGIN_ENDS, left: MARGIN, right: MARGIN },
          },
        },
        children: blocks.map((block, at) => paragraph(block, blocks[at + 1], look, plain)),
      },
    ],
  })
  return normaliseDocx(await Packer.toBuffer(document))
}

const properties = (blocks: Block[]) => {
  const name = textOf(blocks, 'name')
  const label = textOf(blocks, 'label')
  return {
    title: [name, label].filter(Boolean).join(' – ') || 'Résumé',
    creator: name || 'Résumé',
    lastModifiedBy: name || 'Résumé',
    subject: 'Résumé',
    description: '',
  }
}

const textOf = (blocks: Block[], kind: Block['kind']): string =>
  blocks
    .find(block => block.kind === kind)
    ?.pieces.map(piece => piece.text)
    .join('') ?? ''

const paragraph = (block: Block, next: Block | undefined, look: WordLook, plain: boolean): Paragraph =>
  new Paragraph({
    style: styleOf(block),
    bidirectional: look.rtl,
    ...(block.kind === 'bullet' ? { numbering: { reference: 'bullets', level: 0 } } : {}),
    // Said either way: the styles of headings keep with what follows, also where an entry ends in one.
    keepNext: keepsNext(block, next),
    children: [
      ...block.pieces.flatMap(piece => pieceRuns(piece, block, look, plain)),
      ...(block.aside === null ? [] : asideRuns(block.aside, look, plain)),
    ],
  })

/** Headings stay with what they head, an entry's last line with the one before it. */
const keepsNext = (block: Block, next: Block | undefined): boolean => {
  if (next === undefined || next.kind === 'section') return false
  if (['section', 'entry', 'organization', 'link'].includes(block.kind))
    return !block.closesEntry || block.kind === 'section'
  return !block.opensEntry && next.closesEntry && !next.opensEntry
}

const LEFT_TO_RIGHT_MARK = '\u200E'

/** A line of addresses alone. */
const isLeftToRight = (block: Block): boolean => block.pieces.every(piece => !RTL_LETTER.test(piece.text))

const pieceRuns = (piece: Piece, block: Block, look: WordLook, plain: boolean): ParagraphChild[] => {
  const bold = piece.strong ? { bold: true, boldComplexScript: true } : {}
  const isAddress = piece.item ? !RTL_LETTER.test(piece.text) : block.kind === 'contacts' && isLeftToRight(block)
  const draw = isAddress ? leftToRight : runs
  if (piece.href === null || plain) return draw(piece.text, look, bold)
  return [new ExternalHyperlink({ link: piece.href, children: draw(piece.text, look, { style: LINK_STYLE }) })]
}

/** A telephone number's groups of digits would else stand in the wrong order: in Word by the run, elsewhere by the mark. */
const leftToRight = (text: string, look: WordLook, style: Partial<IRunOptions>): TextRun[] => [
  new TextRun({ ...style, text: look.rtl && /^[^\p{L}\s]/u.test(text) ? LEFT_TO_RIGHT_MARK + text : text }),
]

const asideRuns = (text: string, look: WordLook, plain: boolean): TextRun[] => [
  plain ? new TextRun(' ') : new TextRun({ children: [new Tab()] }),
  ...runs(text, look, { style: 'Aside', bold: false, boldComplexScript: false }),
]

/**
 * One run, but in a right-to-left document one for each direction: Word draws a run's signs and digits in the run's
 * direction, so that C++ and .NET keep theirs in their place.
 */
const runs = (text: string, look: WordLook, style: Partial<IRunOptions>): TextRun[] => {
  if (!look.rtl) return [new TextRun({ ...style, text })]
  return text
    .split(LTR_STRETCH)
    .map((part, at) => ({ part, rightToLeft: at % 2 === 0 }))
    .filter(({ part }) => part !== '')
    .map(({ part, rightToLeft }) => new TextRun({ ...style, text: part, rightToLeft }))
}

/** Latin words with the signs that belong to them; captured, so that a split has them at odd places. */
const LTR_STRETCH =
  /((?:https?:\/\/|\.)?\p{sc=Latin}[\p{sc=Latin}\p{M}\d+#@._~:/?&=%-]*(?<=[\p{sc=Latin}\d+#/])(?: \p{sc=Latin}[\p{sc=Latin}\d+#.-]*(?<=[\p{sc=Latin}\d+#]))*)/u
