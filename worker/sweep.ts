// Makes up for what was lost: jobs whose worker is gone get back in line, jobs whose entry is gone (a crash, an empty
// Redis, a failed enqueue) are queued again. One worker at a time, by a lock that ends with its transaction.
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Database, isUnavailable } from '../shared/database.ts'
import { dropStrayAnswers, dueJobs } from '../shared/due-jobs.ts'
import { findLost, findUnrecorded, reclaimLost } from '../shared/job-claims.ts'
import { type AttemptRecord, recordAttempt } from '../shared/job-records.ts'
import { type Held, LEASE_RENEW_MS } from '../shared/jobs.ts'
import { costOfLost } from './cost.ts'
import { jobLog, push, type WorkerParts } from './task.ts'

const INTERVAL_MS = 5_000
/** Any number that no other program locks on. */
const LOCK = 7_243_166_121
/** After PostgreSQL was away every lease has run out; by then each worker that lives has renewed its own. */
const RENEWED_MS = 10_000

/** Sweeps at once and then every 5 s, until the returned function is called. */
export const startSweep = (parts: WorkerParts): (() => void) => {
  const stopped = new AbortController()
  void sweepOn(parts, stopped.signal)
  return () => stopped.abort()
}

const sweepOn = async (parts: WorkerParts, stopped: AbortSignal): Promise<void> => {
  let awayAt = Number.NEGATIVE_INFINITY
  let dueAt = performance.now()
  while (!stopped.aborted) {
    const startedAt = performance.now()
    // So late after it was frozen, as the others may have been: its own jobs' leases have run out too.
    if (startedAt - dueAt > LEASE_RENEW_MS) awayAt = startedAt
    try {
      await sweep(parts, startedAt - awayAt < RENEWED_MS)
    } catch (error) {
      if (isUnavailable(error)) awayAt = performance.now()
      parts.log.warn({ err: error }, 'sweep failed')
    }
    // What took so long may have hung: leases that ran out meanwhile tell nothing.
    if (performance.now() - startedAt > LEASE_RENEW_MS) awayAt = performance.now()
    dueAt = performance.now() + INTERVAL_MS
    await wait(INTERVAL_MS, undefined, { signal: stopped, ref: false }).catch(() => {})
  }
}

const sweep = async (parts: WorkerParts, spareLeases: boolean): Promise<void> => {
  const { db, log } = parts
  const lost: Held[] = []
  const recorded: AttemptRecord[] = []
  // Before the transaction is asked for: that can hang too.
  const startedAt = performance.now()
  await db.transaction().execute(async transaction => {
    const lock = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${LOCK}) as mine`.execute(transaction)
    if (!lock.rows[0]?.mine) return
    await dropStrayAnswers(transaction)
    for (const { job, lost: unseen } of await findUnrecorded(transaction)) {
      const cost = costOfLost(parts, job, unseen)
      if (await recordAttempt(transaction, cost)) recorded.push(cost)
    }
    if (!spareLeases) lost.push(...(await findLost(transaction, RENEWED_MS / 1000)))
    await requeue(parts, transaction).catch(error => log.warn({ err: error }, 'jobs not queued again'))
    if (performance.now() - startedAt > LEASE_RENEW_MS) lost.length = 0
  })
  for (const cost of recorded) parts.metrics.attemptEnded(cost)
  for (const held of lost)
    await reclaim(parts, held).catch(error => log.error({ err: error, jobId: held.id }, 'lost job not reclaimed'))
}

const requeue = async ({ queue, log }: WorkerParts, db: Database): Promise<void> => {
  for await (const page of dueJobs(db)) {
    const queued = await queue.enqueueMissing(page.map(({ id, priority, fence }) => ({ jobId: id, priority, fence })))
    if (queued > 0) log.info({ jobs: queued }, 'jobs queued again')
  }
}

const reclaim = async (parts: WorkerParts, held: Held): Promise<void> => {
  const reclaimed = await parts.db.transaction().execute(async transaction => {
    const found = await reclaimLost(transaction, held)
    if (!found) return undefined
    const cost = costOfLost(parts, found.job, found.lost)
    const isNew = await recordAttempt(transaction, cost)
    return { ...found, cost, isNew }
  })
  if (!reclaimed) return
  const { job, lost, cost, isNew } = reclaimed
  if (isNew) parts.metrics.attemptEnded(cost)
  jobLog(parts, job).warn({ lostWorker: lost.worker, failures: job.failures }, 'the worker of a job is lost')
  await push(parts, job)
  parts.slots.look()
}
