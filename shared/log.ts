// The logger: one JSON line an event, fields first, a constant message. Knows which fields must never be seen.
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
  })

/** An error as a log shows it: never its other properties (drivers hang queries, parameters and commands on them). */
const describeError = (error: unknown, depth = 0): Record<string, unknown> => {
  if (!(error instanceof Error)) return { message: String(error) }
  const code = (error as { code?: unknown }).code
  return {
    type: error.name,
    message: error.message,
    ...(code !== undefined && { code }),
    stack: error.stack,
    ...(error.cause !== undefined && depth < 3 && { cause: describeError(error.cause, depth + 1) }),
  }
}
