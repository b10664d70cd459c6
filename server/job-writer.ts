// New jobs of many requests at once: those that come while others are being written go in one statement, each still
// answered for itself. Knows no requests.
import { type Database, isUnavailable } from '../shared/database.ts'
import { createdOrThrow, type InsertedRow, insertJobs, type NewJob, untilUnlocked } from '../shared/job-create.ts'
import type { ViewRow } from '../shared/job-view.ts'
import { newJobId } from '../shared/jobs.ts'
import { SharedCalls } from './shared-calls.ts'

export class JobWriter {
  readonly #db: Database
  readonly #asked = new Map<string, NewJob>()
  readonly #written = new SharedCalls<InsertedRow | Error>(ids => this.#write(ids))

  constructor(db: Database) {
    this.#db = db
  }

  /** Resolves once it is committed. Throws CANDIDATE_NOT_FOUND, JOB_ROW_NOT_FOUND. */
  async create(job: NewJob): Promise<ViewRow> {
    return untilUnlocked(() => this.#createOne(job))
  }

  async #createOne(job: NewJob): Promise<ViewRow> {
    const id = newJobId()
    this.#asked.set(id, job)
    try {
      const written = await this.#written.find(id)
      if (written instanceof Error) throw written
      return createdOrThrow(written!)
    } finally {
      this.#asked.delete(id)
    }
  }

  /** One that PostgreSQL refuses must not take the others along: then each is written alone. */
  async #write(ids: string[]): Promise<Map<string, InsertedRow | Error>> {
    const jobs = ids.map(id => ({ id, ...this.#asked.get(id)! }))
    try {
      return await insertJobs(this.#db, jobs)
    } catch (error) {
      if (jobs.length === 1 || isUnavailable(error)) throw error
    }
    const written = new Map<string, InsertedRow | Error>()
    for (const job of jobs) {
      const one = await insertJobs(this.#db, [job]).catch((error: Error) => error)
      written.set(job.id, one instanceof Error ? one : one.get(job.id)!)
    }
    return written
  }
}
