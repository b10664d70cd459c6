// Every wire shape: REST bodies, socket frames, close codes. One TypeBox object is type, validator and JSON Schema.
// The browser imports this file too: no Node imports, no logic.
import { type Static, type TSchema, Type } from 'typebox'

const literals = <const T extends string[]>(...values: T) => Type.Unsafe<T[number]>({ type: 'string', enum: values })
/** An optional field of a request: absent, null (the same as absent), or a value. */
const optional = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const time = Type.String({ description: 'UTC, ISO 8601 with Z' })

/** Where the REST routes and the channel live. */
export const API_PREFIX = '/api/resume-async'
export const WS_PATH = `${API_PREFIX}/ws`
export const HEARTBEAT_SECONDS = 25

// ---- The job view: one state of a job, the same at every door ----

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
  progress: Type.Integer({ minimum: 0, maximum: 100 }),
  stage: JobStage,
  candidate_id: Type.Integer(),
  job_row_id: nullable(Type.Integer()),
  file_type: FileType,
  priority: Priority,
  attempt: Type.Integer(),
  version: Type.Integer(),
  cache_hit: nullable(CacheHit),
  queue_position: nullable(Type.Integer()),
  eta_seconds: nullable(Type.Integer()),
  warnings: Type.Array(Type.String()),
  result_url: nullable(Type.String()),
  error_message: nullable(Type.String()),
  created_at: time,
  started_at: nullable(time),
  completed_at: nullable(time),
})
export type JobView = Static<typeof JobView>

export const isFinal = (status: JobStatus): boolean => status === 'SUCCESS' || status === 'FAILURE'

// ---- REST bodies ----

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

// ---- Socket frames ----

/** What is no id is as unknown as any; a frame's size bounds them. */
const jobsSelector = Type.Union([Type.Literal('all'), Type.Array(Type.String())])

export const AuthFrame = Type.Object({ type: Type.Literal('auth'), token: Type.String() })
export const SubscribeFrame = Type.Object({
  type: Type.Literal('subscribe'),
  jobs: jobsSelector,
  since: optional(Type.String({ maxLength: 200 })),
  preview: optional(Type.Boolean()),
})
export const SubscribeOpsFrame = Type.Object({
  type: Type.Literal('subscribe'),
  ops: Type.Literal(true),
  jobs: Type.Optional(Type.Never()),
})
export const UnsubscribeFrame = Type.Object({ type: Type.Literal('unsubscribe'), jobs: jobsSelector })
export const PingFrame = Type.Object({ type: Type.Literal('ping') })
export type AuthFrame = Static<typeof AuthFrame>
export type SubscribeFrame = Static<typeof SubscribeFrame>
export type SubscribeOpsFrame = Static<typeof SubscribeOpsFrame>
export type UnsubscribeFrame = Static<typeof UnsubscribeFrame>
export type PingFrame = Static<typeof PingFrame>
export type ClientFrame = AuthFrame | SubscribeFrame | SubscribeOpsFrame | UnsubscribeFrame | PingFrame
/** The validator of each `type` that a client may send. */
export const clientFrames = {
  auth: AuthFrame,
  subscribe: Type.Union([SubscribeFrame, SubscribeOpsFrame]),
  unsubscribe: UnsubscribeFrame,
  ping: PingFrame,
} as const

export type ReadyFrame = { type: 'ready'; user_id: string; expires_at: string; heartbeat_seconds: number }
export type SubscribedFrame = { type: 'subscribed'; jobs: 'all' | string[]; cursor: string }
export type UnsubscribedFrame = { type: 'unsubscribed'; jobs: 'all' | string[] }
export type JobFrame = { type: 'job'; job: JobView; cursor: string }
export type SyncedFrame = { type: 'synced'; cursor: string }
export type PreviewFrame = {
  type: 'preview'
  job_id: string
  attempt: number
  section: 'main' | 'experience'
  text: string
}
/** What the monitor shows; the inner shapes are those of the ops routes. */
export type OpsFrame = {
  type: 'ops'
  queues: unknown
  workers: unknown[]
  stats: unknown
  sockets: { server: string; sockets: number }[]
}
export type PongFrame = { type: 'pong' }
export type ErrorFrame = { type: 'error'; code: ErrorFrameCode; message: string; jobs?: string[] }
export type ErrorFrameCode = 'INVALID_MESSAGE' | 'JOB_NOT_FOUND' | 'LIMIT_EXCEEDED' | 'FORBIDDEN'
export type ServerFrame =
  | ReadyFrame
  | SubscribedFrame
  | UnsubscribedFrame
  | JobFrame
  | SyncedFrame
  | PreviewFrame
  | OpsFrame
  | PongFrame
  | ErrorFrame

/** Why the server closes a socket. The upgrade is always accepted first: a browser sees nothing else. */
export const closeCodes = {
  notAuthenticated: 4401,
  forbiddenOrigin: 4403,
  tooSlow: 4408,
  tooMany: 4429,
  invalidFrames: 1008,
  frameTooLarge: 1009,
  restarting: 1012,
  overloaded: 1013,
} as const
export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes]
