// How a worker comes to a job: an entry's job that is still queued, the next one in line for a slot, and one whose
// worker is lost. Each claim is one guarded statement that raises the fence.
import { sql } from 'kysely'
import type { Database, JobInputRow, JobRow } from './database.ts'
import { errorTable } from './errors.ts'
import { type ViewRow, viewColumns } from './job-view.ts'
import { type Held, LEASE_SECONDS, leaseEnd, MAX_FAILURES, now, stamp } from './jobs.ts'

export type JobInput = Omit<JobInputRow, 'job_id'>

export interface PickedJob extends ViewRow, Held {
  failures: number
  regenerate: boolean
  request_id: string | null
  cache_key: string | null
  input: JobInput
}

/** The attempt that died with its worker, as far as it had come. */
export interface LostAttempt {
  attempt: number
  worker: string
  progress: number
  /** Since it began. */
  ms: number
}

const columns = [...viewColumns, 'fence', 'failures', 'regenerate', 'request_id', 'cache_key'] as const
const jobColumns = sql.join(columns.map(column => sql.ref(`job.${column}`)))
const inputColumns = sql.raw('input.profile, input.job_title, input.company, input.job_description')

/** The job of an entry, to be looked up in the cache. Undefined: it is past that already. */
export const findQueued = async (db: Database, id: string): Promise<PickedJob | undefined> => {
  const { rows } = await sql<PickedRow>`
    select ${jobColumns}, ${inputColumns}
    from resume_generation_job as job join job_input as input on input.job_id = job.id
    where job.id = ${id} and job.user_id is not null and job.status = 'PENDING'`.execute(db)
  return rows[0] && pickedJob(rows[0])
}

/** An identical job that generates, or is about to again, goes before `job`. */
const rides = sql<boolean>`(not job.regenerate and exists (
  select from resume_generation_job as first
  where first.user_id = job.user_id and first.cache_key = job.cache_key and first.status = 'PROCESSING'
    and first.id <> job.id and not first.regenerate
    and (first.generating or (first.stage = 'retrying' and (job.stage <> 'retrying' or first.id < job.id)))))`

/** In line: picked up, held by nobody, due, and riding on nobody. */
const inLine = sql<boolean>`
  job.user_id is not null and job.status = 'PROCESSING' and job.lease_until is null
  and coalesce(job.run_after, '-infinity') <= clock_timestamp() and not ${rides}`

/** Whether anyone is in line. */
export const hasNext = async (db: Database): Promise<boolean> => {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from resume_generation_job as job where ${inLine}) as found`.execute(db)
  return rows[0]!.found
}

/**
 * A slot is taken, by the first in line over all workers: high before default, then the oldest. Attempt + 1 and a lease.
 * Undefined: nobody is in line.
 */
export const claimNext = async (db: Database, worker: string): Promise<PickedJob | undefined> => {
  const { rows } = await sql<PickedRow>`
    with next as (
      select job.id from resume_generation_job as job where ${inLine}
      order by job.priority desc, job.created_at, job.id limit 1 for update skip locked
    )
    update resume_generation_job as job set
      fence = job.fence + 1, lease_until = ${leaseEnd}, worker = ${worker}, generating = true, run_after = null,
      attempt = job.attempt + 1, stage = 'generating', progress = ${FIRST_PROGRESS}::int, detail = null,
      version = job.version + 1, changed = ${stamp}
    from next join job_input as input on input.job_id = next.id
    where job.id = next.id
    returning ${jobColumns}, ${inputColumns}`
    .execute(db)
    .catch(error => {
      // Two workers took identical jobs in the same moment: one of them generates, the other asks again.
      if ((error as { code?: string }).code === UNIQUE_VIOLATION) return { rows: [] }
      throw error
    })
  return rows[0] && pickedJob(rows[0])
}

/**
 * After a claim whose answer was lost: what this worker has claimed and doesn't know of gets back in line, and it costs
 * the job nothing. Returns those jobs. @param known what it does know of.
 */
export const returnUnknown = async (db: Database, worker: string, known: string[]): Promise<ViewRow[]> => {
  const { rows } = await sql<ViewRow>`
    update resume_generation_job set
      fence = fence + 1, lease_until = null, generating = false, stage = 'waiting', detail = 'handed back',
      version = version + 1, changed = ${stamp}
    where user_id is not null and status = 'PROCESSING' and generating and worker = ${worker}
      and id <> all(${known}::text[])
    returning ${sql.join(viewColumns.map(column => sql.ref(column)))}`.execute(db)
  return rows
}

/** Of an attempt that has just begun. */
export const FIRST_PROGRESS = 5
const UNIQUE_VIOLATION = '23505'

/**
 * Jobs whose lease ran out: their worker is dead, frozen or cut off.
 * @param upForSeconds PostgreSQL must have been up for so long: after a restart a holder that lives must first renew.
 */
export const findLost = async (db: Database, upForSeconds: number): Promise<Held[]> => {
  const { rows } = await sql<Held>`
    select id, fence from resume_generation_job
    where user_id is not null and status = 'PROCESSING' and lease_until < clock_timestamp()
      and pg_postmaster_start_time() < clock_timestamp() - make_interval(secs => ${upForSeconds})`.execute(db)
  return rows
}

/**
 * Takes a lost job from its worker: back in line with one failure more, or ended by its third. Undefined: the worker has
 * renewed after all.
 */
export const reclaimLost = async (
  db: Database,
  { id, fence }: Held,
): Promise<{ job: PickedJob; lost: LostAttempt } | undefined> => {
  const { rows } = await sql<PickedRow & { lost_worker: string; lost_progress: number; lost_ms: number | null }>`
    with before as (
      select id, worker, progress, failures + 1 >= ${MAX_FAILURES}::int as over from resume_generation_job
      where id = ${id} and fence = ${fence} and status = 'PROCESSING' and lease_until < clock_timestamp()
      for update
    )
    update resume_generation_job as job set
      fence = job.fence + 1, lease_until = null, generating = false, failures = job.failures + 1,
      status = case when before.over then 'FAILURE' else 'PROCESSING' end,
      stage = case when before.over then 'failed' else 'waiting' end,
      progress = case when before.over then job.progress else 0 end,
      error_message = case when before.over then ${errorTable.WORKER_LOST.message}::text end,
      completed_at = case when before.over then ${now} end,
      detail = 'its worker was lost', version = job.version + 1, changed = ${stamp}
    from before join job_input as input on input.job_id = before.id
    where job.id = before.id
    returning ${jobColumns}, ${inputColumns}, before.worker as lost_worker, before.progress as lost_progress,
      (select extract(epoch from clock_timestamp() - max(at))::float * 1000 from job_timeline
        where job_id = before.id and job_timeline.stage = 'generating') as lost_ms`.execute(db)
  const row = rows[0]
  if (!row) return undefined
  const { lost_worker: worker, lost_progress: progress, lost_ms, ...job } = row
  return { job: pickedJob(job), lost: { attempt: job.attempt, worker, progress, ms: Math.max(lost_ms ?? 0, 0) } }
}

/** Jobs that ended in the last hour without word of their last attempt: cancelled, and then their worker died. */
export const findUnrecorded = async (db: Database): Promise<{ job: PickedJob; lost: LostAttempt }[]> => {
  const { rows } = await sql<PickedRow & { lost_worker: string; lost_ms: number | null }>`
    select ${jobColumns}, ${inputColumns}, job.worker as lost_worker,
      (select extract(epoch from job.completed_at - max(at))::float * 1000 from job_timeline
        where job_id = job.id and job_timeline.stage = 'generating') as lost_ms
    from resume_generation_job as job join job_input as input on input.job_id = job.id
    where job.user_id is not null and job.attempt > 0
      and job.completed_at between clock_timestamp() - interval '1 hour'
        and clock_timestamp() - make_interval(secs => ${2 * LEASE_SECONDS})
      and not exists (select from job_attempt where job_id = job.id and job_attempt.attempt = job.attempt)
    limit 100`.execute(db)
  return rows.map(({ lost_worker: worker, lost_ms, ...row }) => {
    const { attempt, progress } = row
    return { job: pickedJob(row), lost: { attempt, worker, progress, ms: Math.max(lost_ms ?? 0, 0) } }
  })
}

type PickedRow = Omit<PickedJob, 'input'> & JobInput

const pickedJob = ({ profile, job_title, company, job_description, ...job }: PickedRow): PickedJob => ({
  ...job,
  input: { profile, job_title, company, job_description },
})

/** Who rides on a job: identical ones that wait. */
const ridersOf = ({ id, user_id, cache_key }: Rideable) => sql<boolean>`
  user_id = ${user_id} and cache_key = ${cache_key} and id <> ${id} and status = 'PROCESSING' and not regenerate
  and lease_until is null and not generating`

export type Rideable = Pick<JobRow, 'id' | 'user_id' | 'cache_key'>

export type Rider = ViewRow & { moved: boolean }

/** The riders' bars follow, where they were lower. Returns all riders; none, and moves none, where the job is lost. */
export const moveRiders = async (db: Database, job: Rideable & Held, progress: number): Promise<Rider[]> => {
  const lower = sql`progress < ${progress}::int`
  const { rows } = await sql<Rider>`
    update resume_generation_job set
      progress = greatest(progress, ${progress}::int), version = version + case when ${lower} then 1 else 0 end,
      changed = case when ${lower} then ${stamp} else changed end
    where ${ridersOf(job)} and exists (
      select from resume_generation_job as leader
      where leader.id = ${job.id} and leader.fence = ${job.fence} and leader.status = 'PROCESSING')
    returning ${sql.join(viewColumns.map(column => sql.ref(column)))}, changed = ${stamp} as moved`.execute(db)
  return rows
}

/** A high job that rides on a default one raises it: it would else wait behind default jobs. Returns the one raised. */
export const raiseLeader = async (
  db: Database,
  { id, user_id }: Rideable,
  cacheKey: string,
): Promise<ViewRow | undefined> => {
  const { rows } = await sql<ViewRow>`
    update resume_generation_job as leader set priority = 'high', version = version + 1, changed = ${stamp}
    where user_id = ${user_id} and cache_key = ${cacheKey} and id <> ${id} and status = 'PROCESSING'
      and priority = 'default' and not regenerate and (generating or stage = 'retrying')
      and exists (
        select from resume_generation_job as rider
        where rider.id = ${id} and rider.status = 'PROCESSING' and rider.lease_until is null)
    returning ${sql.join(viewColumns.map(column => sql.ref(column)))}`.execute(db)
  return rows[0]
}

/**
 * Waits while an identical job is just ending, which has missed a rider that got in line in that moment: its document
 * is there afterwards.
 */
export const letLeaderEnd = async (db: Database, { id, user_id }: Rideable, cacheKey: string): Promise<void> => {
  await sql`
    select from resume_generation_job
    where user_id = ${user_id} and cache_key = ${cacheKey} and id <> ${id} and status = 'PROCESSING' and generating
    for share`.execute(db)
}

/** The riders end with the document of the job they rode on. Returns them. */
export const succeedRiders = async (
  db: Database,
  job: Rideable,
  documentId: number,
  warnings: string[],
): Promise<ViewRow[]> => {
  const { rows } = await sql<ViewRow>`
    update resume_generation_job set
      fence = fence + 1, status = 'SUCCESS', stage = 'done', progress = 100, document_id = ${documentId}::bigint,
      cache_hit = 'shared', warnings = ${JSON.stringify(warnings)}::text::jsonb, run_after = null, completed_at = ${now},
      result_url = '/api/resume-async/download/' || id, version = version + 1, changed = ${stamp}
    where ${ridersOf(job)}
    returning ${sql.join(viewColumns.map(column => sql.ref(column)))}`.execute(db)
  return rows
}
