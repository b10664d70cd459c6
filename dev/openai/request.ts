// Checks a chat-completions request as OpenAI does: what is missing, and what the model would refuse. No I/O.
import { contentText, readTask, type Task } from './message.ts'

export interface ApiError {
  status: number
  message: string
  type: string
  code: string | null
  param: string | null
}

export interface ChatRequest {
  model: string
  streamed: boolean
  includeUsage: boolean
  schemaName: 'main_sections' | 'work_experience'
  cacheKey: string | null
  /** All that counts as prompt, in the order of the messages. */
  prompt: string
  task: Task
}

export const invalid = (message: string, param: string | null = null, code: string | null = null): ApiError => ({
  status: 400,
  message,
  type: 'invalid_request_error',
  code,
  param,
})

export const readChatRequest = (body: Record<string, unknown>): ChatRequest | ApiError => {
  const { model, messages, stream, stream_options: options, response_format: format } = body
  if (typeof model !== 'string' || model === '') return invalid('you must provide a model parameter')
  if (!Array.isArray(messages) || messages.length === 0) {
    return invalid("Missing required parameter: 'messages'.", 'messages', 'missing_required_parameter')
  }
  if (options !== undefined && options !== null && stream !== true) {
    return invalid("The 'stream_options' parameter is only allowed when 'stream' is enabled.", 'stream_options')
  }
  const refused = refusedParameter(model, body) ?? refusedFormat(format)
  if (refused) return refused
  const task = readTask(messages)
  if (!task) return invalid('The stand-in needs a user message with <job_description> and <facts>.', 'messages')
  return {
    model,
    streamed: stream === true,
    includeUsage: (options as { include_usage?: unknown } | undefined)?.include_usage === true,
    schemaName: schemaOf(format)!.name as ChatRequest['schemaName'],
    cacheKey: typeof body.prompt_cache_key === 'string' ? body.prompt_cache_key : null,
    prompt: JSON.stringify(format) + messages.map(contentText).join('\n'),
    task,
  }
}

interface NamedSchema {
  name?: unknown
  strict?: unknown
  schema?: unknown
}

/** The `json_schema` part of a response_format, where it has one. */
export const schemaOf = (format: unknown): NamedSchema | null => {
  const schema = (format as { json_schema?: unknown } | null | undefined)?.json_schema
  return typeof schema === 'object' ? (schema as NamedSchema | null) : null
}

/** Reasoning models refuse what the older ones took. */
const refusedParameter = (model: string, body: Record<string, unknown>): ApiError | null => {
  if (!/^(o\d|gpt-[5-9])/.test(model)) return null
  if (body.max_tokens !== undefined) {
    const message = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens'."
    return invalid(message, 'max_tokens', 'unsupported_parameter')
  }
  if (body.temperature !== undefined && body.temperature !== 1) {
    const message = "Unsupported value: 'temperature' does not support this value with this model."
    return invalid(message, 'temperature', 'unsupported_value')
  }
  return null
}

const refusedFormat = (format: unknown): ApiError | null => {
  const schema = schemaOf(format)
  if ((format as { type?: unknown } | null | undefined)?.type !== 'json_schema' || !schema) {
    return invalid("The stand-in answers only response_format 'json_schema'.", 'response_format')
  }
  if (schema.name !== 'main_sections' && schema.name !== 'work_experience') {
    return invalid("The stand-in knows only 'main_sections' and 'work_experience'.", 'response_format.json_schema.name')
  }
  if (schema.strict !== true) return invalid("'strict' must be true.", 'response_format.json_schema.strict')
  const flaw = strictFlaw(schema.schema)
  return flaw ? invalid(`Invalid schema for response_format '${schema.name}': ${flaw}`, 'response_format') : null
}

/** What keeps a schema from being strict: each object closed, each of its properties required. */
const strictFlaw = (schema: unknown, at: string[] = []): string | null => {
  if (typeof schema !== 'object' || schema === null) return `In context=(${at.join(', ')}), a schema is required.`
  const { type, properties = {}, required = [], additionalProperties, items } = schema as Record<string, unknown>
  const context = `In context=(${at.map(step => `'${step}'`).join(', ')})`
  if (type === 'object') {
    if (additionalProperties !== false) return `${context}, 'additionalProperties' is required to be false.`
    for (const [name, property] of Object.entries(properties as Record<string, unknown>)) {
      if (!(required as unknown[]).includes(name)) return `${context}, 'required' must include '${name}'.`
      const flaw = strictFlaw(property, [...at, 'properties', name])
      if (flaw) return flaw
    }
  }
  return type === 'array' ? strictFlaw(items, [...at, 'items']) : null
}
