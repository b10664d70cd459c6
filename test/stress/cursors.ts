// The judge of cursors: from the rows as they are at the end, whether any cursor on any socket passed a change that the
// socket had not been sent.
import { sql } from 'kysely'
import { decodeCursor } from '../../server/cursor.ts'
import type { Position } from '../../shared/job-reads.ts'
import type { Jobs } from '../server/socket-jobs.ts'
import type { Client } from './client.ts'

interface Row extends Position {
  user: string
  version: number
}

/** What was passed, in words; judged are sockets that asked for all since a cursor, and finished jobs. */
export const passedCursors = async (jobs: Jobs, clients: Client[]): Promise<string[]> => {
  const judged = clients.filter(client => client.judged)
  if (judged.length === 0) return []
  const users = [...new Set(judged.map(({ userId }) => userId))]
  const { rows } = await sql<{ user_id: string; id: string; changed: string; version: number }>`
    select user_id, id, changed::text, version from resume_generation_job
    where user_id = any(${users}::text[]) and status in ('SUCCESS', 'FAILURE')`.execute(jobs.db)
  const finals = rows.map(({ user_id, id, changed, version }) => ({
    user: user_id,
    id,
    stamp: BigInt(changed),
    version,
  }))
  return judged.flatMap(client =>
    passedBy(
      client,
      finals.filter(({ user }) => user === client.userId),
    ),
  )
}

const passedBy = (client: Client, finals: Row[]): string[] => {
  const unsent = new Map(finals.map(row => [row.id, row]))
  let start: Position | undefined
  let highest: Position | undefined
  const passed: string[] = []
  for (const frame of client.frames) {
    if (frame.type === 'job' && (unsent.get(frame.job.job_id)?.version ?? Infinity) <= frame.job.version)
      unsent.delete(frame.job.job_id)
    if (!('cursor' in frame)) continue
    const position = decodeCursor(frame.cursor)!
    start ??= position
    // Looked through only where the cursor has moved.
    if (highest && !isBelow(highest, position)) continue
    highest = position
    for (const row of unsent.values())
      if (isBelow(start, row) && !isBelow(position, row)) {
        passed.push(`${frame.type} ${frame.cursor} passed ${row.id} at ${row.stamp}`)
        unsent.delete(row.id)
      }
  }
  return passed
}

const isBelow = (one: Position, other: Position): boolean =>
  one.stamp < other.stamp || (one.stamp === other.stamp && one.id < other.id)
