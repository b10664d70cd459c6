// Calls that many make at once: those who come while calls are under way share the next one. Polls and posts that come
// together, or sockets that all come back, so cost PostgreSQL and this process a few statements instead of one each. Knows no
// tables.
import { AppError } from '../shared/errors.ts'

/** Calls under way: more than one, so that a connection that hangs doesn't hold up all who come after. */
const AT_ONCE = 2
/** Keys in one call. */
const KEYS_MAX = 500
/** ms after which who still waits has been answered 503: what they asked for must not be done behind their back. */
const PATIENCE_MS = 5_000

type Asked<Value> = PromiseWithResolvers<Value | undefined> & { at: number }

export class SharedCalls<Value> {
  readonly #call: (keys: string[]) => Promise<Map<string, Value>>
  readonly #waiting = new Map<string, Asked<Value>>()
  #underWay = 0

  constructor(call: (keys: string[]) => Promise<Map<string, Value>>) {
    this.#call = call
  }

  /**
   * The key's part of a call that begins after this, never of an earlier one; undefined where it has none. Throws
   * UNAVAILABLE where none could begin in time.
   */
  find(key: string): Promise<Value | undefined> {
    const asked = this.#waiting.get(key) ?? { ...Promise.withResolvers(), at: performance.now() }
    this.#waiting.set(key, asked)
    if (this.#underWay < AT_ONCE) void this.#next()
    return asked.promise
  }

  async #next(): Promise<void> {
    const batch = this.#take()
    if (batch.length === 0) return
    this.#underWay++
    try {
      const values = await this.#call(batch.map(([key]) => key))
      for (const [key, asked] of batch) asked.resolve(values.get(key))
    } catch (error) {
      for (const [, asked] of batch) asked.reject(error)
    }
    this.#underWay--
    if (this.#waiting.size > 0) void this.#next()
  }
  /** The oldest come first: those that are too old are told so. */
  #take(): [string, Asked<Value>][] {
    const batch: [string, Asked<Value>][] = []
    for (const [key, asked] of this.#waiting) {
      if (batch.length === KEYS_MAX) break
      this.#waiting.delete(key)
      if (performance.now() - asked.at > PATIENCE_MS) asked.reject(new AppError('UNAVAILABLE'))
      else batch.push([key, asked])
    }
    return batch
  }
}
