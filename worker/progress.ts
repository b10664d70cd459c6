// Progress of the streamed answers: committed and pushed at most four times a second, the latest only.
import type { Log } from '../shared/log.ts'

const INTERVAL_MS = 250
/** The part of the bar that the answers take. */
const FROM = 5
const TO = 80

/** How much of the answers a bar at `progress` stands for. */
export const progressShare = (progress: number): number => Math.min(Math.max((progress - FROM) / (TO - FROM), 0), 1)

export class Progress {
  readonly #commit: (progress: number) => Promise<void>
  readonly #log: Log
  readonly #expected: number
  readonly #tokens = new Map<string, number>()
  #shown = FROM
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> | undefined

  /** @param expectedTokens about how many both answers have. @param commit writes and pushes a state. */
  constructor(expectedTokens: number, commit: (progress: number) => Promise<void>, log: Log) {
    this.#expected = expectedTokens
    this.#commit = commit
    this.#log = log
  }

  /** @param tokens of the answer `name` so far. */
  report(name: string, tokens: number): void {
    this.#tokens.set(name, tokens)
    if (!this.#timer) this.#timer = setTimeout(() => this.#write(), INTERVAL_MS)
  }

  /** No state is written after this resolves. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#writing
  }

  #write(): void {
    this.#timer = undefined
    const total = [...this.#tokens.values()].reduce((sum, tokens) => sum + tokens, 0)
    const progress = Math.floor(FROM + (TO - FROM) * Math.min(total / this.#expected, 0.99))
    if (progress <= this.#shown || this.#writing) return
    this.#shown = progress
    this.#writing = this.#commit(progress)
      .catch(error => this.#log.debug({ err: error }, 'progress not written'))
      .finally(() => {
        this.#writing = undefined
      })
  }
}
