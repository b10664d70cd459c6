// A client's text → a frame, or a sentence on what is wrong with it. No state.
import { Compile } from 'typebox/compile'
import { type ClientFrame, clientFrames } from '../shared/protocol.ts'
import { decodeCursor } from './cursor.ts'

const validators = Object.fromEntries(
  Object.entries(clientFrames).map(([type, schema]) => [type, Compile(schema)]),
) as Record<
  string,
  { Check(value: unknown): boolean; Errors(value: unknown): Iterable<{ instancePath: string; message: string }> }
>

/** @param text undefined for a binary frame. */
export const parseFrame = (text: string | undefined): ClientFrame | string => {
  if (text === undefined) return 'send JSON text frames'
  const value = parseJson(text)
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return 'a frame is one JSON object'
  const type = (value as { type?: unknown }).type
  if (typeof type !== 'string' || !Object.hasOwn(validators, type))
    return `type must be one of ${Object.keys(validators).join(', ')}`
  // Null in an optional field is absent.
  if (type === 'subscribe' && (value as { jobs?: unknown }).jobs === null) delete (value as { jobs?: unknown }).jobs
  const validator = validators[type]!
  if (validator.Check(value)) return checkCursor(value as ClientFrame)
  const [first] = validator.Errors(value)
  return `${type}: ${first?.instancePath.slice(1) ?? ''} ${first?.message ?? 'is not valid'}`
}

const checkCursor = (frame: ClientFrame): ClientFrame | string => {
  const since = frame.type === 'subscribe' && frame.jobs !== undefined ? frame.since : undefined
  return typeof since === 'string' && !decodeCursor(since) ? 'subscribe: since is not a cursor of ours' : frame
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
