// What this server has pushed, in plain numbers: adding one up is all that it costs the way of an update. Knows no
// sockets; the metrics read it.
import { Buckets } from '../shared/buckets.ts'
import type { Update } from '../shared/bus.ts'

/** Upper bounds, in seconds. */
const PUSH_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

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
  /** Seconds from publishing a state to giving it to its sockets. */
  readonly latency = new Buckets(PUSH_SECONDS)
  #last: Update | undefined

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
    if (update.publishedAt !== undefined) this.latency.observe(Math.max(0, Date.now() - update.publishedAt) / 1000)
  }
}
