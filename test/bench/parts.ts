// A bench's parts: all of them or those that are named, one after the other, on what they share.
import type { Row } from './table.ts'

export type Parts<Context> = Record<string, (context: Context, rounds: number) => Promise<Row[]>>

/** Throws where a name is unknown: before anything is started. */
export const chosenParts = <Context>(parts: Parts<Context>, only: string[]): Parts<Context>[string][] => {
  const unknown = only.filter(name => !Object.hasOwn(parts, name))
  if (unknown.length > 0) throw new Error(`no part ${unknown}: ${Object.keys(parts).join(', ')}`)
  return Object.entries(parts).flatMap(([name, part]) => (only.length === 0 || only.includes(name) ? part : []))
}
