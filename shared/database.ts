// The connection to PostgreSQL and the shape of its tables. Knows no rules about jobs: those are in jobs.ts.
import { readdirSync } from 'node:fs'
import { type Generated, type GeneratedAlways, Kysely, PostgresDialect, sql } from 'kysely'
import { openPool, POOLER_CODES } from './postgres.ts'
import type { Profile } from './profile.ts'
import type { CacheHit, EvidenceLine, FileType, JobStage, JobStatus, Priority } from './protocol.ts'

export type Database = Kysely<Tables>

/**
 * A pool on PostgreSQL. Connects lazily; a query while it is away rejects within 5 s, one that hangs within 15 s. A
 * connection that is lost is replaced, also one lost in the middle of a transaction.
 * Sessions run in UTC, since the older service's columns are plain timestamps.
 * @param url `postgres://…`, with `sslmode` where TLS is wanted. @param pool connections at most.
 */
export const openDatabase = (url: string, pool: number, name: string): Database =>
  new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openPool(url, pool, name) }) })

/** The number of the newest migration in `sql/`: what server and worker wait for. */
export const latestMigration = (): number =>
  Math.max(
    ...readdirSync(new URL('../sql/', import.meta.url))
      .filter(file => /^\d{3}_.*\.sql$/.test(file))
      .map(file => Number(file.slice(0, 3))),
  )

/** Whether PostgreSQL answers and every migration is applied. Rejects where it can't be reached. */
export const isMigrated = async (db: Database): Promise<boolean> => {
  const { rows } = await sql<{ ready: boolean }>`select to_regclass('schema_migration') is not null as ready`.execute(
    db,
  )
  if (!rows[0]?.ready) return false
  const newest = await sql<{ version: number | null }>`select max(version) as version from schema_migration`.execute(db)
  return (newest.rows[0]?.version ?? 0) >= latestMigration()
}

/** Whether an error means that PostgreSQL can't be reached now, rather than that a statement was wrong. */
export const isUnavailable = (error: unknown): boolean => {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  if (typeof code === 'string') return CONNECTION_CODES.has(code) || /^(08|57P|53)/.test(code)
  return typeof message === 'string' && CONNECTION_MESSAGES.test(message)
}

/** Whether an error means that the tables aren't there yet: undefined table or column. */
export const isUnmigrated = (error: unknown): boolean =>
  ['42P01', '42703'].includes((error as { code?: string } | null)?.code ?? '')

/** What pg says without a code. */
const CONNECTION_MESSAGES =
  /^Connection terminated|^timeout exceeded when trying to connect|^timeout expired|connection error and is not queryable|^Client was closed/

/** Node's, those of postgres.js, which migrates, and PostgreSQL's: what hung too long, a server that only reads (it was just replaced); beside them SQLSTATE 08 (connection), 57P (shutdown), 53 (resources). */
const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  // A Unix socket's file that is gone with its server.
  'ENOENT',
  'EADDRNOTAVAIL',
  'ENETDOWN',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  ...POOLER_CODES,
  '57014',
  '25P03',
  '25006',
])

export interface Tables {
  candidate: CandidateRow
  candidate_job: CandidateJobRow
  resume_generation_job: JobRow
  job_input: JobInputRow
  job_answer: JobAnswerRow
  job_attempt: JobAttemptRow
  job_timeline: JobTimelineRow
  resume_document: DocumentRow
  idempotency_key: IdempotencyKeyRow
}

export interface CandidateRow {
  id: Generated<number>
  user_id: string
  profile: Profile
  created_at: Date
  updated_at: Date
}

export interface CandidateJobRow {
  id: Generated<number>
  candidate_id: number
  job_title: string | null
  company: string | null
  job_description: string | null
  created_at: Date
}

export interface JobRow {
  id: string
  candidate_id: number
  job_row_id: number | null
  status: JobStatus
  progress: number
  file_type: FileType
  result_url: string | null
  error_message: string | null
  created_at: Date
  started_at: Date | null
  completed_at: Date | null
  user_id: string
  stage: JobStage
  priority: Priority
  attempt: number
  version: number
  /** A 64-bit transaction id, as text. */
  changed: string
  cache_hit: CacheHit | null
  warnings: string[]
  fence: number
  lease_until: Date | null
  worker: string | null
  generating: boolean
  failures: number
  run_after: Date | null
  /** Set when a worker has picked the job up: it knows model, prompt and template versions. */
  cache_key: string | null
  regenerate: boolean
  document_id: number | null
  request_id: string | null
  retry_of: string | null
  detail: string | null
}

export interface JobInputRow {
  job_id: string
  profile: Profile
  job_title: string | null
  company: string | null
  job_description: string | null
}

export interface JobAnswerRow {
  job_id: string
  name: 'main_sections' | 'work_experience'
  answer: unknown
}

export interface JobAttemptRow {
  id: GeneratedAlways<number>
  job_id: string
  attempt: number
  worker: string
  started_at: Date
  ended_at: Date
  outcome: string
  model: string
  prompt_tokens: number
  cached_tokens: number
  completion_tokens: number
  cost_usd: number
  estimated: boolean
}

export interface JobTimelineRow {
  id: GeneratedAlways<number>
  job_id: string
  at: Date
  status: JobStatus
  stage: JobStage
  progress: number
  attempt: number
  worker: string | null
  detail: string | null
}

export interface DocumentRow {
  id: GeneratedAlways<number>
  user_id: string
  candidate_id: number
  cache_key: string
  file_type: FileType
  filename: string
  merged_text: string
  file_data: Buffer
  sha256: string
  evidence: EvidenceLine[]
  warnings: string[]
  created_at: Date
}

export interface IdempotencyKeyRow {
  user_id: string
  key: string
  request_hash: string
  job_id: string
  created_at: Date
}
