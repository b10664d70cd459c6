// One job with the means to write to it: every state is committed under the fence, then pushed.
import { publishUpdate, toUpdate } from '../shared/bus.ts'
import type { Cache } from '../shared/cache.ts'
import type { WorkerConfig } from '../shared/config.ts'
import type { Database } from '../shared/database.ts'
import type { Forecaster } from '../shared/forecast.ts'
import type { PickedJob } from '../shared/job-claims.ts'
import { dropAnswers } from '../shared/job-records.ts'
import { jobView, type ViewRow } from '../shared/job-view.ts'
import { type Held, LEASE_RENEW_MS } from '../shared/jobs.ts'
import type { Log } from '../shared/log.ts'
import { isFinal } from '../shared/protocol.ts'
import type { Queue } from '../shared/queue.ts'
import type { Redis } from '../shared/redis.ts'
import { type Hold, LostJob, patiently } from './hold.ts'
import type { WorkerMetrics } from './metrics.ts'
import type { Model } from './openai.ts'
import type { Slots } from './slots.ts'

export interface WorkerParts {
  id: string
  config: WorkerConfig
  log: Log
  db: Database
  /** A `command` connection. */
  redis: Redis
  queue: Queue
  cache: Cache
  model: Model
  slots: Slots
  forecast: Forecaster
  /** What this worker generates now, by job. */
  holds: Map<string, Hold>
  /** What it has done since it started. */
  tally: { done: number; failed: number }
  metrics: WorkerMetrics
}

/** A job that this worker generates. */
export interface Task {
  parts: WorkerParts
  job: PickedJob
  hold: Hold
  /** The cache key by this worker's model, prompts and templates. */
  key: string
  log: Log
  /** Commits a change and pushes it. Throws LostJob where the job is no longer ours. */
  commit(change: () => Promise<ViewRow | undefined>): Promise<ViewRow>
}

export const newTask = (parts: WorkerParts, job: PickedJob, hold: Hold, key: string): Task => {
  const log = jobLog(parts, job)
  return {
    parts,
    job,
    hold,
    key,
    log,
    async commit(change) {
      let askedAt = 0
      const state = await patiently(log, () => {
        askedAt = performance.now()
        return change()
      })
      if (state) {
        // A process that was frozen in between may have lost the job since: then this is no news.
        if (isFinal(state.status) || performance.now() - askedAt < LEASE_RENEW_MS) await push(parts, state)
        return state
      }
      // Whatever else goes on for this job ends too, its calls above all.
      hold.abort(new LostJob())
      throw hold.signal.reason
    },
  }
}

export const jobLog = ({ log }: WorkerParts, job: Held & { request_id: string | null }): Log =>
  log.child({ jobId: job.id, requestId: job.request_id })

/** Of each committed change, once. A push that is lost is made up for by the servers' re-read. */
export const push = async ({ redis, forecast, log, metrics }: WorkerParts, state: ViewRow): Promise<void> => {
  if (isFinal(state.status)) metrics.jobEnded(state)
  const update = toUpdate(jobView(state, await forecast.about(state)))
  try {
    await publishUpdate(redis, state.user_id, update)
    metrics.published('ok')
  } catch (error) {
    metrics.published('failed')
    log.warn({ err: error, jobId: state.id }, 'update not published')
  }
}

/** The last change of a job: its kept answers go too. */
export const end = async (task: Task, change: () => Promise<ViewRow | undefined>): Promise<void> => {
  const { parts, job, log } = task
  await task.commit(change)
  await patiently(log, () => dropAnswers(parts.db, job.id))
}
