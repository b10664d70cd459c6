// What no answer and no frame may be: a server's error, words from inside, a shape or code that is not in the contract.
import { errorTable } from '../../shared/errors.ts'

/** What only code, a driver or a database would say. */
const INSIDE =
  /node_modules|\.ts:\d|\.js:\d|\bat .+\(.+:\d+:\d+\)|\bselect .+ from\b|\binsert into\b|duplicate key|syntax error at|invalid input syntax|out of range for type|violates|relation "|ECONN|ENOENT|Cannot read prop|undefined is not|is not a function|Unexpected token|NOSCRIPT|WRONGTYPE|kysely|postgres:\/\/|redis:\/\//i

export interface Seen {
  status: number
  type: string
  requestId: string | undefined
  body: string
}

/** What is wrong with an answer; undefined: nothing. */
export const flawOfAnswer = (method: string, { status, type, requestId, body }: Seen): string | undefined => {
  if (status >= 500) return `${status}`
  if (!requestId) return `${status} without x-request-id`
  if (status < 400 || method === 'HEAD' || body === '') return undefined
  if (INSIDE.test(body)) return 'words from inside'
  if (!type.startsWith('application/json')) return `${status} as ${type}`
  const error = parse(body) as Record<string, unknown> | undefined
  const isShape = error?.statusCode === status && typeof error.error === 'string' && typeof error.message === 'string'
  if (!isShape) return 'not our error shape'
  return Object.hasOwn(errorTable, String(error.code)) ? undefined : `the code ${error.code}`
}

const FRAMES = ['ready', 'subscribed', 'unsubscribed', 'job', 'synced', 'preview', 'ops', 'error', 'pong']
const ERRORS = ['INVALID_MESSAGE', 'JOB_NOT_FOUND', 'LIMIT_EXCEEDED', 'FORBIDDEN']
const CLOSES = [1000, 1006, 1007, 1008, 1009, 4401, 4403, 4408, 4429, 1013]

export const flawOfFrame = (text: string): string | undefined => {
  const frame = parse(text) as Record<string, unknown> | undefined
  if (!FRAMES.includes(String(frame?.type))) return `a frame of type ${frame?.type}`
  if (frame!.type !== 'error') return undefined
  if (!ERRORS.includes(String(frame!.code))) return `the code ${frame!.code}`
  return INSIDE.test(String(frame!.message)) ? 'words from inside' : undefined
}

export const flawOfClose = (code: number): string | undefined =>
  CLOSES.includes(code) ? undefined : `closed with ${code}`

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
