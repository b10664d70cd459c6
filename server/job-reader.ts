// Reads jobs by id for all who ask: those who ask while reads are under way share the next one. Polls that come together
// so cost PostgreSQL, and this process, one statement instead of many.
import type { Database } from '../shared/database.ts'
import { findJobs } from '../shared/job-reads.ts'
import type { ViewRow } from '../shared/job-view.ts'

/** Reads under way: more than one, so that a connection that hangs doesn't hold up all who come after. */
const AT_ONCE = 3

type Asked = PromiseWithResolvers<ViewRow | undefined>

export class JobReader {
  readonly #db: Database
  #waiting = new Map<string, Asked>()
  #underWay = 0

  constructor(db: Database) {
    this.#db = db
  }

  /** The row as it is now or later, never as it was before the call; undefined where there is none. */
  find(id: string): Promise<ViewRow | undefined> {
    const asked = this.#waiting.get(id) ?? Promise.withResolvers()
    this.#waiting.set(id, asked)
    if (this.#underWay < AT_ONCE) void this.#read()
    return asked.promise
  }

  async #read(): Promise<void> {
    const batch = this.#waiting
    this.#waiting = new Map()
    this.#underWay++
    try {
      const rows = new Map((await findJobs(this.#db, [...batch.keys()])).map(row => [row.id, row]))
      for (const [id, asked] of batch) asked.resolve(rows.get(id))
    } catch (error) {
      for (const asked of batch.values()) asked.reject(error)
    }
    this.#underWay--
    if (this.#waiting.size > 0) void this.#read()
  }
}
