// The draft while it is written: readable text from JSON that is still streaming, told at most five times a second a
// job. It is the model's own text, not checked yet; the document's text is.
import { Allow, parse } from 'partial-json'
import type { PreviewFrame } from '../shared/protocol.ts'

/** Five a second for one job, its two sections together. */
const INTERVAL_MS = 200

export type PreviewSection = PreviewFrame['section']
type Section = PreviewSection

export class DraftPreview {
  readonly #publish: (section: Section, text: string) => Promise<void>
  readonly #answers = new Map<Section, string>()
  readonly #told = new Map<Section, string>()
  #timer: NodeJS.Timeout | undefined
  #telling: Promise<void> | undefined
  #stopped = false

  /** @param publish must not reject. */
  constructor(publish: (section: Section, text: string) => Promise<void>) {
    this.#publish = publish
  }

  /** @param answer of the model so far, whole: the beginning of a JSON text. */
  report(section: Section, answer: string): void {
    // A section that waits already keeps its place in the line.
    this.#answers.set(section, answer)
    this.#soon()
  }

  /** Nothing is told after this resolves. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#telling
  }

  #soon(): void {
    if (this.#stopped || this.#timer || this.#telling || this.#answers.size === 0) return
    this.#timer = setTimeout(() => this.#tell(), INTERVAL_MS)
  }

  /** The section that has waited longest. */
  #tell(): void {
    this.#timer = undefined
    const [section, answer] = this.#answers.entries().next().value!
    this.#answers.delete(section)
    const text = draftText(section, answer)
    if (text === '' || text === this.#told.get(section)) return this.#soon()
    this.#told.set(section, text)
    this.#telling = this.#publish(section, text).finally(() => {
      this.#telling = undefined
      this.#soon()
    })
  }
}

/** The readable text of an answer that may end anywhere: whole items and the growing last one. */
export const draftText = (section: Section, answer: string): string => {
  const value = parseBeginning(answer)
  return section === 'main' ? textOf(value?.summary) : listOf(value?.roles).map(roleText).filter(Boolean).join('\n\n')
}

type Json = Record<string, unknown> | undefined

const roleText = (role: Json): string =>
  listOf(role?.bullets)
    .map(bullet => textOf(bullet))
    .filter(Boolean)
    .map(text => `• ${text}`)
    .join('\n')

const textOf = (item: unknown): string => {
  const text = (item as Json)?.text
  return typeof text === 'string' ? text.trim() : ''
}

const listOf = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : [])

const parseBeginning = (answer: string): Json => {
  try {
    const value: unknown = parse(answer, Allow.STR | Allow.OBJ | Allow.ARR)
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : undefined
  } catch {
    // Not even a beginning of JSON: nothing to show yet.
    return undefined
  }
}
