// How long an attempt may take. Time in which it waits for PostgreSQL does not count: it is not given up for that.

export class AttemptClock {
  readonly #abort = new AbortController()
  #leftMs: number
  #runsSince = 0
  #timer: NodeJS.Timeout | undefined
  #pauses = 0

  /** Runs from now on. */
  constructor(limitMs: number) {
    this.#leftMs = limitMs
    this.#run()
  }

  /** Aborts when the time is used up. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** Stands still while the work is under way. */
  async pausedWhile<T>(work: () => Promise<T>): Promise<T> {
    if (++this.#pauses === 1) this.#halt()
    try {
      return await work()
    } finally {
      if (--this.#pauses === 0) this.#run()
    }
  }

  /** For good. */
  stop(): void {
    this.#pauses = Number.POSITIVE_INFINITY
    clearTimeout(this.#timer)
  }

  #run(): void {
    this.#runsSince = performance.now()
    this.#timer = setTimeout(() => this.#abort.abort(), Math.max(0, this.#leftMs)).unref()
  }

  #halt(): void {
    clearTimeout(this.#timer)
    this.#leftMs -= performance.now() - this.#runsSince
  }
}
