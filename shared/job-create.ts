// A new job: its row, its inputs as they are now, and its Idempotency-Key, all in one transaction.
import { createHash } from 'node:crypto'
import { CompiledQuery, sql } from 'kysely'
import type { Database } from './database.ts'
import { AppError } from './errors.ts'
import { type ViewRow, viewColumns } from './job-view.ts'
import { newJobId, now } from './jobs.ts'
import type { FileType, Priority } from './protocol.ts'
import { textOrNull } from './text.ts'

export interface NewJob {
  userId: string
  candidateId: number
  jobRowId: number | null
  /** Wins over the one in the candidate_job row; blank counts as absent. */
  jobDescription: string | null
  fileType: FileType
  priority: Priority
  regenerate: boolean
  requestId: string | null
}

export interface CreatedJob {
  job: ViewRow
  /** The key was used before: `job` is the one made then, in its state of now. */
  replayed: boolean
}

/** How long an Idempotency-Key is remembered. */
export const KEY_HOURS = 24

/** Throws CANDIDATE_NOT_FOUND, JOB_ROW_NOT_FOUND, IDEMPOTENCY_KEY_REUSED. */
export const createJob = async (db: Database, job: NewJob, key: string | undefined): Promise<CreatedJob> => {
  const id = newJobId()
  if (key === undefined) return { job: await untilUnlocked(() => createOne(db, id, job)), replayed: false }
  return untilUnlocked(() =>
    db.transaction().execute(async transaction => {
      const before = await takeKey(transaction, id, job, key)
      if (!before) return { job: await createOne(transaction, id, job), replayed: false }
      return { job: before, replayed: true }
    }),
  )
}

/** ms for which a candidate that is being deleted is waited for, and between two tries; no connection is held meanwhile. */
const LOCKED_MS = 4_000
const LOCKED_AGAIN_MS = 100

/** Tries again where the candidate is locked. Throws UNAVAILABLE where it still is after 4 s. */
export const untilUnlocked = async <T>(write: () => Promise<T>): Promise<T> => {
  const deadline = performance.now() + LOCKED_MS
  for (;;) {
    try {
      return await write()
    } catch (error) {
      if (!isLocked(error)) throw error
      if (performance.now() > deadline) throw new AppError('UNAVAILABLE')
      await new Promise(resolve => setTimeout(resolve, LOCKED_AGAIN_MS))
    }
  }
}

/** PostgreSQL's lock_not_available. */
const isLocked = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === '55P03'

const createOne = async (db: Database, id: string, job: NewJob): Promise<ViewRow> =>
  createdOrThrow((await insertJobs(db, [{ id, ...job }])).get(id)!)

/** What became of one of `insertJobs`. Throws CANDIDATE_NOT_FOUND, JOB_ROW_NOT_FOUND. */
export const createdOrThrow = (row: InsertedRow): ViewRow => {
  if (!row.candidate_found) throw new AppError('CANDIDATE_NOT_FOUND')
  if (row.id === null) throw new AppError('JOB_ROW_NOT_FOUND')
  return row as ViewRow
}

export type InsertedRow = { candidate_found: boolean } & (ViewRow | { id: null })

/**
 * Many jobs of any users in one statement, one round trip: profiles go from table to table and never through this
 * process. What became of each, by its id. All or none where it rejects, as it does at once where a candidate is locked: a
 * deletion that takes long must not hold up the posts of others.
 */
export const insertJobs = async (
  db: Database,
  jobs: ({ id: string } & NewJob)[],
): Promise<Map<string, InsertedRow>> => {
  const asked = jobs.map(job => ({ ...job, jobDescription: textOrNull(job.jobDescription) }))
  const query = CompiledQuery.raw(INSERT_JOBS, [JSON.stringify(asked)])
  const { rows } = await db.executeQuery<InsertedRow & { asked_id: string }>(query)
  return new Map(rows.map(({ asked_id, ...row }) => [asked_id, row as InsertedRow]))
}

/** Put together once: the same text for any number of jobs. */
const INSERT_JOBS = `
  with asked as (
    select * from json_to_recordset($1::json) as asked (
      id text, "userId" text, "candidateId" int, "jobRowId" int, "jobDescription" text, "fileType" text, priority text,
      regenerate boolean, "requestId" text)
  ), owner as (
    select asked.id as job_id, candidate.id, candidate.profile
    from asked join candidate on candidate.id = asked."candidateId" and candidate.user_id = asked."userId"
    for key share of candidate nowait
  ), job_row as (
    select asked.id as job_id, found.job_title, found.company, found.job_description
    from asked join owner on owner.job_id = asked.id
      join candidate_job as found on found.id = asked."jobRowId" and found.candidate_id = owner.id
  ), created as (
    insert into resume_generation_job (
      id, candidate_id, job_row_id, status, progress, file_type, result_url, error_message, created_at, started_at,
      completed_at, user_id, stage, priority, attempt, version, changed, cache_hit, warnings, fence, lease_until,
      worker, generating, failures, run_after, cache_key, regenerate, document_id, request_id, retry_of, detail)
    select asked.id, owner.id, asked."jobRowId", 'PENDING', 0, asked."fileType", null, null,
      date_trunc('milliseconds', clock_timestamp()), null,
      null, asked."userId", 'queued', asked.priority, 0, 1, pg_current_xact_id(), null, '[]'::jsonb, 0, null,
      null, false, 0, null, null, asked.regenerate, null, asked."requestId", null, null
    from asked join owner on owner.job_id = asked.id
    where asked."jobRowId" is null or exists (select from job_row where job_row.job_id = asked.id)
    returning ${viewColumns.join(', ')}
  ), input as (
    insert into job_input (job_id, profile, job_title, company, job_description)
    select created.id, coalesce(owner.profile, '{}'), job_row.job_title, job_row.company,
      coalesce(asked."jobDescription", job_row.job_description)
    from created join asked on asked.id = created.id join owner on owner.job_id = created.id
      left join job_row on job_row.job_id = created.id
  )
  select asked.id as asked_id, owner.job_id is not null as candidate_found, created.*
  from asked left join owner on owner.job_id = asked.id left join created on created.id = asked.id`

/** Takes the key for this job, or returns the job that has it. A second request at once waits here for the first. */
const takeKey = async (db: Database, id: string, job: NewJob, key: string): Promise<ViewRow | undefined> => {
  const hash = requestHash(job)
  const taken = await sql`
    insert into idempotency_key as existing (user_id, key, request_hash, job_id, created_at)
    values (${job.userId}, ${key}, ${hash}, ${id}, ${now})
    on conflict (user_id, key) do update
      set request_hash = excluded.request_hash, job_id = excluded.job_id, created_at = excluded.created_at
      where existing.created_at < clock_timestamp() - make_interval(hours => ${KEY_HOURS})
    returning job_id`.execute(db)
  if (taken.rows.length > 0) return undefined
  const known = await db
    .selectFrom('idempotency_key')
    .innerJoin('resume_generation_job', 'resume_generation_job.id', 'idempotency_key.job_id')
    .select(['request_hash', ...viewColumns.map(column => `resume_generation_job.${column}` as const)])
    .where('idempotency_key.user_id', '=', job.userId)
    .where('key', '=', key)
    .executeTakeFirst()
  // Deleted with its job in this very moment: the key is free.
  if (!known) return takeKey(db, id, job, key)
  if (known.request_hash !== hash) throw new AppError('IDEMPOTENCY_KEY_REUSED')
  return known
}

/** Of the known fields as the request gave them, absent ones as their defaults; a blank job text is an absent one. */
const requestHash = ({ candidateId, jobRowId, jobDescription, fileType, priority, regenerate }: NewJob): string => {
  const text = textOrNull(jobDescription) === null ? null : jobDescription
  const fields = [candidateId, jobRowId, text, fileType, priority, regenerate]
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex')
}
