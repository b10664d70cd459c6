// The cursor of the wire: a position in the order of changes, as opaque text.
import type { Position } from '../shared/job-reads.ts'

export const encodeCursor = (position: Position): string => {
  if (last?.position !== position) last = { position, text: encode(position) }
  return last.text
}
/** Frames one after the other mostly carry the same one. */
let last: { position: Position; text: string } | undefined

const encode = ({ stamp, id }: Position): string => `c${stamp.toString(36)}${id && `.${id}`}`

/** Undefined: not one of ours. Whose it was does not matter, since it only ever finds the asker's own jobs. */
export const decodeCursor = (text: string): Position | undefined => {
  const match = /^c([0-9a-z]{1,13})(?:\.([!-~]{1,100}))?$/.exec(text)
  if (!match) return undefined
  let stamp = 0n
  for (const digit of match[1]!) stamp = stamp * 36n + BigInt(Number.parseInt(digit, 36))
  return stamp < 2n ** 63n ? { stamp, id: match[2] ?? '' } : undefined
}

export const isBefore = (a: Position, b: Position): boolean => a.stamp < b.stamp || (a.stamp === b.stamp && a.id < b.id)

/** Of changes: after `from`, up to `to`. */
export interface Span {
  from: Position
  to: Position
}

export const holds = ({ from, to }: Span, position: Position): boolean =>
  isBefore(from, position) && !isBefore(to, position)

/** The later of two positions. */
export const later = (a: Position, b: Position): Position => (a === b || !isBefore(a, b) ? a : b)
