// A worker's hold on one job: renews the lease, and aborts the work when the job is no longer ours, or must be handed back.
import type { Database } from '../shared/database.ts'
import { isUnavailable } from '../shared/database.ts'
import { type Held, LEASE_RENEW_MS, LEASE_SECONDS, renewLease } from '../shared/jobs.ts'
import type { Log } from '../shared/log.ts'

/** Finished, or another worker's: write nothing, publish nothing. */
export class LostJob extends Error {}
/** Lost to a cancel that was announced. */
export class CancelledJob extends LostJob {}
/** The worker stops: another one takes over, and it costs the job nothing. */
export class HandBack extends Error {}

export class Hold implements Held {
  readonly id: string
  readonly fence: number
  readonly #abort = new AbortController()
  readonly #db: Database
  readonly #log: Log
  readonly #timer: NodeJS.Timeout
  #renewing = false
  #renewedAt: number

  /** @param askedAt when the lease was asked for, by `performance.now()`. */
  constructor(db: Database, log: Log, job: Held, askedAt: number) {
    this.#renewedAt = askedAt
    this.id = job.id
    this.fence = job.fence
    this.#db = db
    this.#log = log
    this.#timer = setInterval(() => void this.#renew(), LEASE_RENEW_MS)
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** Whether the lease can't have run out: a process that was frozen says nothing before it has renewed. */
  get isFresh(): boolean {
    return performance.now() - this.#renewedAt < LEASE_SECONDS * 1000
  }

  /** Before money is spent. Throws LostJob where another one has taken the job meanwhile. */
  async confirm(): Promise<void> {
    if (this.isFresh) return
    if (!(await patiently(this.#log, () => renewLease(this.#db, this)))) this.abort(new LostJob())
    this.signal.throwIfAborted()
  }

  abort(reason: LostJob | HandBack): void {
    this.#abort.abort(reason)
  }

  release(): void {
    clearInterval(this.#timer)
  }

  /** One at a time: while PostgreSQL hangs they must not pile up. */
  async #renew(): Promise<void> {
    if (this.#renewing) return
    this.#renewing = true
    const askedAt = performance.now()
    try {
      if (await renewLease(this.#db, this)) this.#renewedAt = askedAt
      else this.abort(new LostJob())
    } catch (error) {
      this.#log.warn({ err: error }, 'lease not renewed')
    } finally {
      this.#renewing = false
    }
  }
}

const PATIENCE_MS = 500

/** Time without PostgreSQL fails nothing: the write is tried until it is back. The fence keeps it from doing harm. */
export const patiently = async <T>(log: Log, write: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await write()
    } catch (error) {
      if (!isUnavailable(error)) throw error
      log.warn({ err: error }, 'waiting for PostgreSQL')
      await new Promise(resolve => setTimeout(resolve, PATIENCE_MS))
    }
  }
}
