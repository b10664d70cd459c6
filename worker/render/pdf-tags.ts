// The structure tree of a tagged PDF: which marked content is a heading, a list item, a link.
// Knows PDF objects and marked-content ids; not layout.
import { type PDFContext, PDFHexString, type PDFRef } from 'pdf-lib'

export type Role = 'Document' | 'H1' | 'H2' | 'H3' | 'P' | 'L' | 'LI' | 'Lbl' | 'LBody' | 'Span' | 'Link'

interface MarkedContent {
  page: number
  id: number
}

interface AnnotationReference {
  page: number
  annotation: PDFRef
  /** The annotation's key in the parent tree. */
  structParent: number
}

export class TagElement {
  readonly role: Role
  /** The text in reading order, where the glyphs are drawn in another. */
  actualText: string | null = null
  readonly kids: (TagElement | MarkedContent | AnnotationReference)[] = []

  constructor(role: Role) {
    this.role = role
  }

  add(role: Role): TagElement {
    const element = new TagElement(role)
    this.kids.push(element)
    return element
  }
}

/** Writes the tree under `root`. Page n has `/StructParents n`; annotations' keys follow after the pages. */
export const writeTags = (context: PDFContext, root: TagElement, pages: PDFRef[]): PDFRef => {
  const treeRef = context.nextRef()
  const parents = new Map<number, PDFRef | PDFRef[]>(pages.map((_, page) => [page, []]))
  const rootRef = writeElement(context, root, treeRef, pages, parents)
  const nums = [...parents].sort(([a], [b]) => a - b).flat()
  const parentTree = context.register(context.obj({ Nums: nums }))
  context.assign(
    treeRef,
    context.obj({
      Type: 'StructTreeRoot',
      K: [rootRef],
      ParentTree: parentTree,
      ParentTreeNextKey: Math.max(...parents.keys()) + 1,
    }),
  )
  return treeRef
}

const writeElement = (
  context: PDFContext,
  element: TagElement,
  parent: PDFRef,
  pages: PDFRef[],
  parents: Map<number, PDFRef | PDFRef[]>,
): PDFRef => {
  const ref = context.nextRef()
  const kids = element.kids.map(kid => {
    if (kid instanceof TagElement) return writeElement(context, kid, ref, pages, parents)
    if ('annotation' in kid) {
      parents.set(kid.structParent, ref)
      return context.obj({ Type: 'OBJR', Obj: kid.annotation, Pg: pages[kid.page]! })
    }
    const ofPage = parents.get(kid.page) as PDFRef[]
    ofPage[kid.id] = ref
    return context.obj({ Type: 'MCR', Pg: pages[kid.page]!, MCID: kid.id })
  })
  const actualText = element.actualText === null ? {} : { ActualText: PDFHexString.fromText(element.actualText) }
  context.assign(ref, context.obj({ Type: 'StructElem', S: element.role, P: parent, K: kids, ...actualText }))
  return ref
}

/** Bookmarks of one level, each to a place on a page. */
export const writeOutline = (context: PDFContext, marks: { title: string; page: PDFRef; top: number }[]): PDFRef => {
  const outline = context.nextRef()
  const refs = marks.map(() => context.nextRef())
  marks.forEach((mark, at) => {
    const item = context.obj({
      Title: PDFHexString.fromText(mark.title),
      Parent: outline,
      Dest: [mark.page, 'XYZ', null, mark.top, null],
      ...(at > 0 ? { Prev: refs[at - 1]! } : {}),
      ...(at < marks.length - 1 ? { Next: refs[at + 1]! } : {}),
    })
    context.assign(refs[at]!, item)
  })
  context.assign(outline, context.obj({ Type: 'Outlines', First: refs[0]!, Last: refs.at(-1)!, Count: marks.length }))
  return outline
}
