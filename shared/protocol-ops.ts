// What operators see: the bodies of the ops routes, and the parts of the ops frame.
import { type Static, Type } from 'typebox'
import { type CacheHit, JobStage, JobStatus, JobView } from './protocol-job.ts'
import { count, nullable, time } from './protocol-schema.ts'

export const QueueCount = Type.Object({
  name: Type.String(),
  waiting: count,
  active: count,
  delayed: count,
  oldest_wait_seconds: nullable(Type.Integer()),
})
export type QueueCount = Static<typeof QueueCount>

export const JobCounts = Type.Object({ PENDING: count, PROCESSING: count, SUCCESS: count, FAILURE: count })
export type JobCounts = Static<typeof JobCounts>

export const QueuesBody = Type.Object({ queues: Type.Array(QueueCount), jobs: JobCounts })
export type QueuesBody = Static<typeof QueuesBody>

/** The record of a live worker. */
export const WorkerBody = Type.Object({
  id: Type.String(),
  host: Type.String(),
  pid: Type.Integer(),
  started_at: time,
  heartbeat_at: time,
  concurrency: Type.Integer({ description: 'generations at once' }),
  running: Type.Array(Type.String(), { description: 'ids of the jobs it generates now' }),
  done: count,
  failed: count,
})
export type WorkerBody = Static<typeof WorkerBody>
export const WorkersBody = Type.Object({ workers: Type.Array(WorkerBody) })
export type WorkersBody = Static<typeof WorkersBody>

/** A live server, and how many sockets it has. */
export const ServerSockets = Type.Object({ server: Type.String(), sockets: count })
export type ServerSockets = Static<typeof ServerSockets>

const milliseconds = nullable(Type.Integer({ description: 'ms' }))

export const StatsBucket = Type.Object({
  at: time,
  succeeded: count,
  failed: count,
  p50: milliseconds,
  p95: milliseconds,
})
export type StatsBucket = Static<typeof StatsBucket>

export const Stats = Type.Object({
  succeeded: count,
  failed: count,
  cache_hits: Type.Object({ redis: count, database: count, shared: count } satisfies Record<CacheHit, unknown>),
  cache_hit_ratio: nullable(Type.Number({ description: 'hits among the succeeded; null where none succeeded' })),
  generation_ms: Type.Object({ p50: milliseconds, p95: milliseconds }),
  tokens: Type.Object({ prompt: count, cached: count, completion: count }),
  cost_usd: Type.Number(),
  saved_usd: Type.Number(),
  series: Type.Array(StatsBucket),
})
export type Stats = Static<typeof Stats>
export const StatsBody = Type.Object({ '1h': Stats, '24h': Stats })
export type StatsBody = Static<typeof StatsBody>

export const OpsJobView = Type.Object({
  ...JobView.properties,
  user_id: Type.String(),
  retry_of: nullable(Type.String({ description: 'the failed job that this one tries once more' })),
})
export type OpsJobView = Static<typeof OpsJobView>
export const OpsJobsBody = Type.Object({ jobs: Type.Array(OpsJobView), next_cursor: nullable(Type.String()) })
export type OpsJobsBody = Static<typeof OpsJobsBody>

export const TimelineEntry = Type.Object({
  at: time,
  status: JobStatus,
  stage: JobStage,
  progress: Type.Integer(),
  attempt: Type.Integer(),
  worker: nullable(Type.String()),
  detail: nullable(Type.String()),
})
export type TimelineEntry = Static<typeof TimelineEntry>

export const Attempt = Type.Object({
  attempt: Type.Integer(),
  worker: Type.String(),
  started_at: time,
  ended_at: time,
  outcome: Type.String({ description: 'success, or the code of what went wrong' }),
  model: Type.String(),
  prompt_tokens: count,
  cached_tokens: count,
  completion_tokens: count,
  cost_usd: Type.Number(),
  estimated: Type.Boolean({ description: 'the tokens were not told by the model but estimated' }),
})
export type Attempt = Static<typeof Attempt>

export const OpsJobBody = Type.Object({
  job: OpsJobView,
  timeline: Type.Array(TimelineEntry),
  attempts: Type.Array(Attempt),
})
export type OpsJobBody = Static<typeof OpsJobBody>
