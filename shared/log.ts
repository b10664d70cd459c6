// The logger: one JSON line an event, fields first, a constant message. Knows which fields must never be seen.
import { createHash } from 'node:crypto'
import { type Logger, pino, stdTimeFunctions } from 'pino'

export type Log = Logger

/** Last line of defence: no caller logs these, but a library's error object may carry them. */
const SECRET_FIELDS = [
  'authorization',
  'token',
  'apiKey',
  'password',
  'secret',
  'databaseUrl',
  'redisUrl',
  'jwtSecret',
  'openaiApiKey',
  'profile',
  'prompt',
  'messages',
  'job_description',
  'jobDescription',
  'merged_text',
  'parameters',
  'args',
  'query',
]

/** @param level pino's level names, `silent` too. @param name the process: `server`, `worker`, `migrate`. */
export const createLog = (name: string, level: string): Log =>
  pino({
    name,
    level,
    timestamp: stdTimeFunctions.isoTime,
    redact: {
      paths: SECRET_FIELDS.flatMap(field => [field, `*.${field}`, `err.cause.${field}`]),
      censor: '[redacted]',
    },
    serializers: { err: describeError },
    hooks: {
      logMethod(args, method) {
        method.apply(this, withSafeMessage(args as unknown[]) as typeof args)
      },
    },
  })

/** Without a message pino takes the error's; a library's own may quote a URL. */
const withSafeMessage = ([first, message, ...rest]: unknown[]): unknown[] => {
  if (typeof first === 'string') return [withoutValues(first), message, ...rest]
  if (message !== undefined) return [first, typeof message === 'string' ? withoutValues(message) : message, ...rest]
  const error = first instanceof Error ? first : (first as { err?: unknown } | undefined)?.err
  return error instanceof Error ? [first, withoutValues(error.message, (error as { code?: unknown }).code)] : [first]
}

/** A user's id as a log may show it: one that could be an e-mail address or a name is hashed. */
export const userTag = (id: string | undefined): string | undefined =>
  id === undefined || /^[\w-]{1,64}$/.test(id)
    ? id
    : `sha256:${createHash('sha256').update(id).digest('hex').slice(0, 12)}`

/** An error as a log shows it: never its other properties (drivers hang queries, parameters and commands on them). */
const describeError = (error: unknown, depth = 0): Record<string, unknown> => {
  if (!(error instanceof Error)) return { message: typeof error === 'object' ? 'not an error' : String(error) }
  const code = (error as { code?: unknown }).code
  const message = withoutValues(error.message, code)
  return {
    type: error.name,
    message,
    ...(code !== undefined && { code }),
    stack: error.stack?.replaceAll(error.message, () => message),
    ...(error.cause !== undefined && depth < 3 && { cause: describeError(error.cause, depth + 1) }),
  }
}

/** Some messages quote what was given: PostgreSQL's of a bad value, Redis' of an unknown command, a URL's query. */
const withoutValues = (message: string, code?: unknown): string => {
  if (code === RAISED) return 'raised by a function in the database'
  const text = typeof code === 'string' && DATA_EXCEPTION.test(code) ? message.replace(/"[\s\S]*"/, '"…"') : message
  return text.replace(/, with args beginning with:[\s\S]*/, '').replace(/(\/[^\s"'?]*)\?[^\s"']+/g, '$1?…')
}

/** SQLSTATEs: of class 22, and of RAISE in somebody's trigger. */
const DATA_EXCEPTION = /^22[0-9A-Z]{3}$/
const RAISED = 'P0001'
