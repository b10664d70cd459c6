// A row of resume_generation_job as the outside sees it.
import type { JobRow } from './database.ts'
import { API_PREFIX, type JobView } from './protocol.ts'

/** The columns a view needs: what a reader selects, and what a change returns. */
export const viewColumns = [
  'id',
  'user_id',
  'status',
  'progress',
  'stage',
  'candidate_id',
  'job_row_id',
  'file_type',
  'priority',
  'attempt',
  'version',
  'changed',
  'cache_hit',
  'warnings',
  'error_message',
  'created_at',
  'started_at',
  'run_after',
  'retry_of',
  'completed_at',
] as const satisfies (keyof JobRow)[]

export type ViewRow = Pick<JobRow, (typeof viewColumns)[number]>

/** What is computed when read and no part of `version`. */
export interface Forecast {
  queue_position: number | null
  eta_seconds: number | null
}

export const jobView = (row: ViewRow, forecast?: Forecast): JobView => ({
  job_id: row.id,
  status: row.status,
  progress: row.progress,
  stage: row.stage,
  candidate_id: row.candidate_id,
  job_row_id: row.job_row_id,
  file_type: row.file_type,
  priority: row.priority,
  attempt: row.attempt,
  version: row.version,
  cache_hit: row.cache_hit,
  queue_position: forecast?.queue_position ?? null,
  eta_seconds: forecast?.eta_seconds ?? null,
  warnings: row.warnings,
  result_url: row.status === 'SUCCESS' ? downloadUrl(row.id) : null,
  error_message: row.error_message,
  created_at: row.created_at.toISOString(),
  started_at: row.started_at?.toISOString() ?? null,
  completed_at: row.completed_at?.toISOString() ?? null,
})

export const statusUrl = (jobId: string): string => `${API_PREFIX}/job-status/${jobId}`
export const downloadUrl = (jobId: string): string => `${API_PREFIX}/download/${jobId}`
