// Looks every minute for what is older than RETENTION_DAYS, and deletes it batch by batch. One worker at a time, by a lock
// that ends with each batch's transaction.
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { deleteCachedDocuments } from '../shared/cache.ts'
import { type Deleted, deleteOldJobs, deleteOldKeys } from '../shared/retention.ts'
import type { WorkerParts } from './task.ts'

const INTERVAL_MS = 60_000
/** Rows of one transaction: some ten milliseconds. */
const BATCH = 500
/** Between two batches, so that a million old rows are no load that anyone feels. */
const PAUSE_MS = 50
/** Any number that no other program locks on. */
const LOCK = 7_243_166_122

export type RetentionParts = Pick<WorkerParts, 'db' | 'redis' | 'log'> & { config: { retentionDays: number } }

/** Looks at once and then every minute, until the returned function is called. */
export const startRetention = (parts: RetentionParts): (() => void) => {
  const stopped = new AbortController()
  void lookOn(parts, stopped.signal)
  return () => stopped.abort()
}

const lookOn = async (parts: RetentionParts, stopped: AbortSignal): Promise<void> => {
  while (!stopped.aborted) {
    try {
      while ((await deleteBatch(parts)) && !stopped.aborted) await pause(PAUSE_MS, stopped)
    } catch (error) {
      parts.log.warn({ err: error }, 'old jobs not deleted')
    }
    await pause(INTERVAL_MS, stopped)
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal, ref: false }).catch(() => {})

/** Whether there may be more. */
const deleteBatch = async (parts: RetentionParts): Promise<boolean> => {
  const { db, redis, log, config } = parts
  const batch = await db.transaction().execute(async transaction => {
    const lock = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${LOCK}) as mine`.execute(transaction)
    if (!lock.rows[0]?.mine) return undefined
    const jobs = config.retentionDays > 0 ? await deleteOldJobs(transaction, config.retentionDays, BATCH) : NONE
    return { ...jobs, keys: await deleteOldKeys(transaction, BATCH) }
  })
  if (!batch) return false
  const { jobs, documents, keys, cacheKeys } = batch
  if (jobs + keys > 0) log.info({ jobs, documents, keys }, 'old jobs deleted')
  // An entry without its document counts for nothing, and runs out by itself where this fails.
  await deleteCachedDocuments(redis, cacheKeys).catch(error => log.warn({ err: error }, 'cache not cleared'))
  return jobs === BATCH || keys === BATCH
}

const NONE: Deleted = { jobs: 0, documents: 0, cacheKeys: [] }
