// This worker's slots: while one is free and somebody waits, takes a token of the shared rate and the first of the line.
// Knows neither PostgreSQL nor Redis.
import type { PickedJob } from '../shared/job-claims.ts'
import type { Log } from '../shared/log.ts'
import type { Rate, Token } from './rate.ts'

export interface Line {
  /** Whether anybody waits, so that no token is taken in vain. */
  someoneWaits(): Promise<boolean>
  /** The first of the line, its attempt begun; undefined where others were faster. */
  beginNext(): Promise<PickedJob | undefined>
  /** Never rejects. @param askedAt when it was asked for, by `performance.now()`: its lease is no older. */
  run(job: PickedJob, askedAt: number): Promise<void>
}

/** Hints may be lost. */
const LOOK_MS = 2_000
/** Where others were faster, or the first of the line is just being changed. */
const LOOK_AGAIN_MS = 20

export class Slots {
  readonly #rate: Rate
  readonly #line: Line
  readonly #log: Log
  readonly #closed = new AbortController()
  #free: number
  #filling = false
  #lookAgain = false
  #filled: Promise<void> = Promise.resolve()
  readonly #running = new Set<Promise<void>>()
  #timer: NodeJS.Timeout | undefined

  constructor(concurrency: number, rate: Rate, line: Line, log: Log) {
    this.#free = concurrency
    this.#rate = rate
    this.#line = line
    this.#log = log
  }

  /** Begins to look by itself, now and then. */
  open(): void {
    this.#timer = setInterval(() => this.look(), LOOK_MS)
    this.look()
  }

  /** Looks once more after so many ms: a retry is due then. */
  lookIn(ms: number): void {
    setTimeout(() => this.look(), ms).unref()
  }

  /** Somebody may wait: called at every hint. */
  look(): void {
    this.#lookAgain = true
    if (!this.#filling) this.#filled = this.#fill()
  }

  /** Nobody gets a slot any more. Resolves once all that run have ended. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    this.#closed.abort()
    await this.#filled
    await Promise.all(this.#running)
  }

  async #fill(): Promise<void> {
    this.#filling = true
    try {
      while (this.#lookAgain) {
        this.#lookAgain = false
        while (await this.#fillOne());
      }
    } catch (error) {
      this.#log.warn({ err: error }, 'line not looked at')
    } finally {
      this.#filling = false
    }
  }

  /** False where no slot is free or nobody waits. */
  async #fillOne(): Promise<boolean> {
    const { signal } = this.#closed
    if (this.#free === 0 || signal.aborted || !(await this.#line.someoneWaits())) return false
    const token = await this.#rate.take(signal)
    if (!token) return false
    const askedAt = performance.now()
    const job = signal.aborted ? undefined : await this.#line.beginNext().catch(error => this.#failed(error, token))
    if (!job) {
      token.giveBack()
      this.lookIn(LOOK_AGAIN_MS)
      return false
    }
    token.begin(performance.now() - askedAt)
    this.#free--
    const running = this.#line.run(job, askedAt).finally(() => {
      this.#running.delete(running)
      this.#free++
      this.look()
    })
    this.#running.add(running)
    return true
  }

  #failed(error: unknown, token: Token): never {
    token.giveBack()
    throw error
  }
}
