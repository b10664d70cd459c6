// POST /v1/chat/completions: one call from request to last byte, at its pace and with its fault, recorded.
// Knows HTTP and OpenAI's wire form; what an answer says is planned in answer.ts.
import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { type Planned, planAnswer } from './answer.ts'
import type { Call, CallList } from './calls.ts'
import { type Fault, type FaultList, type StatusFault, statusFaults } from './faults.ts'
import { type ApiError, type ChatRequest, readChatRequest, schemaOf } from './request.ts'
import { cutTokens, type PromptCache } from './tokens.ts'

export interface Pace {
  /** How long an answer takes from request to last byte; 0 is at once. */
  durationMs: number
}

export interface Parts {
  calls: CallList
  faults: FaultList
  cache: PromptCache
  pace: Pace
}

/** The part of an answer's time before its first token. */
const FIRST_TOKEN_SHARE = 0.12
/** Chunks due within one such step are sent together: timers this fine are not exact anyway. */
const TIMER_STEP_MS = 15

export const completeChat = async (parts: Parts, body: Record<string, unknown>, response: ServerResponse) => {
  const call = parts.calls.begin({
    name: (schemaOf(body.response_format)?.name as string | undefined) ?? null,
    model: typeof body.model === 'string' ? body.model : null,
    streamed: body.stream === true,
    prompt_cache_key: typeof body.prompt_cache_key === 'string' ? body.prompt_cache_key : null,
    request: body,
  })
  const gone = new AbortController()
  response.once('close', () => {
    parts.calls.end(call, response.writableFinished ? 'answered' : 'aborted')
    gone.abort()
  })
  try {
    await answer(parts, call, body, response, gone.signal)
  } catch (error) {
    // The client left: that is recorded, and there is no one to answer.
    if (!gone.signal.aborted) throw error
  }
}

const answer = async (
  parts: Parts,
  call: Call,
  body: Record<string, unknown>,
  response: ServerResponse,
  gone: AbortSignal,
) => {
  const request = readChatRequest(body)
  if ('status' in request) {
    parts.calls.end(call, 'refused')
    call.status = request.status
    return sendError(response, request)
  }
  const fault = parts.faults.take(request.schemaName)
  call.fault = fault?.fault ?? null
  if (fault && fault.fault in statusFaults) {
    call.status = sendStatusFault(response, fault)
    return parts.calls.end(call, fault.fault)
  }
  if (fault?.fault === 'hung') return hold(gone)
  const planned = planAnswer(request, fault)
  const usage = countUsage(parts.cache, request, planned)
  const durationMs = fault?.fault === 'slow' ? fault.duration_ms : parts.pace.durationMs
  if (!request.streamed) return answerWhole({ call, request, response, planned, usage, durationMs, gone })
  const broken = await stream({ call, request, response, planned, usage, durationMs, gone, fault })
  if (broken) {
    parts.calls.end(call, fault!.fault)
    response.destroy()
  }
}

type Usage = ReturnType<typeof countUsage>

interface Answering {
  call: Call
  request: ChatRequest
  response: ServerResponse
  planned: Planned
  usage: Usage
  durationMs: number
  gone: AbortSignal
}

/** Streams the answer; true where a fault wants the connection destroyed. */
const stream = async (answering: Answering & { fault: Fault | null }): Promise<boolean> => {
  const { call, request, response, planned, usage, durationMs, gone, fault } = answering
  const breakAt = ['stalled', 'cut', 'stream_error'].includes(fault?.fault ?? '') ? fault!.after_chunks : -1
  const head = { id: `chatcmpl-${randomUUID()}`, object: 'chat.completion.chunk', ...madeBy(request) }
  const send = (choices: unknown[], used: Usage | null = null) =>
    response.write(`data: ${JSON.stringify({ ...head, choices, usage: used })}\n\n`)
  const choice = (delta: object, finish: string | null = null) => [
    { index: 0, delta, logprobs: null, finish_reason: finish },
  ]
  call.status = 200
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', ...headers() })
  response.flushHeaders()
  const tokens = cutTokens(planned.text)
  const start = Date.now()
  for (let i = 0; i <= tokens.length; i++) {
    const due = durationMs * (FIRST_TOKEN_SHARE + ((1 - FIRST_TOKEN_SHARE) * i) / tokens.length)
    await until(start + due, gone)
    if (i === breakAt) return breakStream(response, fault!, gone)
    if (i === 0) send(choice({ role: 'assistant', content: planned.refusal ? null : '', refusal: null }))
    if (i === tokens.length) break
    send(choice(planned.refusal ? { refusal: tokens[i] } : { content: tokens[i] }))
    call.content_chunks++
  }
  send(choice({}, planned.finishReason))
  if (request.includeUsage && fault?.fault !== 'no_usage') send([], usage)
  response.end('data: [DONE]\n\n')
  return false
}

const breakStream = async (response: ServerResponse, fault: Fault, gone: AbortSignal): Promise<boolean> => {
  if (fault.fault === 'stalled') await hold(gone)
  if (fault.fault === 'cut') {
    // What was written must leave before the socket is destroyed; an empty line between events means nothing.
    await new Promise(resolve => response.write('\n', resolve))
    return true
  }
  const [, type, code, message] = statusFaults['500']
  response.end(`data: ${JSON.stringify({ error: { message, type, code, param: null } })}\n\n`)
  return false
}

const answerWhole = async ({ call, request, response, planned, usage, durationMs, gone }: Answering) => {
  await until(Date.now() + durationMs, gone)
  call.status = 200
  const { text, refusal } = planned
  const message = { role: 'assistant', content: refusal ? null : text, refusal: refusal ? text : null, annotations: [] }
  sendJson(response, 200, {
    id: `chatcmpl-${randomUUID()}`,
    object: 'chat.completion',
    ...madeBy(request),
    choices: [{ index: 0, message, logprobs: null, finish_reason: planned.finishReason }],
    usage,
  })
}

const madeBy = ({ model }: ChatRequest) => ({
  created: Math.floor(Date.now() / 1000),
  model,
  service_tier: 'default',
  system_fingerprint: 'fp_stand_in',
})

const countUsage = (cache: PromptCache, { prompt, cacheKey, schemaName, model }: ChatRequest, { text }: Planned) => {
  const counted = cache.count(`${model} ${cacheKey ?? schemaName}`, prompt)
  const completion = cutTokens(text).length
  return {
    prompt_tokens: counted.prompt,
    completion_tokens: completion,
    total_tokens: counted.prompt + completion,
    prompt_tokens_details: { cached_tokens: counted.cached, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  }
}

const sendStatusFault = (response: ServerResponse, fault: Fault): number => {
  const [status, type, code, message] = statusFaults[fault.fault as StatusFault]
  if (fault.retry_after !== undefined) response.setHeader('retry-after', fault.retry_after)
  if (fault.retry_after_ms !== undefined) response.setHeader('retry-after-ms', fault.retry_after_ms)
  sendError(response, { status, message, type, code, param: null })
  return status
}

export const sendError = (response: ServerResponse, { status, message, type, code, param }: ApiError) =>
  sendJson(response, status, { error: { message, type, code, param } })

export const sendJson = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers() })
  response.end(JSON.stringify(body))
}

const headers = () => ({ 'x-request-id': `req_${randomUUID().replaceAll('-', '')}`, 'openai-version': '2020-10-01' })

const until = async (time: number, gone: AbortSignal) => {
  const ms = time - Date.now()
  if (ms > TIMER_STEP_MS) await wait(ms, undefined, { signal: gone })
  else gone.throwIfAborted()
}

/** Never answers; ends when the client leaves. */
const hold = (gone: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (gone.aborted) reject(gone.reason)
    else gone.addEventListener('abort', () => reject(gone.reason), { once: true })
  })
