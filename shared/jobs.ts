// The job's state machine: each change is one guarded statement. Every write of a worker names its fence and a state
// that is not final; nothing here reads a queue, publishes, or knows what a document is.
import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Database, JobRow } from './database.ts'
import { type ErrorCode, errorTable } from './errors.ts'
import { type ViewRow, viewColumns } from './job-view.ts'
import type { CacheHit, JobStage } from './protocol.ts'

/**
 * How long a worker holds a job without renewing; renewed every `LEASE_RENEW_MS`, by which a worker also learns of a
 * cancel that Redis could not tell it: within 5 s.
 */
export const LEASE_SECONDS = 15
export const LEASE_RENEW_MS = 4_000
/** The failure that ends a job. */
export const MAX_FAILURES = 3

/** The job as its worker holds it: any write with an older fence changes nothing. */
export interface Held {
  id: string
  fence: number
}
/** The database's clock, in the wire's precision: what is stored is what is shown. */
export const now = sql<Date>`date_trunc('milliseconds', clock_timestamp())`
export const leaseEnd = sql<Date>`clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})`
/** The stamp by which readers catch up; see job-reads.ts. */
export const stamp = sql<string>`pg_current_xact_id()`
export const unfinished = sql<boolean>`status in ('PENDING', 'PROCESSING')`

type Changes = { [K in keyof JobRow]?: JobRow[K] | RawBuilder<JobRow[K]> }

/** One change that a client sees: version + 1. Undefined: the job is final, gone, or another worker's now. */
const change = (db: Database, held: Held, changes: Changes, when = unfinished): Promise<ViewRow | undefined> =>
  db
    .updateTable('resume_generation_job')
    .set({ version: sql`version + 1`, changed: stamp, detail: null, ...changes } as never)
    .where('id', '=', held.id)
    .where('fence', '=', held.fence)
    .where(when)
    .returning(viewColumns)
    .executeTakeFirst()

/** For what must not count twice, should its first answer have been lost on the way. */
const generating = sql<boolean>`status = 'PROCESSING' and generating`

/** False: the job is no longer this worker's. Not a change that a client sees. */
export const renewLease = async (db: Database, held: Held): Promise<boolean> => {
  const renewed = await db
    .updateTable('resume_generation_job')
    .set({ lease_until: leaseEnd })
    .where('id', '=', held.id)
    .where('fence', '=', held.fence)
    .where(unfinished)
    .executeTakeFirst()
  return renewed.numUpdatedRows > 0n
}

/** Within an attempt progress never falls. */
export const moveJob = (db: Database, held: Held, stage: JobStage, progress: number) =>
  change(db, held, { stage, progress: sql`greatest(progress, ${progress}::int)` })

const ended = {
  lease_until: null,
  generating: false,
  started_at: sql<Date>`coalesce(started_at, ${now})`,
  completed_at: now,
  run_after: null,
}

export const succeedJob = (
  db: Database,
  held: Held,
  result: { documentId: number; cacheHit: CacheHit | null; warnings: string[] },
) =>
  change(db, held, {
    ...ended,
    status: 'SUCCESS',
    stage: 'done',
    progress: 100,
    document_id: result.documentId,
    cache_hit: result.cacheHit,
    warnings: sql`${JSON.stringify(result.warnings)}::text::jsonb`,
    result_url: `/api/resume-async/download/${held.id}`,
  })

/** The job ends as a FAILURE that says `message` (the table's, if none is given). */
export const failJob = (db: Database, held: Held, code: ErrorCode, message: string = errorTable[code].message) =>
  change(db, held, { ...ended, status: 'FAILURE', stage: 'failed', error_message: message, detail: code })

/** The attempt failed and another follows after `waitMs`, by the database's clock. */
export const retryJob = (db: Database, held: Held, code: ErrorCode, waitMs: number) =>
  change(
    db,
    held,
    {
      stage: 'retrying',
      failures: sql`failures + 1`,
      generating: false,
      lease_until: null,
      run_after: sql`clock_timestamp() + make_interval(secs => ${waitMs / 1000})`,
      detail: code,
    },
    generating,
  )

/** Picked up, not answered by a cache: it waits in line for a slot. */
export const parkJob = (db: Database, held: Held, cacheKey: string) =>
  change(db, held, {
    fence: sql`fence + 1`,
    status: 'PROCESSING',
    stage: 'waiting',
    started_at: sql`coalesce(started_at, ${now})`,
    cache_key: cacheKey,
  })

/** Hands the job back, as at shutdown: it costs the job nothing, and another worker may take it at once. */
export const handBackJob = (db: Database, held: Held) =>
  change(db, held, { stage: 'waiting', generating: false, lease_until: null, detail: 'handed back' }, generating)

/** The owner's or an operator's cancel, at any door: no fence, since the first final state wins. */
export const cancelJob = (db: Database, id: string): Promise<ViewRow | undefined> =>
  db
    .updateTable('resume_generation_job')
    .set({
      ...ended,
      started_at: sql`started_at`,
      fence: sql`fence + 1`,
      status: 'FAILURE',
      stage: 'cancelled',
      error_message: 'The job was cancelled.',
      version: sql`version + 1`,
      changed: stamp,
      detail: null,
    })
    .where('id', '=', id)
    .where('user_id', 'is not', null)
    .where(unfinished)
    .returning(viewColumns)
    .executeTakeFirst()

export const newJobId = (): string => randomUUID()
