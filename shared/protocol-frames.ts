// What goes over the socket: a schema for each frame, client's and server's, and why the server closes.
import { type Static, Type } from 'typebox'
import { JobView } from './protocol-job.ts'
import { QueuesBody, ServerSockets, StatsBody, WorkerBody } from './protocol-ops.ts'
import { literals, optional, time } from './protocol-schema.ts'

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

const cursor = Type.String({ description: 'opaque: where a client that comes back goes on from, as `since`' })
const accepted = Type.Union([Type.Literal('all'), Type.Array(Type.String())], { description: 'what was accepted' })

export const ReadyFrame = Type.Object({
  type: Type.Literal('ready'),
  user_id: Type.String(),
  expires_at: time,
  heartbeat_seconds: Type.Integer(),
})
export const SubscribedFrame = Type.Object({ type: Type.Literal('subscribed'), jobs: accepted, cursor })
export const UnsubscribedFrame = Type.Object({ type: Type.Literal('unsubscribed'), jobs: accepted })
export const JobFrame = Type.Object({ type: Type.Literal('job'), job: JobView, cursor })
export const SyncedFrame = Type.Object({ type: Type.Literal('synced'), cursor })
export const PreviewFrame = Type.Object({
  type: Type.Literal('preview'),
  job_id: Type.String(),
  attempt: Type.Integer(),
  section: literals('main', 'experience'),
  text: Type.String(),
})
/** What the monitor shows. */
export const OpsFrame = Type.Object({
  type: Type.Literal('ops'),
  queues: QueuesBody,
  workers: Type.Array(WorkerBody),
  stats: StatsBody,
  sockets: Type.Array(ServerSockets),
})
export const PongFrame = Type.Object({ type: Type.Literal('pong') })
const ErrorFrameCode = literals('INVALID_MESSAGE', 'JOB_NOT_FOUND', 'LIMIT_EXCEEDED', 'FORBIDDEN')
export const ErrorFrame = Type.Object({
  type: Type.Literal('error'),
  code: ErrorFrameCode,
  message: Type.String(),
  jobs: Type.Optional(Type.Array(Type.String())),
})
export type ReadyFrame = Static<typeof ReadyFrame>
export type SubscribedFrame = Static<typeof SubscribedFrame>
export type UnsubscribedFrame = Static<typeof UnsubscribedFrame>
export type JobFrame = Static<typeof JobFrame>
export type SyncedFrame = Static<typeof SyncedFrame>
export type PreviewFrame = Static<typeof PreviewFrame>
export type OpsFrame = Static<typeof OpsFrame>
export type PongFrame = Static<typeof PongFrame>
export type ErrorFrame = Static<typeof ErrorFrame>
export type ErrorFrameCode = Static<typeof ErrorFrameCode>
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
