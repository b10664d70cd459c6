// Every way a call to OpenAI can fail, as our codes. Takes no text from OpenAI's messages: they can quote the key or
// the prompt. Knows nothing of prompts and answers.
import OpenAI from 'openai'
import { AppError, type ErrorCode } from '../shared/errors.ts'
import type { Usage } from './models.ts'

/** A failed call, and what it spent. */
export class ModelError extends AppError {
  readonly usage: Usage
  /** OpenAI told no usage, so `usage` is our estimate. */
  readonly estimated: boolean
  readonly model: string

  constructor(failure: Failure, spent: { usage: Usage; estimated: boolean; model: string }) {
    super(failure.code, undefined, {
      cause: failure,
      ...(failure.retryAfterMs === undefined ? {} : { retryAfterSeconds: Math.ceil(failure.retryAfterMs / 1000) }),
    })
    this.name = 'ModelError'
    this.usage = spent.usage
    this.estimated = spent.estimated
    this.model = spent.model
  }
}

/** One failed try. Its message is safe to log. */
export class Failure extends Error {
  readonly code: ErrorCode
  /** Another try in the same call can help, as long as nothing was streamed. */
  readonly again: boolean
  readonly retryAfterMs: number | undefined

  constructor(code: ErrorCode, detail: string, options: { again?: boolean; retryAfterMs?: number | undefined } = {}) {
    super(detail)
    this.name = 'Failure'
    this.code = code
    this.again = options.again ?? false
    this.retryAfterMs = options.retryAfterMs
  }
}

/** What the SDK threw, as a Failure. */
export const failureOf = (error: unknown): Failure => {
  if (error instanceof Failure) return error
  if (error instanceof SyntaxError) return new Failure('MODEL_ANSWER', 'a chunk of the stream was not JSON')
  // Without a status: the connection, or an error event inside the stream.
  if (error instanceof OpenAI.APIError && !(error instanceof OpenAI.APIConnectionError)) return apiFailure(error)
  return new Failure('MODEL_UNREACHABLE', `connection failed: ${systemCode(error)}`, { again: true })
}

const quotaCodes = ['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active']

const apiFailure = (error: InstanceType<typeof OpenAI.APIError>): Failure => {
  const status = error.status as number | undefined
  const code = typeof error.code === 'string' && /^\w{1,64}$/.test(error.code) ? error.code : null
  const detail = `OpenAI answered ${status ?? 'an error in the stream'}${code ? ` ${code}` : ''}`
  const retryAfterMs = readRetryAfter(error.headers)
  if (status === 402 || [code, error.type].some(name => quotaCodes.includes(name ?? '')))
    return new Failure('MODEL_QUOTA', detail)
  if (code === 'content_filter' || code === 'content_policy_violation') return new Failure('MODEL_FILTERED', detail)
  if (status === 401 || status === 403) return new Failure('MODEL_KEY', detail)
  if (status === 429 || status === 503 || code === 'rate_limit_exceeded') {
    return new Failure('MODEL_BUSY', detail, { again: true, retryAfterMs })
  }
  const again = status === undefined || status === 408 || status === 409 || status >= 500
  if (again) return new Failure('MODEL_UNREACHABLE', detail, { again, retryAfterMs })
  return new Failure('MODEL_REQUEST', detail)
}

/** How long the server asks us to wait: `retry-after-ms`, else `retry-after` in seconds or as an HTTP date. */
const readRetryAfter = (headers: Headers | undefined): number | undefined => {
  const exact = Number.parseFloat(headers?.get('retry-after-ms') ?? '')
  if (exact >= 0) return exact
  const text = headers?.get('retry-after')?.trim()
  if (!text) return undefined
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - serverTime(headers)
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

/** As the answer tells it, since the clock of this machine may be wrong. */
const serverTime = (headers: Headers | undefined): number => Date.parse(headers?.get('date') ?? '') || Date.now()

/** The deepest `code` of an error and its causes: `ECONNREFUSED`, `UND_ERR_SOCKET`, … */
const systemCode = (error: unknown): string => {
  const { code, cause, name } = (error ?? {}) as { code?: unknown; cause?: unknown; name?: unknown }
  if (cause) return systemCode(cause)
  return typeof code === 'string' ? code : typeof name === 'string' ? name : 'unknown'
}
