// The stand-in for OpenAI: one HTTP server with the routes that the worker uses, and control routes for tests.
// Composition and routing only; tailors without a model, and says so in GET /.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Call, CallList } from './calls.ts'
import { completeChat, type Parts, sendError, sendJson } from './completions.ts'
import { type Fault, FaultList, readFault } from './faults.ts'
import { invalid } from './request.ts'
import { PromptCache } from './tokens.ts'

export interface StandInOptions {
  /** 0, a free one, where absent. */
  port?: number
  host?: string
  /** How long an answer takes; 5,000 ms where absent, 0 is at once. */
  paceMs?: number
}

export interface StandIn {
  /** What OPENAI_BASE_URL takes; ends in `/v1`. */
  url: string
  /** What POST /control/faults does. Throws on an order that makes no sense. */
  order(fault: Partial<Fault> & Pick<Fault, 'fault'>): void
  /** What GET /control/calls answers; with `true` the requests' bodies too. */
  calls(withRequests?: boolean): (Omit<Call, 'request'> & { request?: unknown })[]
  /** What POST /control/pace does. */
  setPace(durationMs: number): void
  /** What DELETE /control does: no faults, no calls, the pace of the start. */
  reset(): void
  /** Closes every connection at once. */
  close(): Promise<void>
}

const BODY_MAX_BYTES = 4 * 1024 * 1024
const MODELS = ['gpt-4o-mini', 'gpt-4.1-mini', 'gpt-5-mini', 'gpt-5.4-mini', 'gpt-6-luna']

export const startStandIn = async (options: StandInOptions = {}): Promise<StandIn> => {
  const { port = 0, host = '127.0.0.1', paceMs = 5000 } = options
  const parts: Parts = {
    calls: new CallList(),
    faults: new FaultList(),
    cache: new PromptCache(),
    pace: { durationMs: paceMs },
  }
  const reset = () => {
    for (const part of [parts.calls, parts.faults, parts.cache]) part.clear()
    parts.pace.durationMs = paceMs
  }
  const server = createServer((request, response) => {
    route(parts, reset, request, response).catch(error => {
      console.error('the stand-in failed on a request', error)
      response.destroy()
    })
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/v1`,
    order: fault => {
      const read = readFault(fault)
      if (typeof read === 'string') throw new TypeError(read)
      parts.faults.order(read)
    },
    calls: withRequests => parts.calls.list(withRequests),
    setPace: durationMs => {
      parts.pace.durationMs = durationMs
    },
    reset,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const route = async (parts: Parts, reset: () => void, request: IncomingMessage, response: ServerResponse) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand-in')
  const key = `${request.method} ${pathname}`
  if (pathname.startsWith('/v1/') && !/^Bearer \S/.test(request.headers.authorization ?? '')) {
    const message = "You didn't provide an API key. Provide it in an Authorization header using Bearer auth."
    return sendError(response, { ...invalid(message), status: 401 })
  }
  if (key === 'GET /v1/models') return sendJson(response, 200, { object: 'list', data: MODELS.map(modelRecord) })
  if (key.startsWith('GET /v1/models/')) {
    const id = decodeURIComponent(pathname.slice('/v1/models/'.length))
    if (MODELS.includes(id)) return sendJson(response, 200, modelRecord(id))
    const message = `The model '${id}' does not exist or you do not have access to it.`
    return sendError(response, { ...invalid(message, 'model', 'model_not_found'), status: 404 })
  }
  if (key === 'POST /v1/chat/completions') {
    const body = await readJson(request)
    return body
      ? completeChat(parts, body, response)
      : sendError(response, invalid('We could not parse the JSON body of your request.'))
  }
  if (pathname === '/control' || pathname.startsWith('/control/')) {
    const answer = control(parts, reset, key, searchParams.has('requests'), await readJson(request))
    return sendJson(response, answer.status, answer.body)
  }
  if (key === 'GET /') return sendJson(response, 200, { stand_in: true, for: 'OpenAI chat completions' })
  const message = `Unknown request URL: ${key}. Please check the URL for typos.`
  return sendError(response, { ...invalid(message, null, 'unknown_url'), status: 404 })
}

const modelRecord = (id: string) => ({ id, object: 'model', created: 1_721_172_741, owned_by: 'stand-in' })

const control = (parts: Parts, reset: () => void, key: string, withRequests: boolean, body: unknown) => {
  const refused = (status: number, message: string) => ({ status, body: { error: invalid(message) } })
  if (key === 'GET /control/calls') return { status: 200, body: { calls: parts.calls.list(withRequests) } }
  if (key === 'DELETE /control') {
    reset()
    return { status: 200, body: { reset: true } }
  }
  if (key === 'POST /control/pace') {
    const durationMs = (body as { durationMs?: unknown } | null)?.durationMs
    if (typeof durationMs !== 'number' || !(durationMs >= 0)) return refused(400, 'durationMs must be a number from 0.')
    parts.pace.durationMs = durationMs
    return { status: 200, body: { durationMs } }
  }
  if (key === 'POST /control/faults') {
    const fault = readFault(body)
    if (typeof fault === 'string') return refused(400, fault)
    parts.faults.order(fault)
    return { status: 201, body: fault }
  }
  return refused(404, 'There is no such control route.')
}

/** The JSON object in the body, or null: none, too large, or not JSON. */
const readJson = async (request: IncomingMessage): Promise<Record<string, unknown> | null> => {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > BODY_MAX_BYTES) return null
    chunks.push(chunk)
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    // Told apart from an empty body nowhere: both mean that there is no request.
    return null
  }
}
