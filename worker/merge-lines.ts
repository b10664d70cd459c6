// From one text of an answer to lines of the document: reworded where it is true, else the candidate's own words.

import type { Facts, Piece } from './facts.ts'
import { unmask } from './facts-mask.ts'
import { cleanText } from './facts-read.ts'
import type { Lie, Truth } from './truth.ts'
import { findInflatedVerb } from './truth-verbs.ts'

export interface Line {
  text: string
  sources: string[]
  /** The candidate's own words. */
  kept: boolean
  reason: string | null
}

export interface SourcedText {
  text: string
  sources: string[]
}

export interface Judge {
  facts: Facts
  truth: Truth
  warnings: Warnings
}

export interface Place {
  /** How a warning names the place: "the summary", "role 2". */
  name: string
  allows: (id: string) => boolean
}

/** Sentences for people, each once, and not without end. */
export class Warnings {
  readonly #sentences = new Set<string>()

  add(sentence: string): void {
    this.#sentences.add(sentence)
  }

  list(): string[] {
    const all = [...this.#sentences]
    return all.length <= MAX_WARNINGS ? all : [...all.slice(0, MAX_WARNINGS), `And ${all.length - MAX_WARNINGS} more.`]
  }
}

const MAX_WARNINGS = 20

/** The lines that a text of the answer becomes; none where it is empty or names no source that can stand for it. */
export function judgeText(answer: SourcedText, place: Place, { facts, truth, warnings }: Judge): Line[] {
  const pieces = findPieces(answer.sources, place, facts, warnings)
  const text = tidy(answer.text)
  const sources = pieces.map(piece => piece.id)
  if (pieces.length === 0) {
    if (text) warnings.add(`A text for ${place.name} was left out: it names no known source.`)
    return []
  }
  const states = pieces.map(piece => piece.states)
  const masks = pieces.flatMap(piece => piece.masks)
  const filled = /[\p{L}\p{N}]/u.test(text) ? unmask(text, masks, states) : null
  if (filled && pieces.some(piece => piece.words === filled))
    return [{ text: filled, sources, kept: true, reason: null }]
  const lie = filled ? truth.findLie(filled, pieces) : EMPTY
  if (filled && !lie) {
    const isInflated = findInflatedVerb(filled, states) !== null
    if (isInflated)
      warnings.add(`In ${place.name}, a text uses a stronger verb than the candidate did. Please check it.`)
    return [
      {
        text: filled,
        sources,
        kept: false,
        reason: isInflated ? 'The verb is stronger than the one in its sources.' : null,
      },
    ]
  }
  const { summary, detail } = lie ?? EMPTY
  const lines = ownWords(pieces, `The rewording ${detail}.`)
  // An employer or a school is a source, but no text.
  const instead = lines.length > 0 ? "stands in the candidate's own words" : 'was left out'
  warnings.add(`In ${place.name}, a text ${instead}: the rewording ${summary}.`)
  return lines
}

const EMPTY: Lie = { summary: 'is empty or incomplete', detail: 'is empty or incomplete' }

/** Each source its own line. */
export const ownWords = (pieces: Piece[], reason: string | null): Line[] =>
  pieces.flatMap(({ id, words }) => (words ? [{ text: words, sources: [id], kept: true, reason }] : []))

/** Lines whose text stands already are left out. */
export function dropRepeated(lines: Line[]): Line[] {
  const seen = new Set<string>()
  return lines.filter(({ text }) => {
    const key = text.toLowerCase()
    return !seen.has(key) && seen.add(key)
  })
}

/** The pieces behind `ids`, each once. */
function findPieces(ids: string[], place: Place, facts: Facts, warnings: Warnings): Piece[] {
  return [...new Set(ids)].flatMap(id => {
    const piece = place.allows(id) ? facts.pieces.get(id) : undefined
    if (!piece) warnings.add(`In ${place.name}, ${describeId(id)} was left out: it is no source for this place.`)
    return piece ?? []
  })
}

/** An id is the model's text: it is only shown where it looks like one. */
export const describeId = (id: string): string =>
  /^[a-z]\d{0,4}(?:\.[a-z]\d{0,4})?$/.test(id) ? `the unknown id ${id}` : 'an unknown id'

/** Without what models put around a line: bullets, quotation marks, Markdown. */
const tidy = (text: string): string =>
  cleanText(text)
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/^(?:[•▪◦·*–—-]\s+)+/u, '')
    .replace(/^["“]([^"“”]*)["”]$/u, '$1')
    .trim()
