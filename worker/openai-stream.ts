// One streamed chat completion: sends it, reads it to its end, closes it on an abort or when nothing comes.
// Judges nothing: what the answer is worth is decided in openai.ts.
import type OpenAI from 'openai'
import { estimateTokens, parametersOf, type Usage } from './models.ts'
import { Failure, failureOf } from './openai-errors.ts'
import type { Prompt } from './prompts.ts'

type Chunk = OpenAI.Chat.Completions.ChatCompletionChunk

/** What has come so far; stays readable when the stream breaks. */
export interface Received {
  /** The server may have begun to work on the prompt. */
  begun: boolean
  chunks: number
  text: string
  refusal: string
  finishReason: string | null
  /** Estimated while it streams. */
  completionTokens: number
  /** Told by the server, at the end. */
  usage: Usage | null
  /** As the server names it. */
  model: string
}

export const nothingReceived = (model: string): Received => ({
  begun: false,
  chunks: 0,
  text: '',
  refusal: '',
  finishReason: null,
  completionTokens: 0,
  usage: null,
  model,
})

export interface Receiving {
  client: OpenAI
  prompt: Prompt
  received: Received
  signal: AbortSignal
  idleTimeoutMs: number
  onText: ((textSoFar: string, completionTokensSoFar: number) => void) | undefined
}

/** Fills `received`. Throws a Failure, or the signal's reason where it was aborted. */
export const receive = async ({ received, onText, ...sending }: Receiving): Promise<void> => {
  for await (const chunk of chunksOf(sending, received)) {
    received.chunks++
    received.model = chunk.model || received.model
    const choice = chunk.choices?.[0]
    const delta = choice?.delta
    received.finishReason = choice?.finish_reason ?? received.finishReason
    received.refusal += delta?.refusal ?? ''
    received.usage = chunk.usage ? usageOf(chunk.usage) : received.usage
    const piece = delta?.content ?? ''
    received.completionTokens += estimateTokens(piece || delta?.refusal || '')
    if (piece === '') continue
    received.text += piece
    onText?.(received.text, received.completionTokens)
  }
}

/** The chunks of one request. An aborted stream just ends in the SDK, so what ended it is looked at afterwards. */
async function* chunksOf(
  { client, prompt, signal, idleTimeoutMs }: Omit<Receiving, 'received' | 'onText'>,
  received: Received,
): AsyncGenerator<Chunk> {
  signal.throwIfAborted()
  const closing = new AbortController()
  const close = () => closing.abort()
  let stalled = false
  // The SDK's own timeout covers the headers only, not a body that stops.
  const idle = setTimeout(() => {
    stalled = true
    received.begun = true
    close()
  }, idleTimeoutMs)
  signal.addEventListener('abort', close, { once: true })
  try {
    const stream = await client.chat.completions.create(requestOf(prompt, received.model), { signal: closing.signal })
    received.begun = true
    for await (const chunk of stream) {
      idle.refresh()
      yield chunk
    }
  } catch (error) {
    if (!stalled && !signal.aborted) throw failureOf(error)
  } finally {
    clearTimeout(idle)
    signal.removeEventListener('abort', close)
    close()
  }
  signal.throwIfAborted()
  if (stalled) throw new Failure('MODEL_STALLED', `no chunk for ${idleTimeoutMs} ms`)
}

const requestOf = (prompt: Prompt, model: string): OpenAI.Chat.Completions.ChatCompletionCreateParamsStreaming => ({
  model,
  messages: prompt.messages,
  response_format: { type: 'json_schema', json_schema: { name: prompt.name, strict: true, schema: prompt.schema } },
  stream: true,
  stream_options: { include_usage: true },
  prompt_cache_key: prompt.cacheKey,
  ...parametersOf(model),
})

const usageOf = (usage: OpenAI.CompletionUsage): Usage => ({
  promptTokens: usage.prompt_tokens,
  cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
  completionTokens: usage.completion_tokens,
})
