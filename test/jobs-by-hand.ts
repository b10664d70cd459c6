// A worker's part, played by a test: a named job is picked up and begun, without its place in line.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '../shared/database.ts'
import { type ViewRow, viewColumns } from '../shared/job-view.ts'
import { type Held, leaseEnd, parkJob, stamp } from '../shared/jobs.ts'

/** Picks a queued job up: `waiting`, fence 1. Null where it is not queued. */
export const claimJob = async (db: Database, id: string): Promise<(ViewRow & Held) | null> => {
  const parked = await parkJob(db, { id, fence: 0 }, randomBytes(16).toString('hex'))
  return parked ? { ...parked, fence: 1 } : null
}

/** Takes a slot for it: `generating`, attempt + 1, a lease. The fence stays. */
export const beginAttempt = async (db: Database, held: Held): Promise<ViewRow | undefined> => {
  const { rows } = await sql<ViewRow>`
    update resume_generation_job set lease_until = ${leaseEnd}, worker = 'test', generating = true, attempt = attempt + 1,
      stage = 'generating', progress = 5, version = version + 1, changed = ${stamp}
    where id = ${held.id} and fence = ${held.fence} and status = 'PROCESSING'
    returning ${sql.join(viewColumns.map(column => sql.ref(column)))}`.execute(db)
  return rows[0]
}
