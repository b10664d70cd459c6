// What this server has pushed, in plain numbers: adding one up is all that it costs the way of an update. Knows no
// sockets; the metrics read it.
import type { Update } from '../shared/bus.ts'

export class PushFigures {
  /** States written to a socket. */
  jobs = 0
  /** Drafts written to a socket. */
  previews = 0
  /** States written to an event stream. */
  events = 0
  /** Replaced by a newer one while their reader was slow. */
  conflated = 0
  /** Still waiting when their reader went. */
  dropped = 0
  readonly #observe: (ms: number) => void
  #last: Update | undefined
  #published: number[] = []

  /** @param observe how many ms after it was published a state was written. */
  constructor(observe: (ms: number) => void) {
    this.#observe = observe
  }

  wroteJob(update: Update): void {
    this.jobs++
    this.#time(update)
  }

  wroteEvent(update: Update): void {
    this.events++
    this.#time(update)
  }

  /** Once for the sockets that get a state one after the other. One that was read again was not published. */
  #time(update: Update): void {
    if (update === this.#last) return
    this.#last = update
    if (update.publishedAt !== undefined && this.#published.push(update.publishedAt) === 1)
      setImmediate(this.#observeAll)
  }

  /** At the end of the loop turn, after the outboxes have written what it brought. */
  readonly #observeAll = (): void => {
    const published = this.#published
    this.#published = []
    const now = Date.now()
    for (const at of published) this.#observe(Math.max(0, now - at))
  }
}
