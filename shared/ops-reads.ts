// What operators see: counts, durations, money, and the history of one job. Never résumé text, profiles or job texts.
import { sql } from 'kysely'
import type { Database } from './database.ts'
import { viewColumns } from './job-view.ts'
import type { CacheHit, JobCounts, JobStatus, Priority, QueueCount, Stats } from './protocol.ts'
import { queueNames } from './queue.ts'

/** By lane: in line for a slot (or not taken in yet), generating, waiting for another attempt. */
export const countQueues = async (db: Database): Promise<QueueCount[]> => {
  const { rows } = await sql<Omit<QueueCount, 'name'> & { priority: Priority }>`
    select priority,
      (count(*) filter (where not generating and stage <> 'retrying'))::int as waiting,
      (count(*) filter (where generating))::int as active,
      (count(*) filter (where stage = 'retrying'))::int as delayed,
      floor(extract(epoch from clock_timestamp() - min(created_at)
        filter (where not generating and stage <> 'retrying')))::int as oldest_wait_seconds
    from resume_generation_job
    where user_id is not null and status in ('PENDING', 'PROCESSING') group by priority`.execute(db)
  return (['default', 'high'] as const).map(priority => {
    const { priority: _, ...counts } = rows.find(row => row.priority === priority) ?? EMPTY
    return { name: queueNames[priority], ...counts }
  })
}
const EMPTY = { priority: 'default', waiting: 0, active: 0, delayed: 0, oldest_wait_seconds: null }

export const countJobs = async (db: Database): Promise<JobCounts> => {
  const { rows } = await sql<{ status: JobStatus; jobs: number }>`
    select status, count(*)::int as jobs from resume_generation_job where user_id is not null group by status`.execute(
    db,
  )
  return {
    PENDING: 0,
    PROCESSING: 0,
    SUCCESS: 0,
    FAILURE: 0,
    ...Object.fromEntries(rows.map(row => [row.status, row.jobs])),
  }
}

/** @param hours back from now. @param buckets of equal length in the series. */
export const readStats = async (db: Database, hours: number, buckets: number): Promise<Stats> => {
  const since = sql`clock_timestamp() - make_interval(hours => ${hours})`
  const [ended, spent, saved, series] = await Promise.all([
    readEnded(db, since),
    readSpent(db, since),
    readSaved(db, since),
    readSeries(db, hours, buckets),
  ])
  const hits = ended.redis + ended.database + ended.shared
  return {
    succeeded: ended.succeeded,
    failed: ended.failed,
    cache_hits: { redis: ended.redis, database: ended.database, shared: ended.shared },
    cache_hit_ratio: ended.succeeded === 0 ? null : hits / ended.succeeded,
    generation_ms: { p50: spent.p50, p95: spent.p95 },
    tokens: { prompt: spent.prompt, cached: spent.cached, completion: spent.completion },
    cost_usd: spent.cost,
    saved_usd: saved,
    series,
  }
}

type Since = ReturnType<typeof sql>

const readEnded = async (db: Database, since: Since) => {
  const { rows } = await sql<Record<'succeeded' | 'failed' | CacheHit, number>>`
    select (count(*) filter (where status = 'SUCCESS'))::int as succeeded,
      (count(*) filter (where status = 'FAILURE' and stage = 'failed'))::int as failed,
      (count(*) filter (where cache_hit = 'redis'))::int as redis,
      (count(*) filter (where cache_hit = 'database'))::int as database,
      (count(*) filter (where cache_hit = 'shared'))::int as shared
    from resume_generation_job where user_id is not null and completed_at > ${since}`.execute(db)
  return rows[0]!
}

const milliseconds = sql`extract(epoch from ended_at - started_at) * 1000`

const readSpent = async (db: Database, since: Since) => {
  const { rows } = await sql<{
    prompt: number
    cached: number
    completion: number
    cost: number
    p50: number | null
    p95: number | null
  }>`
    select coalesce(sum(prompt_tokens), 0)::bigint as prompt, coalesce(sum(cached_tokens), 0)::bigint as cached,
      coalesce(sum(completion_tokens), 0)::bigint as completion, coalesce(sum(cost_usd), 0)::float8 as cost,
      round(percentile_cont(0.5) within group (order by ${milliseconds}) filter (where outcome = 'success'))::int as p50,
      round(percentile_cont(0.95) within group (order by ${milliseconds}) filter (where outcome = 'success'))::int as p95
    from job_attempt where ended_at > ${since}`.execute(db)
  return rows[0]!
}

/** What the generation cost whose document each hit shares. */
const readSaved = async (db: Database, since: Since): Promise<number> => {
  const { rows } = await sql<{ saved: number }>`
    select coalesce(sum(attempt.cost_usd), 0)::float8 as saved
    from resume_generation_job as hit
      join resume_generation_job as source on source.document_id = hit.document_id and source.cache_hit is null
      join job_attempt as attempt on attempt.job_id = source.id and attempt.outcome = 'success'
    where hit.user_id is not null and hit.cache_hit is not null and hit.completed_at > ${since}`.execute(db)
  return rows[0]!.saved
}

const readSeries = async (db: Database, hours: number, buckets: number): Promise<Stats['series']> => {
  const seconds = (hours * 3600) / buckets
  const { rows } = await sql<{ at: Date; succeeded: number; failed: number; p50: number | null; p95: number | null }>`
    with bucket as (
      select at, at + make_interval(secs => ${seconds}) as until
      from generate_series(1, ${buckets}::int) as number,
        lateral (select clock_timestamp() - make_interval(secs => ${seconds} * number)) as start(at)
    ), ended as (
      select completed_at, status, stage from resume_generation_job
      where user_id is not null and completed_at > clock_timestamp() - make_interval(hours => ${hours})
    ), attempt as (
      select ended_at, ${milliseconds} as ms from job_attempt
      where outcome = 'success' and ended_at > clock_timestamp() - make_interval(hours => ${hours})
    )
    select at,
      (select count(*) from ended where completed_at >= at and completed_at < until and status = 'SUCCESS')::int as succeeded,
      (select count(*) from ended where completed_at >= at and completed_at < until and stage = 'failed')::int as failed,
      (select round(percentile_cont(0.5) within group (order by ms))::int from attempt where ended_at >= at and ended_at < until) as p50,
      (select round(percentile_cont(0.95) within group (order by ms))::int from attempt where ended_at >= at and ended_at < until) as p95
    from bucket order by at`.execute(db)
  return rows.map(row => ({ ...row, at: row.at.toISOString() }))
}

export interface OpsJobsFilter {
  limit: number
  status?: JobStatus | undefined
  user?: string | undefined
  from?: Date | undefined
  to?: Date | undefined
  after?: { createdAtMs: number; id: string } | undefined
}

/** All users' jobs, newest first. */
export const listAllJobs = async (db: Database, { limit, status, user, from, to, after }: OpsJobsFilter) => {
  let query = db.selectFrom('resume_generation_job').select(viewColumns).where('user_id', 'is not', null)
  if (status) query = query.where('status', '=', status)
  if (user !== undefined) query = query.where('user_id', '=', user)
  if (from) query = query.where('created_at', '>=', from)
  if (to) query = query.where('created_at', '<', to)
  if (after)
    query = query.where(
      sql<boolean>`(created_at, id) < (${new Date(after.createdAtMs).toISOString()}::timestamptz, ${after.id})`,
    )
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { rows: rows.slice(0, limit), next: last ? { createdAtMs: last.created_at.getTime(), id: last.id } : null }
}

export const readTimeline = (db: Database, jobId: string) =>
  db
    .selectFrom('job_timeline')
    .select(['at', 'status', 'stage', 'progress', 'attempt', 'worker', 'detail'])
    .where('job_id', '=', jobId)
    .orderBy('id')
    .execute()

export const readAttempts = (db: Database, jobId: string) =>
  db
    .selectFrom('job_attempt')
    .select([
      'attempt',
      'worker',
      'started_at',
      'ended_at',
      'outcome',
      'model',
      'prompt_tokens',
      'cached_tokens',
      'completion_tokens',
      'cost_usd',
      'estimated',
    ])
    .where('job_id', '=', jobId)
    .orderBy('id')
    .execute()
