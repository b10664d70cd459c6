// What the ops routes and the ops frame bring, as the monitor reads it. Types only.
import type { JobStatus, JobView } from '../../shared/protocol.ts'

export interface Queues {
  queues: { name: string; waiting: number; active: number; delayed: number; oldest_wait_seconds: number | null }[]
  jobs: Record<JobStatus, number>
}

export interface OpsWorker {
  id: string
  host: string
  pid: number
  started_at: string
  heartbeat_at: string
  running: string[]
  done: number
  failed: number
}

export interface Stats {
  succeeded: number
  failed: number
  cache_hits: { redis: number; database: number; shared: number }
  cache_hit_ratio: number | null
  generation_ms: { p50: number | null; p95: number | null }
  tokens: { prompt: number; cached: number; completion: number }
  cost_usd: number
  saved_usd: number
  series: Bucket[]
}

export interface Bucket {
  at: string
  succeeded: number
  failed: number
  p50: number | null
  p95: number | null
}

export type Span = '1h' | '24h'

export interface Figures {
  queues: Queues
  workers: OpsWorker[]
  stats: Record<Span, Stats>
  sockets: { server: string; sockets: number }[]
}

export type OpsJob = JobView & { user_id: string; retry_of: string | null }

export interface OpsJobsBody {
  jobs: OpsJob[]
  next_cursor: string | null
}

export interface TimelineEntry {
  at: string
  status: JobStatus
  stage: string
  progress: number
  attempt: number
  worker: string | null
  detail: string | null
}

export interface Attempt {
  attempt: number
  worker: string | null
  started_at: string
  ended_at: string | null
  outcome: string | null
  model: string | null
  prompt_tokens: number | null
  cached_tokens: number | null
  completion_tokens: number | null
  cost_usd: number | string | null
  estimated: boolean | null
}

export interface OpsJobBody {
  job: OpsJob
  timeline: TimelineEntry[]
  attempts: Attempt[]
}
