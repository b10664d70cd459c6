// Reads that many ask for at once: those who ask while reads are under way share the next one. Polls that come together, or
// sockets that all come back, so cost PostgreSQL and this process a few statements instead of one each. Knows no tables.

/** Reads under way: more than one, so that a connection that hangs doesn't hold up all who come after. */
const AT_ONCE = 3
/** Keys in one read. */
const KEYS_MAX = 500

type Asked<Value> = PromiseWithResolvers<Value | undefined>

export class SharedReads<Value> {
  readonly #read: (keys: string[]) => Promise<Map<string, Value>>
  readonly #waiting = new Map<string, Asked<Value>>()
  #underWay = 0

  constructor(read: (keys: string[]) => Promise<Map<string, Value>>) {
    this.#read = read
  }

  /** As it is now or later, never as it was before the call; undefined where the read brings nothing for the key. */
  find(key: string): Promise<Value | undefined> {
    const asked = this.#waiting.get(key) ?? Promise.withResolvers()
    this.#waiting.set(key, asked)
    if (this.#underWay < AT_ONCE) void this.#next()
    return asked.promise
  }

  async #next(): Promise<void> {
    const batch = [...this.#waiting].slice(0, KEYS_MAX)
    for (const [key] of batch) this.#waiting.delete(key)
    this.#underWay++
    try {
      const values = await this.#read(batch.map(([key]) => key))
      for (const [key, asked] of batch) asked.resolve(values.get(key))
    } catch (error) {
      for (const [, asked] of batch) asked.reject(error)
    }
    this.#underWay--
    if (this.#waiting.size > 0) void this.#next()
  }
}
