// Fills a database with one user's jobs as they are after a long time: most of them done, a few failed, the newest under
// way. All of them one user's, which is the hardest for every index.
import postgres from 'postgres'
import { USER } from './http-client.ts'

/** Ids to ask for are so many, spread over all rows. */
const IDS = 5_000

/** Returns ids of those jobs. */
export const fillJobs = async (databaseUrl: string, jobs: number): Promise<string[]> => {
  const sql = postgres(databaseUrl, { max: 1 })
  try {
    await sql`alter table resume_generation_job disable trigger user`
    await insertJobs(sql, jobs)
    await sql`alter table resume_generation_job enable trigger user`
    await sql`vacuum analyze resume_generation_job`
    const rows = await sql<{ id: string }[]>`select id from resume_generation_job order by md5(id) limit ${IDS}`
    return rows.map(({ id }) => id)
  } finally {
    await sql.end()
  }
}

const insertJobs = (sql: postgres.Sql, jobs: number) => sql`
  insert into resume_generation_job (
    id, candidate_id, job_row_id, status, progress, file_type, result_url, error_message, created_at, started_at,
    completed_at, user_id, stage, priority, attempt, version, changed, cache_hit, warnings, fence, lease_until,
    worker, generating, failures, run_after, cache_key, regenerate, document_id, request_id, retry_of, detail)
  select md5(n::text)::uuid::text, 7, null, status, case status when 'SUCCESS' then 100 else 5 end, 'word', null,
    case status when 'FAILURE' then 'The AI service has no quota left.' end, made, made,
    case when status <> 'PROCESSING' then made end, ${USER},
    case status when 'SUCCESS' then 'done' when 'FAILURE' then 'failed' else 'waiting' end, 'default', 1, 9,
    pg_current_xact_id(), null, '["One line was kept as it was."]'::jsonb, 2, null,
    'worker-1', false, 0, null, md5(n::text), false, null, null, null, null
  from generate_series(1, ${jobs}::int) as n,
    lateral (select clock_timestamp() - make_interval(secs => ${jobs}::int - n)) as at(made),
    lateral (select case when n > ${jobs}::int - 20 then 'PROCESSING' when n % 100 = 0 then 'FAILURE'
      else 'SUCCESS' end) as state(status)`
