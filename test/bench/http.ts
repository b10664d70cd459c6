// The polled endpoints: beside bare Fastify with the same duties, and with a million rows beside a thousand.
import { measureRows } from './http-rows.ts'
import { measureStatus } from './http-status.ts'
import { chosenParts, type Parts } from './parts.ts'
import { openStack, type Stack } from './stack.ts'
import type { Row } from './table.ts'

export interface HttpBench {
  stack: Stack
  say(line: string): void
}

const parts: Parts<HttpBench> = { status: measureStatus, rows: measureRows }

/** @param only names of parts; all of them where empty. */
export const benchHttp = async (say: (line: string) => void, rounds: number, only: string[]): Promise<Row[]> => {
  const chosen = chosenParts(parts, only)
  say('PostgreSQL, Redis')
  const stack = await openStack()
  try {
    const rows: Row[] = []
    for (const measure of chosen) rows.push(...(await measure({ stack, say }, rounds)))
    return rows
  } finally {
    await stack.close()
  }
}
