// What is old enough to go: finished jobs with their documents, and Idempotency-Keys past their day. In batches, so that
// a million old rows hold neither locks nor memory. Never a row of the older service.
import { sql } from 'kysely'
import type { Database } from './database.ts'
import { KEY_HOURS } from './job-create.ts'

export interface Deleted {
  jobs: number
  documents: number
  /** Under which the cache may still hold what is deleted here. */
  cacheKeys: string[]
}

/** More days than that are none at all: PostgreSQL's times end somewhere. */
const DAYS_MAX = 365_000
/** A request that has just found its key may still read it. */
const SPARE_HOURS = 1

/**
 * Deletes at most `limit` jobs that ended over `days` days ago, and the documents that no job uses any more: one that a
 * younger job shares stays. Within a transaction. What hangs on a job (inputs, timeline, attempts) goes with it.
 */
export const deleteOldJobs = async (db: Database, days: number, limit: number): Promise<Deleted> => {
  const { rows } = await sql<{ document_id: number | null }>`
    with old as (
      select id from resume_generation_job
      where user_id is not null and status in ('SUCCESS', 'FAILURE')
        and completed_at < clock_timestamp() - make_interval(days => ${Math.min(days, DAYS_MAX)}::int)
      order by completed_at limit ${limit} for update skip locked
    )
    delete from resume_generation_job as job using old where job.id = old.id
    returning job.document_id`.execute(db)
  const cacheKeys = await deleteUnused(
    db,
    rows.flatMap(row => row.document_id ?? []),
  )
  return { jobs: rows.length, documents: cacheKeys.length, cacheKeys: [...new Set(cacheKeys)] }
}

/** Locked first: a job that takes one of them at this moment is then seen by the second statement. */
const deleteUnused = async (db: Database, ids: number[]): Promise<string[]> => {
  if (ids.length === 0) return []
  await sql`select from resume_document where id = any(${ids}::bigint[]) order by id for update`.execute(db)
  const { rows } = await sql<{ cache_key: string }>`
    delete from resume_document as document
    where id = any(${ids}::bigint[])
      and not exists (select from resume_generation_job where document_id = document.id)
    returning cache_key`.execute(db)
  return rows.map(row => row.cache_key)
}

/** At most `limit` keys that no longer stand for their request. How many. */
export const deleteOldKeys = async (db: Database, limit: number): Promise<number> => {
  const deleted = await sql`
    delete from idempotency_key where (user_id, key) in (
      select user_id, key from idempotency_key
      where created_at < clock_timestamp() - make_interval(hours => ${KEY_HOURS + SPARE_HOURS})
      order by created_at limit ${limit} for update skip locked)`.execute(db)
  return Number(deleted.numAffectedRows ?? 0)
}
