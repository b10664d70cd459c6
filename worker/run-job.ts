// The story of one job that has got its slot: the attempt, and how it may end.
import { dropPreviews, publishWork } from '../shared/bus.ts'
import { deleteCachedDocuments } from '../shared/cache.ts'
import { findCached, isDocumentGone } from '../shared/documents.ts'
import { type AppError, toAppError } from '../shared/errors.ts'
import type { PickedJob } from '../shared/job-claims.ts'
import { findJob } from '../shared/job-reads.ts'
import { recordAttempt } from '../shared/job-records.ts'
import { failJob, handBackJob, MAX_FAILURES, retryJob, succeedJob } from '../shared/jobs.ts'
import { attempt } from './attempt.ts'
import { cacheKey } from './cache-key.ts'
import { begin, costOf } from './cost.ts'
import { HandBack, Hold, LostJob, patiently } from './hold.ts'
import { end, jobLog, newTask, push, type Task, type WorkerParts } from './task.ts'

/** Never rejects. @param job as it was claimed at `askedAt`: generating, ours for as long as the lease is renewed. */
export const runJob = async (parts: WorkerParts, job: PickedJob, askedAt: number): Promise<void> => {
  const hold = new Hold(parts.db, parts.log, job, askedAt)
  parts.holds.set(job.id, hold)
  try {
    const task = newTask(parts, job, hold, cacheKey(job, parts.model.name))
    if (hold.isFresh) await push(parts, job)
    await work(task).catch(error => settle(task, error))
  } catch (error) {
    // Its lease runs out, and the sweep finds it; or it was another worker's before it was settled.
    if (error instanceof LostJob) jobLog(parts, job).info('job is no longer ours')
    else parts.log.error({ err: error, jobId: job.id }, 'job not settled')
  } finally {
    hold.release()
    // It may have lost the job, and this same worker have picked it up again.
    if (parts.holds.get(job.id) === hold) parts.holds.delete(job.id)
  }
}

/** Another worker may have stored its document between this one's way into the line and out of it. */
const work = async (task: Task): Promise<void> => {
  const { parts, job, hold, key, log } = task
  const document = job.regenerate ? undefined : await patiently(log, () => findCached(parts.db, job.user_id, key))
  if (!document) return attempt(task)
  const result = { documentId: document.id, cacheHit: 'database' as const, warnings: document.warnings }
  const cost = costOf(task, begin(task), 'cached')
  try {
    await end(task, () =>
      parts.db.transaction().execute(async transaction => {
        await recordAttempt(transaction, cost)
        return succeedJob(transaction, hold, result)
      }),
    )
    parts.metrics.attemptEnded(cost)
  } catch (error) {
    if (!isDocumentGone(error)) throw error
    await attempt(task)
  }
}

/** The one place that decides what an error means for the job. */
const settle = async (task: Task, error: unknown): Promise<void> => {
  const { parts, job, hold, log } = task
  if (error instanceof LostJob) return leave(task)
  if (error instanceof HandBack) return handBack(task)
  const failure = toAppError(error)
  log.warn({ err: error, code: failure.code }, 'attempt failed')
  parts.tally.failed++
  const failures = job.failures + 1
  if (!failure.retryable || failures >= MAX_FAILURES) return end(task, () => failJob(parts.db, hold, failure.code))
  await retryLater(task, failure, parts.config.retryBaseMs * 2 ** (failures - 1))
}

/** A timer may fire a little early, and the job is not due before its time. */
const TIMER_SLACK_MS = 5

/** Should this worker stop meanwhile, another one that looks finds the job. */
const retryLater = async ({ parts, hold, commit }: Task, failure: AppError, waitMs: number): Promise<void> => {
  await commit(() => retryJob(parts.db, hold, failure.code, waitMs))
  parts.slots.lookIn(waitMs + TIMER_SLACK_MS)
}

const handBack = async ({ parts, hold, log, commit }: Task): Promise<void> => {
  await commit(() => handBackJob(parts.db, hold))
  await publishWork(parts.redis).catch(error => log.debug({ err: error }, 'other workers not told'))
}

/** Where the job was deleted, so was what Redis held of it; what this worker wrote since then goes too. */
const leave = async ({ parts, job, key, log }: Task): Promise<void> => {
  log.info('job is no longer ours')
  if (await patiently(log, () => findJob(parts.db, job.id))) return
  const deleted = [deleteCachedDocuments(parts.redis, [key]), dropPreviews(parts.redis, [job.id])]
  await Promise.all(deleted).catch(error => log.warn({ err: error }, 'left to run out in Redis'))
}
