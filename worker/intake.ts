// What happens to an entry: a cached document ends its job at once, without slot, token or call; any other job gets in
// line. Nothing is held here: a worker that dies in the middle costs the job nothing.
import { publishWork } from '../shared/bus.ts'
import { findCached, isDocumentGone } from '../shared/documents.ts'
import { findQueued, letLeaderEnd, type PickedJob, raiseLeader } from '../shared/job-claims.ts'
import type { ViewRow } from '../shared/job-view.ts'
import { failJob, parkJob, succeedJob } from '../shared/jobs.ts'
import type { CacheHit } from '../shared/protocol.ts'
import { cacheKey } from './cache-key.ts'
import { patiently } from './hold.ts'
import { jobLog, push, type WorkerParts } from './task.ts'

/** The handler of an entry. */
export const takeIn = async (parts: WorkerParts, jobId: string): Promise<void> => {
  const { db, log } = parts
  const job = await patiently(log, () => findQueued(db, jobId))
  if (job) await getInLine(parts, job).catch(error => refuse(parts, job, error))
}

/** Without an end it would be queued again for ever. */
const refuse = async (parts: WorkerParts, job: PickedJob, error: unknown): Promise<void> => {
  const log = jobLog(parts, job)
  log.error({ err: error }, 'job not taken in')
  const failed = await patiently(log, () => failJob(parts.db, job, 'INTERNAL'))
  if (failed) await push(parts, failed)
}

const getInLine = async (parts: WorkerParts, job: PickedJob): Promise<void> => {
  const { db, log, slots, redis } = parts
  const key = cacheKey(job, parts.model.name)
  if (!job.regenerate && (await answerFromCache(parts, job, key))) return
  const parked = await patiently(log, () => parkJob(db, job, key))
  if (!parked) return
  await push(parts, parked)
  // A document that an identical job stored since the look above would be missed by both.
  const again = { ...job, fence: job.fence + 1 }
  if (!job.regenerate) await patiently(log, () => letLeaderEnd(db, job, key))
  if (!job.regenerate && (await answerFromCache(parts, again, key))) return
  if (!job.regenerate && job.priority === 'high') await raise(parts, job, key)
  slots.look()
  await publishWork(redis).catch(error => log.debug({ err: error }, 'other workers not told'))
}

const raise = async (parts: WorkerParts, job: PickedJob, key: string): Promise<void> => {
  const raised = await patiently(parts.log, () => raiseLeader(parts.db, job, key))
  if (raised) await push(parts, raised)
}

/** Redis, then PostgreSQL. An entry in Redis counts only while PostgreSQL has the document. */
const answerFromCache = async (parts: WorkerParts, job: PickedJob, key: string): Promise<boolean> => {
  const { db, cache, log, tally, metrics } = parts
  const look = Promise.all([cache.get(key), patiently(log, () => findCached(db, job.user_id, key))])
  const [entry, document] = await metrics.step('cache', look)
  if (!document) return false
  const cacheHit: CacheHit = entry ? 'redis' : 'database'
  const result = { documentId: document.id, cacheHit, warnings: document.warnings }
  const state: ViewRow | 'no hit' | undefined = await patiently(log, () => succeedJob(db, job, result)).catch(noHit)
  if (state === 'no hit') return false
  if (!state) return true
  await push(parts, state)
  tally.done++
  jobLog(parts, job).info({ cacheHit }, 'job answered from the cache')
  return true
}

/** The document was deleted in this very moment. */
const noHit = (error: unknown): 'no hit' => {
  if (isDocumentGone(error)) return 'no hit'
  throw error
}
