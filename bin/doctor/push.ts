// The push path to its end: a state is published as a worker does it, for a user that nobody is, and must come out of a
// socket of the server. No row is written.
import { randomUUID } from 'node:crypto'
import WebSocket from 'ws'
import { publishUpdate, toUpdate } from '../../shared/bus.ts'
import { type JobView, type ReadyBody, type ServerFrame, WS_PATH } from '../../shared/protocol.ts'
import type { Redis } from '../../shared/redis.ts'
import { signToken, type TokenClaims } from '../../shared/token.ts'
import { type Finding, failed, Late, note, ok, rounded, skipped, warning, within } from './finding.ts'
import type { Living } from './processes.ts'

const READY_MS = 2_000
/** For each step on the socket. */
const STEP_MS = 2_000
const TOKEN_SECONDS = 60

export interface PushSettings {
  /** The server's; its path is ignored. Undefined: not known. */
  url: URL | undefined
  /** A person named it, so that somebody must be there. */
  isNamed: boolean
  /** Signs a token; without it the socket can't be tried. */
  secret: string | undefined
  claims: Pick<TokenClaims, 'iss' | 'aud'>
}

export const examinePush = async (settings: PushSettings, redis: Redis, living: Promise<Living>): Promise<Finding> => {
  const { url, isNamed, secret, claims } = settings
  if (!url) return skipped('there is no usable HOST and PORT')
  const ready = await readiness(url)
  if (ready === 'nobody' || ready === 'stranger')
    return absent(
      url,
      ready === 'nobody' ? 'no server answers' : 'another program answers',
      isNamed,
      (await living).servers,
    )
  if (ready === 'silent')
    return failed(`what listens at ${url.origin} does not answer`, 'see its log: it is frozen or overloaded')
  if (ready.status === 'unavailable') {
    const broken = Object.entries(ready.checks).flatMap(([name, state]) => (state === 'failed' ? [name] : []))
    return failed(`the server at ${url.origin} says that it is not ready: ${broken.join(', ')}`, 'see its log')
  }
  if (!secret)
    return note(`the server at ${url.origin} is ready; its socket is untried`, 'a token is needed: set JWT_SECRET here')
  const user = `doctor ${randomUUID()}`
  return trySocket(url, user, signToken(secret, { sub: user, ...claims }, TOKEN_SECONDS), redis)
}

const absent = (url: URL, what: string, isNamed: boolean, liveServers: number): Finding => {
  const message = `${what} at ${url.origin}`
  if (isNamed) return failed(message, 'correct --url')
  if (liveServers > 0)
    return note(`${message}; those servers that live are elsewhere`, 'name one: npm run doctor -- --url https://…')
  return warning(message, 'start a server: `npm run server`')
}

/** A proxy in front would say so; the server believes it where TRUST_PROXY lets it. */
export const headers = { 'x-forwarded-proto': 'https' }

const readiness = async (url: URL): Promise<ReadyBody | 'nobody' | 'silent' | 'stranger'> => {
  let response: Response
  try {
    response = await fetch(new URL('/api/readyz', url), { headers, signal: AbortSignal.timeout(READY_MS) })
  } catch (error) {
    return (error as Error).name === 'TimeoutError' ? 'silent' : 'nobody'
  }
  const body = (await within(READY_MS, response.json()).catch(() => undefined)) as ReadyBody | undefined
  return body?.checks && body.status ? body : 'stranger'
}

/** What was being waited for when it went wrong, and what that means. */
const steps = {
  opens: ['no socket opens', 'see the server and the proxy in front: they must let WebSockets through'],
  ready: ['its socket does not greet', 'see its log'],
  synced: ['its socket does not answer a subscription', 'see its log: PostgreSQL may be slow or away'],
  job: [
    'a published state did not come out of its socket',
    'see that the server has the same REDIS_URL, and its log: its subscription to Redis may be dead',
  ],
} as const
type Step = keyof typeof steps

const trySocket = async (url: URL, user: string, token: string, redis: Redis): Promise<Finding> => {
  const socket = openSocket(url, token)
  const { next, closed } = listen(socket)
  let step: Step = 'opens'
  const reach = async (wanted: Step): Promise<void> => {
    step = wanted
    await within(STEP_MS, next(wanted))
  }
  try {
    await reach('opens')
    await reach('ready')
    socket.send(JSON.stringify({ type: 'subscribe', jobs: 'all' }))
    await reach('synced')
    const begun = performance.now()
    await publishUpdate(redis, user, toUpdate(canary()))
    await reach('job')
    const ms = rounded(performance.now() - begun)
    return ok(`a published state came out of a socket of ${url.origin} in ${ms} ms`, { ms })
  } catch (error) {
    const code = closed()
    if (code === 4401)
      return failed(
        `the server at ${url.origin} refuses a token made with this JWT_SECRET (4401)`,
        'server and signer must share JWT_SECRET, JWT_ISSUER and JWT_AUDIENCE, and their clocks',
      )
    const why = error instanceof Late ? '' : ` (${code ?? (error as { code?: string }).code ?? 'refused'})`
    return failed(`${url.origin}: ${steps[step][0]}${why}`, steps[step][1])
  } finally {
    socket.terminate()
  }
}

export const openSocket = (url: URL, token: string): WebSocket => {
  const socketUrl = new URL(WS_PATH, url)
  socketUrl.protocol = url.protocol.replace('http', 'ws')
  return new WebSocket(socketUrl, { headers: { ...headers, authorization: `Bearer ${token}` } })
}

/** `next` resolves when that has come, also if it came before; rejects when the socket ends first. */
const listen = (socket: WebSocket) => {
  const come = Object.fromEntries(Object.keys(steps).map(step => [step, Promise.withResolvers<void>()]))
  let code: number | undefined
  const end = (error: unknown): void => {
    for (const { promise, reject } of Object.values(come)) {
      promise.catch(() => {})
      reject(error)
    }
  }
  socket.on('open', () => come.opens!.resolve())
  socket.on('message', data => come[(JSON.parse(String(data)) as ServerFrame).type]?.resolve())
  socket.on('error', end)
  socket.on('close', closeCode => {
    code = closeCode
    end(new Error('closed'))
  })
  return { next: (step: Step): Promise<void> => come[step]!.promise, closed: () => code }
}

const canary = (): JobView => {
  const now = new Date().toISOString()
  return {
    job_id: randomUUID(),
    status: 'FAILURE',
    progress: 0,
    stage: 'cancelled',
    candidate_id: 0,
    job_row_id: null,
    file_type: 'word',
    priority: 'default',
    attempt: 0,
    version: 1,
    cache_hit: null,
    queue_position: null,
    eta_seconds: null,
    warnings: [],
    result_url: null,
    error_message: 'A message of npm run doctor; there is no such job.',
    created_at: now,
    started_at: null,
    completed_at: now,
  }
}
