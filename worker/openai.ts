// Calls the model: one prompt in, one checked JSON answer out, whatever the network does in between.
// Knows no job and no profile; never puts the key, the prompt or the answer into an error.
import { setTimeout as wait } from 'node:timers/promises'
import OpenAI from 'openai'
import { Check } from 'typebox/schema'
import { estimateTokens, type Usage } from './models.ts'
import { Failure, ModelError } from './openai-errors.ts'
import { nothingReceived, type Received, receive } from './openai-stream.ts'
import type { Prompt } from './prompts.ts'

export { costUsd, estimateTokens, type Usage } from './models.ts'
export { ModelError } from './openai-errors.ts'

export interface Answer {
  /** Fits the prompt's schema. */
  json: unknown
  usage: Usage
  /** The server told no usage, so it is our estimate. */
  estimated: boolean
  /** As the server names it, e.g. `gpt-4o-mini-2024-07-18`. */
  model: string
}

export interface CallOptions {
  /** Aborting closes the connection and rejects with the signal's reason. */
  signal: AbortSignal
  /** Asked before each request, of which a call makes up to three: where it rejects, so does the call. */
  confirm?(): Promise<void>
  /** The answer's text so far, whole, at each piece; the tokens are an estimate. */
  onText?(textSoFar: string, completionTokensSoFar: number): void
  /** A try failed with this code, and another one follows. */
  onRetry?(code: string): void
}

export interface Model {
  readonly name: string
  /** Throws a ModelError, or the signal's reason. */
  call(prompt: Prompt, options: CallOptions): Promise<Answer>
}

export interface ModelSettings {
  apiKey: string
  /** OpenAI itself where undefined. */
  baseUrl: string | undefined
  model: string
  /** No chunk, or no answer at all, for so long is a failure. */
  idleTimeoutMs: number
}

/** Tries of one call, as long as nothing was streamed; the first wait's upper end, doubled for the next. */
const TRIES = 3
const BACKOFF_MS = 500
/** A longer Retry-After fails the call instead. */
const RETRY_AFTER_MAX_MS = 60_000
/** Spreads callers that were told the same moment, by a part of the wait. */
const RETRY_AFTER_JITTER = 0.1

/** OpenAI's SDK with nothing of its own will. @param timeoutMs until an answer begins; the SDK's 10 minutes where absent. */
export const openClient = (
  { apiKey, baseUrl }: Pick<ModelSettings, 'apiKey' | 'baseUrl'>,
  timeoutMs?: number,
): OpenAI =>
  new OpenAI({
    apiKey,
    // Named here so that the SDK reads none of them from the environment, OPENAI_LOG (it logs prompts) among them.
    baseURL: baseUrl ?? 'https://api.openai.com/v1',
    organization: null,
    project: null,
    logLevel: 'off',
    // The SDK would repeat insufficient_quota and cap Retry-After its own way.
    maxRetries: 0,
    ...(timeoutMs !== undefined && { timeout: timeoutMs }),
  })

export const createModel = ({ apiKey, baseUrl, model, idleTimeoutMs }: ModelSettings): Model => {
  const client = openClient({ apiKey, baseUrl })
  return { name: model, call: (prompt, options) => callModel({ client, model, idleTimeoutMs }, prompt, options) }
}

interface Calling {
  client: OpenAI
  model: string
  idleTimeoutMs: number
}

const callModel = async (
  calling: Calling,
  prompt: Prompt,
  { signal, confirm, onText, onRetry }: CallOptions,
): Promise<Answer> => {
  for (let tryNumber = 1; ; tryNumber++) {
    const received = nothingReceived(calling.model)
    await confirm?.()
    try {
      await receive({ ...calling, prompt, received, signal, onText })
    } catch (error) {
      if (signal.aborted) throw signal.reason
      if (!(error instanceof Failure)) throw error
      // With a finish reason the answer is complete; what broke off was only the usage or the closing mark.
      if (received.finishReason === null) {
        if (!canTryAgain(error, received, tryNumber)) throw new ModelError(error, spentOn(received, prompt))
        onRetry?.(error.code)
        await backOff(error, tryNumber, signal)
        continue
      }
    }
    return judge(received, prompt)
  }
}

const canTryAgain = ({ again, retryAfterMs = 0 }: Failure, { chunks }: Received, tryNumber: number): boolean =>
  again && chunks === 0 && tryNumber < TRIES && retryAfterMs <= RETRY_AFTER_MAX_MS

/** Full jitter, or what the server asked for. */
const backOff = async ({ retryAfterMs }: Failure, tryNumber: number, signal: AbortSignal): Promise<void> => {
  const ms =
    retryAfterMs === undefined
      ? Math.random() * BACKOFF_MS * 2 ** (tryNumber - 1)
      : retryAfterMs * (1 + Math.random() * RETRY_AFTER_JITTER)
  await wait(ms, undefined, { signal }).catch(() => {
    throw signal.reason
  })
}

/** The answer, or the ModelError that it amounts to. */
const judge = (received: Received, prompt: Prompt): Answer => {
  const spent = spentOn(received, prompt)
  const flaw = flawOf(received)
  if (flaw) throw new ModelError(flaw, spent)
  let json: unknown
  try {
    json = JSON.parse(received.text)
  } catch {
    // The parser's message quotes the answer.
    throw new ModelError(new Failure('MODEL_ANSWER', 'the answer is not JSON'), spent)
  }
  if (!Check(prompt.schema, json)) {
    throw new ModelError(new Failure('MODEL_ANSWER', 'the answer does not fit the schema'), spent)
  }
  return { json, ...spent }
}

const flawOf = ({ finishReason, refusal }: Received): Failure | null => {
  if (finishReason === null) return new Failure('MODEL_UNREACHABLE', 'the stream ended before the answer did')
  if (finishReason === 'content_filter') return new Failure('MODEL_FILTERED', 'finish_reason content_filter')
  if (refusal !== '') return new Failure('MODEL_REFUSED', 'the model refused')
  if (finishReason === 'length') return new Failure('MODEL_LENGTH', 'finish_reason length')
  return finishReason === 'stop' ? null : new Failure('MODEL_ANSWER', 'an unknown finish_reason')
}

const spentOn = (received: Received, prompt: Prompt): { usage: Usage; estimated: boolean; model: string } => {
  const { model, usage, begun, completionTokens } = received
  if (usage) return { usage, estimated: false, model }
  const promptTokens = begun ? estimatePromptTokens(prompt) : 0
  return { usage: { promptTokens, cachedTokens: 0, completionTokens }, estimated: begun, model }
}

/** About what a prompt costs: for a call that was aborted, which ends in no ModelError. */
export const estimatePromptTokens = (prompt: Prompt): number =>
  estimateTokens(prompt.messages.map(({ content }) => content).join('\n') + JSON.stringify(prompt.schema))
