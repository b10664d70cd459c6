// A new job: its row, its inputs as they are now, and its Idempotency-Key, all in one transaction.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
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
  if (key === undefined) return { job: await insertJob(db, id, job), replayed: false }
  return db.transaction().execute(async transaction => {
    const before = await takeKey(transaction, id, job, key)
    if (!before) return { job: await insertJob(transaction, id, job), replayed: false }
    return { job: before, replayed: true }
  })
}

/** One statement, one round trip: the profile goes from table to table and never through this process. */
const insertJob = async (db: Database, id: string, job: NewJob): Promise<ViewRow> => {
  const { rows } = await sql<ViewRow & { candidate_found: boolean; job_row_found: boolean; id: string | null }>`
    with owner as (
      select id, profile from candidate where id = ${job.candidateId} and user_id = ${job.userId}
      for key share
    ), job_row as (
      select job_title, company, job_description from candidate_job
      where id = ${job.jobRowId}::int and candidate_id = (select id from owner)
    ), created as (
      insert into resume_generation_job (
        id, candidate_id, job_row_id, status, progress, file_type, result_url, error_message, created_at, started_at,
        completed_at, user_id, stage, priority, attempt, version, changed, cache_hit, warnings, fence, lease_until,
        worker, generating, failures, run_after, cache_key, regenerate, document_id, request_id, retry_of, detail)
      select ${id}, owner.id, ${job.jobRowId}::int, 'PENDING', 0, ${job.fileType}, null, null, ${now}, null,
        null, ${job.userId}, 'queued', ${job.priority}, 0, 1, pg_current_xact_id(), null, '[]'::jsonb, 0, null,
        null, false, 0, null, null, ${job.regenerate}::boolean, null, ${job.requestId}, null, null
      from owner where ${job.jobRowId}::int is null or exists (select from job_row)
      returning ${sql.join(viewColumns.map(column => sql.ref(column)))}
    ), input as (
      insert into job_input (job_id, profile, job_title, company, job_description)
      select created.id, coalesce(owner.profile, '{}'), job_row.job_title, job_row.company,
        coalesce(${textOrNull(job.jobDescription)}, job_row.job_description)
      from created cross join owner left join job_row on true
    )
    select exists (select from owner) as candidate_found, exists (select from job_row) as job_row_found, created.*
    from (select) as always left join created on true`.execute(db)
  const row = rows[0]
  if (!row?.candidate_found) throw new AppError('CANDIDATE_NOT_FOUND')
  if (row.id === null) throw new AppError('JOB_ROW_NOT_FOUND')
  return row
}

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
