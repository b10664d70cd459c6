// The upgrade: always accepted, then closed with a code where it may not stay, since a browser sees nothing else.
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { RawData, WebSocket } from 'ws'
import { unfinishedJobs } from '../shared/job-reads.ts'
import type { ViewRow } from '../shared/job-view.ts'
import { userTag } from '../shared/log.ts'
import { type CloseCode, closeCodes, WS_PATH } from '../shared/protocol.ts'
import type { Parts } from './app.ts'
import { type Authenticate, bearerToken, type User } from './auth.ts'
import { FRAME_BURST } from './frame-gate.ts'
import { isHttps } from './https.ts'
import type { RateLimits } from './rate-limits.ts'
import { Session } from './session.ts'
import type { Sessions } from './sessions.ts'
import { SharedCalls } from './shared-calls.ts'
import { connectionOf, tellingClose } from './wire.ts'

/** The largest frame a client may send; `ws` closes with 1009 past it. */
const FRAME_BYTES_MAX = 16 * 1024

/** Of `ws`, whose types don't know the second and ask for more than a class in the third. */
export const socketOptions = (sessions: Sessions) => ({
  maxPayload: FRAME_BYTES_MAX,
  // More than a client may send at once: past it `ws` cuts a socket off, without a close code.
  maxPendingAutoPongs: 2 * FRAME_BURST,
  WebSocket: tellingClose(socket => sessions.lookSoon(socket)) as never,
})

export const socketRoutes = (
  app: FastifyInstance,
  parts: Parts & { isOverloaded(): boolean },
  authenticate: Authenticate,
  limits: RateLimits,
): void => {
  const { hub, db, log, redis, forecast, opsFeed, sessions, config, metrics } = parts
  const unfinished = new SharedCalls<ViewRow[]>(userIds => unfinishedJobs(db, userIds))
  const sessionParts = {
    hub,
    db,
    unfinished,
    log,
    redis,
    forecast,
    opsFeed,
    authenticate,
    admit: (userId: string) => sessions.admit(userId),
    lookSoon: (socket: WebSocket) => sessions.lookSoon(socket),
    pushes: metrics.pushes,
  }
  app.get(WS_PATH, { websocket: true }, (socket, request) => {
    // Listeners first, and in this very turn: what comes before them is dropped. The plugin's own for errors ends the
    // connection before its close frame (1009, 1007) is out; `ws` closes by itself, and its watch makes sure.
    socket.removeAllListeners('error').on('error', ignore)
    releaseUpgrade(socket)
    const exceeded = isAddressExceeded(request, limits)
    socket.once('close', metrics.socketClosed)
    if (parts.isOverloaded()) {
      metrics.shed('socket')
      return sessions.refuse(socket, closeCodes.overloaded, 'try again later')
    }
    const verdict = judge(request, config, authenticate, sessions.draining)
    if ('code' in verdict) {
      // Counted too: else wrong tokens could be tried without end.
      void exceeded.then(over => sessions.refuse(socket, over ? closeCodes.overloaded : verdict.code, verdict.reason))
      return
    }
    const session = new Session(socket, sessionParts, verdict.user)
    sessions.add(session)
    socket.on('message', (data: RawData, isBinary: boolean) => session.onFrame(isBinary ? undefined : String(data)))
    const onControl = () => session.onControl()
    socket.on('ping', onControl).on('pong', onControl)
    socket.once('close', code => log.info({ userId: userTag(session.user?.id), code }, 'socket closed'))
    void exceeded.then(over => {
      if (over) session.close(closeCodes.overloaded, 'too many requests')
    })
  })
}

const ignore = (): void => {}

/** Out of the handler: one function in it that mentions the request would keep it as long as the socket's listeners. */
const isAddressExceeded = (request: FastifyRequest, limits: RateLimits): Promise<boolean> =>
  limits.addressExceeded(request).catch(error => {
    request.log.warn({ err: error }, 'address not counted')
    return false
  })

/** The plugin leaves Node's response of the upgrade on the connection, and with it Fastify's request, reply and logger. */
const releaseUpgrade = (socket: WebSocket): void => {
  const connection = connectionOf(socket) as Socket & { _httpMessage?: ServerResponse | null }
  connection._httpMessage?.detachSocket(connection)
}

type Verdict = { code: CloseCode; reason: string } | { user: User | undefined }

/** Whether the socket may stay, and whose it is where the upgrade says so. */
const judge = (
  request: FastifyRequest,
  config: Parts['config'],
  authenticate: Authenticate,
  draining: boolean,
): Verdict => {
  if (draining) return { code: closeCodes.restarting, reason: 'the server restarts' }
  if (config.forceHttps && !isHttps(request, config.trustProxy))
    return { code: closeCodes.forbiddenOrigin, reason: 'use HTTPS' }
  if (!isAllowedOrigin(request, config.corsOrigins))
    return { code: closeCodes.forbiddenOrigin, reason: 'origin not allowed' }
  const user = userOfUpgrade(request, authenticate)
  return user === 'refused' ? { code: closeCodes.notAuthenticated, reason: 'not authenticated' } : { user }
}

const userOfUpgrade = (request: FastifyRequest, authenticate: Authenticate): User | undefined | 'refused' => {
  const header = request.headers.authorization
  if (header === undefined) return undefined
  try {
    return authenticate(bearerToken(header))
  } catch {
    return 'refused'
  }
}

/** A client that is no browser sends none; a browser's must be the server's own or listed. */
const isAllowedOrigin = (request: FastifyRequest, allowed: string[]): boolean => {
  const { origin } = request.headers
  if (origin === undefined || allowed.includes(origin)) return true
  return URL.canParse(origin) && new URL(origin).host === request.host
}
