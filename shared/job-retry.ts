// An operator's retry: a new job of the same owner and inputs; the failed one stays as it is.
import { sql } from 'kysely'
import type { Database } from './database.ts'
import { AppError } from './errors.ts'
import { type ViewRow, viewColumns } from './job-view.ts'
import { newJobId, now } from './jobs.ts'

/** Throws JOB_NOT_FOUND, JOB_NOT_READY where it is unfinished, JOB_FINISHED after SUCCESS. */
export const retryAsNew = (db: Database, jobId: string, requestId: string): Promise<ViewRow> =>
  db.transaction().execute(async transaction => {
    // A deletion of the candidate that is under way is waited for: no job of it may outlive it.
    await sql`
      select from candidate where id = (select candidate_id from resume_generation_job where id = ${jobId})
      for key share`.execute(transaction)
    const job = await transaction
      .selectFrom('resume_generation_job')
      .select('status')
      .where('id', '=', jobId)
      .where('user_id', 'is not', null)
      .executeTakeFirst()
    if (!job) throw new AppError('JOB_NOT_FOUND')
    if (job.status === 'SUCCESS') throw new AppError('JOB_FINISHED')
    if (job.status !== 'FAILURE') throw new AppError('JOB_NOT_READY')
    return insertRetry(transaction, jobId, requestId)
  })

const insertRetry = async (db: Database, jobId: string, requestId: string): Promise<ViewRow> => {
  const { rows } = await sql<ViewRow>`
    with created as (
      insert into resume_generation_job (
        id, candidate_id, job_row_id, status, progress, file_type, result_url, error_message, created_at, started_at,
        completed_at, user_id, stage, priority, attempt, version, changed, cache_hit, warnings, fence, lease_until,
        worker, generating, failures, run_after, cache_key, regenerate, document_id, request_id, retry_of, detail)
      select ${newJobId()}, candidate_id, job_row_id, 'PENDING', 0, file_type, null, null, ${now}, null,
        null, user_id, 'queued', priority, 0, 1, pg_current_xact_id(), null, '[]'::jsonb, 0, null,
        null, false, 0, null, null, regenerate, null, ${requestId}, id, null
      from resume_generation_job where id = ${jobId}
      returning ${sql.join(viewColumns.map(column => sql.ref(column)))}
    ), input as (
      insert into job_input (job_id, profile, job_title, company, job_description)
      select created.id, profile, job_title, company, job_description from created, job_input where job_id = ${jobId}
    )
    select * from created`.execute(db)
  return rows[0]!
}
