// A résumé becomes the bytes of a Word or PDF file that has been read back and found right.
// Takes tens of milliseconds without a pause: a worker calls it by way of thread.ts.
import { AppError } from '../../shared/errors.ts'
import type { FileType } from '../../shared/protocol.ts'
import { type Block, blocksOf } from './blocks.ts'
import { renderDocx } from './docx.ts'
import { FontChoice } from './fonts.ts'
import { findBlankGlyphs } from './glyph-check.ts'
import { renderPdf } from './pdf.ts'
import { findDifference, readBack } from './read-back.ts'
import type { Rendered, Resume } from './resume.ts'
import { blocksText } from './resume-text.ts'
import { replaceUncovered } from './uncovered.ts'

/**
 * The same résumé gives the same bytes. What was written is read out again and compared; a mismatch is rendered once
 * more the plainest way. Throws READ_BACK_FAILED where that differs too, RENDER_FAILED where neither could be made.
 * `writers` are the two formats'; others only stand in for them in tests.
 */
export const render = async (resume: Resume, fileType: FileType, writers: Writers = WRITERS): Promise<Rendered> => {
  const first = await attempt(resume, fileType, writers, false)
  if ('rendered' in first) return first.rendered
  const second = await attempt(resume, fileType, writers, true)
  if ('rendered' in second) return second.rendered
  throw second.error
}

export interface Draft extends Rendered {
  /** What the file was meant to say. */
  blocks: Block[]
  /** What is already known to be wrong with the bytes. */
  problem: string | null
}

export type Writers = Record<FileType, (resume: Resume, plain: boolean) => Promise<Draft>>

type Outcome = { rendered: Rendered } | { error: AppError }

const attempt = async (resume: Resume, fileType: FileType, writers: Writers, plain: boolean): Promise<Outcome> => {
  try {
    const draft = await writers[fileType](resume, plain)
    const problem = draft.problem ?? findDifference(blocksText(draft.blocks), await readBack(draft.bytes, fileType))
    if (problem === null) return { rendered: { bytes: draft.bytes, warnings: draft.warnings } }
    return { error: new AppError('READ_BACK_FAILED', undefined, { cause: new Error(problem) }) }
  } catch (error) {
    return { error: new AppError('RENDER_FAILED', undefined, { cause: error }) }
  }
}

const draftDocx = async (resume: Resume, plain: boolean): Promise<Draft> => {
  const blocks = blocksOf(resume)
  return { bytes: await renderDocx(resume, blocks, { plain }), warnings: [], blocks, problem: null }
}

const draftPdf = async (resume: Resume, plain: boolean): Promise<Draft> => {
  const meant = blocksOf(resume)
  const fonts = new FontChoice(resume.language, blocksText(meant))
  const { blocks, warnings } = replaceUncovered(meant, fonts)
  const { bytes, outlines } = await renderPdf(resume, blocks, fonts, { plain })
  return { bytes, warnings, blocks, problem: findBlankGlyphs(bytes, outlines) }
}

const WRITERS: Writers = { word: draftDocx, pdf: draftPdf }
