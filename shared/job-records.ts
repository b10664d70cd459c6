// What is kept beside a job: the model's checked answers for the next attempt, and what each attempt cost.
import { sql } from 'kysely'
import type { Database, JobAnswerRow, JobAttemptRow } from './database.ts'
import { type Held, now } from './jobs.ts'

export type AnswerName = JobAnswerRow['name']

/** Kept only while this worker holds the job. */
export const keepAnswer = async (db: Database, held: Held, name: AnswerName, answer: unknown): Promise<void> => {
  await sql`
    insert into job_answer (job_id, name, answer)
    select id, ${name}, ${JSON.stringify(answer)}::text::jsonb from resume_generation_job
    where id = ${held.id} and fence = ${held.fence} and status in ('PENDING', 'PROCESSING')
    on conflict (job_id, name) do update set answer = excluded.answer`.execute(db)
}

/** Undefined: the job is no longer this worker's, so there is nothing to ask either. */
export const keptAnswers = async (db: Database, held: Held): Promise<Map<AnswerName, unknown> | undefined> => {
  const { rows } = await sql<{ name: AnswerName | null; answer: unknown }>`
    select name, answer from resume_generation_job left join job_answer on job_id = id
    where id = ${held.id} and fence = ${held.fence} and status in ('PENDING', 'PROCESSING')`.execute(db)
  if (rows.length === 0) return undefined
  return new Map(rows.flatMap(({ name, answer }) => (name === null ? [] : [[name, answer] as const])))
}

export const dropAnswers = async (db: Database, jobId: string): Promise<void> => {
  await db.deleteFrom('job_answer').where('job_id', '=', jobId).execute()
}

export type AttemptRecord = Omit<JobAttemptRow, 'id' | 'started_at' | 'ended_at'> & {
  /** How long it took: a worker's clock may be wrong by hours. */
  ms: number
}

/**
 * Appended when an attempt ends, however it ends: outside the fence, since the money is spent. Once for an attempt:
 * a worker that was taken for dead and woke up finds it recorded. False: it was, or
 * its job was deleted meanwhile.
 */
export const recordAttempt = async (db: Database, record: AttemptRecord): Promise<boolean> => {
  const { numAffectedRows } = await sql`
    with job as (select from resume_generation_job where id = ${record.job_id} for key share)
    insert into job_attempt (job_id, attempt, worker, started_at, ended_at, outcome, model, prompt_tokens,
      cached_tokens, completion_tokens, cost_usd, estimated)
    select ${record.job_id}, ${record.attempt}::int, ${record.worker}, 
      clock_timestamp() - make_interval(secs => ${record.ms / 1000}), ${now},
      ${record.outcome}, ${record.model}, ${record.prompt_tokens}::int, ${record.cached_tokens}::int,
      ${record.completion_tokens}::int, ${record.cost_usd}::numeric, ${record.estimated}::boolean
    from job where not exists (
      select from job_attempt where job_id = ${record.job_id} and attempt = ${record.attempt}::int)`.execute(db)
  return numAffectedRows === 1n
}

/** The ages in ms of the generations that began in the last `withinMs`, in all workers. */
export const recentGenerations = async (db: Database, withinMs: number): Promise<number[]> => {
  const { rows } = await sql<{ age: number }>`
    select floor(extract(epoch from clock_timestamp() - at) * 1000)::int as age
    from (select at, stage from job_timeline order by id desc limit ${RECENT_ROWS}) as recent
    where stage = 'generating' and at > clock_timestamp() - make_interval(secs => ${withinMs / 1000})`.execute(db)
  return rows.map(({ age }) => age)
}

/** More than a minute has: no index on the time is needed. */
const RECENT_ROWS = 50_000
