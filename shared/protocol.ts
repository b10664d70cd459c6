// Every wire shape: REST bodies here, the job view, the operators' bodies and the socket's frames beside it. One TypeBox
// object is type, validator and JSON Schema. The browser imports this file too: no Node imports, no logic.
import { type Static, Type } from 'typebox'
import { FileType, JobStatus, JobView, Priority } from './protocol-job.ts'
import { literals, nullable, optional, time } from './protocol-schema.ts'

export * from './protocol-frames.ts'
export * from './protocol-job.ts'
export * from './protocol-ops.ts'

/** Where the REST routes and the channel live. */
export const API_PREFIX = '/api/resume-async'
export const WS_PATH = `${API_PREFIX}/ws`
export const HEARTBEAT_SECONDS = 25

export const ErrorBody = Type.Object({
  statusCode: Type.Integer(),
  code: Type.String(),
  error: Type.String(),
  message: Type.String(),
})
export type ErrorBody = Static<typeof ErrorBody>

export const JOB_DESCRIPTION_MAX = 20_000

export const GenerateBody = Type.Object({
  candidate_id: Type.Integer(),
  job_row_id: optional(Type.Integer()),
  job_description: optional(Type.String({ maxLength: JOB_DESCRIPTION_MAX })),
  file_type: optional(FileType),
  priority: optional(Priority),
  regenerate: optional(Type.Boolean()),
})
export type GenerateBody = Static<typeof GenerateBody>

export const AcceptedBody = Type.Object({
  job_id: Type.String(),
  status: JobStatus,
  progress: Type.Integer(),
  status_url: Type.String(),
  download_url: Type.String(),
  ws_url: Type.String(),
})
export type AcceptedBody = Static<typeof AcceptedBody>

export const MyJobsQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  status: Type.Optional(JobStatus),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
})
export type MyJobsQuery = Static<typeof MyJobsQuery>

export const MyJobsBody = Type.Object({ jobs: Type.Array(JobView), next_cursor: nullable(Type.String()) })
export type MyJobsBody = Static<typeof MyJobsBody>

export const EvidenceLine = Type.Object({
  section: Type.String(),
  text: Type.String(),
  sources: Type.Array(Type.String()),
  kept: Type.Boolean({ description: "the candidate's own words, not reworded" }),
  reason: nullable(Type.String()),
})
export type EvidenceLine = Static<typeof EvidenceLine>

export const EvidenceBody = Type.Object({
  job_id: Type.String(),
  lines: Type.Array(EvidenceLine),
  warnings: Type.Array(Type.String()),
})
export type EvidenceBody = Static<typeof EvidenceBody>

export const CandidateSummary = Type.Object({
  id: Type.Integer(),
  name: nullable(Type.String()),
  label: nullable(Type.String()),
  updated_at: time,
})
export type CandidateSummary = Static<typeof CandidateSummary>
export const CandidatesBody = Type.Object({ candidates: Type.Array(CandidateSummary) })
export type CandidatesBody = Static<typeof CandidatesBody>

export const CandidateJob = Type.Object({
  id: Type.Integer(),
  job_title: nullable(Type.String()),
  company: nullable(Type.String()),
  job_description: nullable(Type.String()),
})
export type CandidateJob = Static<typeof CandidateJob>
export const CandidateBody = Type.Object({
  id: Type.Integer(),
  profile: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
  jobs: Type.Array(CandidateJob),
})
export type CandidateBody = Static<typeof CandidateBody>
export const NewCandidateJobBody = Type.Object({
  job_title: Type.String({ minLength: 1, maxLength: 300 }),
  company: optional(Type.String({ maxLength: 300 })),
  job_description: Type.String({ maxLength: JOB_DESCRIPTION_MAX }),
})
export type NewCandidateJobBody = Static<typeof NewCandidateJobBody>
export const CreatedBody = Type.Object({ id: Type.Integer() })
export type CreatedBody = Static<typeof CreatedBody>

/** Who the demo candidates belong to. */
export const DEMO_USER = 'demo'

/** `POST /api/dev/token`, only with DEV_LOGIN: a demo user's token, and whether the model is the local stand-in. */
export const DevTokenBody = Type.Object({
  token: Type.String(),
  user_id: Type.String(),
  expires_at: time,
  stand_in: Type.Boolean(),
})
export type DevTokenBody = Static<typeof DevTokenBody>

export const HealthBody = Type.Object({ status: Type.Literal('ok') })
const check = literals('ok', 'failed')
export const ReadyBody = Type.Object({
  status: literals('ok', 'warning', 'unavailable'),
  checks: Type.Object({ database: check, redis: check, push: check, workers: Type.Integer() }),
})
export type ReadyBody = Static<typeof ReadyBody>
