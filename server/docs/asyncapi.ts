// AsyncAPI 3 of the socket, from the schemas of its frames.
import * as frames from '../../shared/protocol.ts'
import { about, bearer } from './about.ts'
import { type Json, withComponents } from './components.ts'

interface Message {
  schema: object
  summary: string
}

const clientMessages: Record<string, Message> = {
  auth: {
    schema: frames.AuthFrame,
    summary:
      'The first frame, within 5 s, unless the upgrade carried an `Authorization` header; later, with a fresh token of the same user, it extends the socket.',
  },
  subscribe: {
    schema: frames.SubscribeFrame,
    summary:
      'Each unfinished job of mine, or each of these, now, then each change. `since`: also all that changed after that cursor.',
  },
  subscribeOps: { schema: frames.SubscribeOpsFrame, summary: 'Operators: the figures now and on change.' },
  unsubscribe: { schema: frames.UnsubscribeFrame, summary: 'Undone; after `all`, these are left out.' },
  ping: { schema: frames.PingFrame, summary: 'Answered by a pong.' },
}

const serverMessages: Record<string, Message> = {
  ready: { schema: frames.ReadyFrame, summary: 'Authenticated, and again after each fresh token.' },
  subscribed: { schema: frames.SubscribedFrame, summary: 'Done: what was accepted, before the job frames it causes.' },
  unsubscribed: { schema: frames.UnsubscribedFrame, summary: 'Done.' },
  job: {
    schema: frames.JobFrame,
    summary: 'A whole state of a job, which replaces the one before; versions of one job rise.',
  },
  synced: { schema: frames.SyncedFrame, summary: 'The snapshot or replay that a subscribe caused is complete.' },
  preview: { schema: frames.PreviewFrame, summary: 'The draft’s text so far, whole; at most 5 a second for one job.' },
  ops: { schema: frames.OpsFrame, summary: 'What the monitor shows, at most once a second.' },
  pong: { schema: frames.PongFrame, summary: 'The answer to a ping.' },
  error: { schema: frames.ErrorFrame, summary: 'A frame that could not be followed; the socket stays open.' },
}

/** What a client sends → what answers it at once. */
const replies: Record<string, string[]> = {
  auth: ['ready'],
  subscribe: ['subscribed', 'error'],
  subscribeOps: ['subscribed', 'error'],
  unsubscribe: ['unsubscribed', 'error'],
  ping: ['pong'],
}

const closeReasons: Record<frames.CloseCode, string> = {
  [frames.closeCodes.notAuthenticated]: 'not authenticated, another user, or the token ran out',
  [frames.closeCodes.forbiddenOrigin]: 'the page’s origin is not allowed, or HTTPS is wanted',
  [frames.closeCodes.tooSlow]: 'the client reads too slowly',
  [frames.closeCodes.tooMany]: 'too many sockets of this user (20), or frames (20 a second, bursts of 100)',
  [frames.closeCodes.invalidFrames]: 'ten invalid frames in a row',
  [frames.closeCodes.frameTooLarge]: 'a frame over 16 KiB',
  [frames.closeCodes.restarting]: 'the server restarts: come back, with jitter',
  [frames.closeCodes.overloaded]: 'overloaded, or too many requests from this address: come back later',
}

const CHANNEL = '#/channels/jobs'
const reference = (path: string): Json => ({ $ref: path })
const inChannel = (name: string): Json => reference(`${CHANNEL}/messages/${name}`)

export const asyncApi = (): Json =>
  withComponents({
    asyncapi: '3.0.0',
    info: { ...about, license: { name: about.license.name } },
    defaultContentType: 'application/json',
    servers: { socket: server },
    channels: { jobs: channel },
    operations: { ...receiving, push: sending },
    components: { messages, securitySchemes: { bearer } },
  })

const messages = Object.fromEntries(
  Object.entries({ ...clientMessages, ...serverMessages }).map(([name, { schema, summary }]) => [
    name,
    { name, title: name, summary, payload: schema },
  ]),
)

const server: Json = {
  host: '{host}',
  protocol: 'wss',
  description: '`ws` where the service runs without TLS, as on one’s own machine.',
  variables: { host: { default: 'localhost:3000', description: 'Where the service runs.' } },
  security: [reference('#/components/securitySchemes/bearer')],
}

const channel: Json = {
  address: frames.WS_PATH,
  title: 'The push channel',
  description: 'JSON text frames, one object each. One socket belongs to one user.',
  messages: Object.fromEntries(Object.keys(messages).map(name => [name, reference(`#/components/messages/${name}`)])),
  bindings: { ws: { method: 'GET', bindingVersion: '0.1.0' } },
  'x-close-codes': closeReasons,
}

const receiving = Object.fromEntries(
  Object.entries(clientMessages).map(([name, { summary }]) => [
    name,
    {
      action: 'receive',
      channel: reference(CHANNEL),
      summary,
      messages: [inChannel(name)],
      reply: { channel: reference(CHANNEL), messages: replies[name]!.map(inChannel) },
    },
  ]),
)

const sending = {
  action: 'send',
  channel: reference(CHANNEL),
  summary: 'What a subscription brings.',
  messages: ['job', 'synced', 'preview', 'ops', 'error'].map(inChannel),
}
