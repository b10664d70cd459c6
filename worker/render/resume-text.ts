// The plain text of a résumé in reading order: the cache's `merged_text`, and what read-back compares against.

import type { Block } from './blocks.ts'
import { blocksOf, blockText } from './blocks.ts'
import type { Resume } from './resume.ts'

/** One line a block; a blank line before each section and before each entry with a heading. */
export const resumeText = (resume: Resume): string => blocksText(blocksOf(resume))

export const blocksText = (blocks: Block[]): string =>
  blocks
    .map((block, at) => {
      const gap = block.kind === 'section' || (block.kind === 'entry' && blocks[at - 1]?.kind !== 'section')
      return `${gap && at > 0 ? '\n' : ''}${block.kind === 'bullet' ? '• ' : ''}${blockText(block)}`
    })
    .join('\n')
