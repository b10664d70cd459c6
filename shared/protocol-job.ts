// The job view: one state of a job, the same at every door.
import { type Static, Type } from 'typebox'
import { literals, nullable, time } from './protocol-schema.ts'

export const JobStatus = literals('PENDING', 'PROCESSING', 'SUCCESS', 'FAILURE')
export type JobStatus = Static<typeof JobStatus>
export const JobStage = literals(
  'queued',
  'waiting',
  'generating',
  'rendering',
  'saving',
  'retrying',
  'done',
  'failed',
  'cancelled',
)
export type JobStage = Static<typeof JobStage>
export const FileType = literals('word', 'pdf')
export type FileType = Static<typeof FileType>
export const Priority = literals('default', 'high')
export type Priority = Static<typeof Priority>
export const CacheHit = literals('redis', 'database', 'shared')
export type CacheHit = Static<typeof CacheHit>

export const JobView = Type.Object({
  job_id: Type.String(),
  status: JobStatus,
  progress: Type.Integer({ minimum: 0, maximum: 100, description: '100 with SUCCESS, and only then' }),
  stage: JobStage,
  candidate_id: Type.Integer(),
  job_row_id: nullable(Type.Integer()),
  file_type: FileType,
  priority: Priority,
  attempt: Type.Integer({ description: 'generations begun' }),
  version: Type.Integer({ description: 'rises with each committed change; keep the highest' }),
  cache_hit: nullable(CacheHit),
  queue_position: nullable(Type.Integer({ description: 'as of this reading' })),
  eta_seconds: nullable(Type.Integer({ description: 'as of this reading' })),
  warnings: Type.Array(Type.String(), { description: 'what the document left out or kept as it was' }),
  result_url: nullable(Type.String({ description: 'a path; null until SUCCESS' })),
  error_message: nullable(Type.String({ description: 'what a person can do about it' })),
  created_at: time,
  started_at: nullable(time),
  completed_at: nullable(time),
})
export type JobView = Static<typeof JobView>

export const isFinal = (status: JobStatus): boolean => status === 'SUCCESS' || status === 'FAILURE'
