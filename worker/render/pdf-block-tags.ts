// Which structure element a block's parts belong to: headings by level, list items in lists, links within.
import { type Block, type BlockKind, blockText } from './blocks.ts'
import { RTL_LETTER } from './locale.ts'
import type { Part } from './pdf-layout.ts'
import { type Role, TagElement } from './pdf-tags.ts'

const ROLES: Record<BlockKind, Role> = {
  name: 'H1',
  label: 'P',
  contacts: 'P',
  section: 'H2',
  entry: 'H3',
  organization: 'P',
  link: 'P',
  text: 'P',
  group: 'P',
  bullet: 'LBody',
}

export class BlockTags {
  readonly root = new TagElement('Document')
  private readonly elements = new Map<string, TagElement>()
  /** The list that is open, and the index of its last item. */
  private list: { element: TagElement; last: number } | null = null

  /** The element for a part of a block; made on the block's first part, kept over page ends. */
  elementFor(index: number, block: Block, role: Part['role']): TagElement {
    const slot = block.kind === 'bullet' ? role : 'body'
    const key = `${index} ${slot}`
    let element = this.elements.get(key)
    if (element === undefined) {
      element =
        block.kind === 'bullet'
          ? this.item(index).add(slot === 'marker' ? 'Lbl' : 'LBody')
          : this.root.add(ROLES[block.kind])
      element.actualText = slot === 'body' ? readingOrder(block) : null
      this.elements.set(key, element)
    }
    return element
  }

  private item(index: number): TagElement {
    const key = `${index} item`
    let item = this.elements.get(key)
    if (item === undefined) {
      if (this.list === null || this.list.last !== index - 1) this.list = { element: this.root.add('L'), last: index }
      this.list.last = index
      item = this.list.element.add('LI')
      this.elements.set(key, item)
    }
    return item
  }
}

/** Given for right-to-left text, whose glyphs stand in the order they are drawn; links keep their own elements. */
const readingOrder = (block: Block): string | null => {
  const text = blockText(block)
  return RTL_LETTER.test(text) && block.pieces.every(piece => piece.href === null) ? text : null
}
