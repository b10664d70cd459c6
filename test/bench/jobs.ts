// A job's way, beside the same steps done bare: submission, a cached job, the time over the model's, a long queue.
import { sql } from 'kysely'
import { type StandIn, startStandIn } from '../../dev/openai/server.ts'
import { type Database, openDatabase } from '../../shared/database.ts'
import { measureCached } from './jobs-cached.ts'
import { measureGenerated } from './jobs-generated.ts'
import { measureLine } from './jobs-line.ts'
import { measureSubmission } from './jobs-submission.ts'
import { chosenParts, type Parts } from './parts.ts'
import { openStack, type Stack } from './stack.ts'
import type { Row } from './table.ts'

export interface JobsBench {
  stack: Stack
  db: Database
  standIn: StandIn
  say(line: string): void
}

const parts: Parts<JobsBench> = {
  submission: measureSubmission,
  cached: measureCached,
  generated: measureGenerated,
  line: measureLine,
}

/** @param only names of parts; all of them where empty. */
export const benchJobs = async (say: (line: string) => void, rounds: number, only: string[]): Promise<Row[]> => {
  const chosen = chosenParts(parts, only)
  say('PostgreSQL, Redis')
  const stack = await openStack()
  const db = openDatabase(stack.databaseUrl, 4, 'bench')
  const standIn = await startStandIn({ paceMs: 0 })
  try {
    const rows: Row[] = []
    for (const measure of chosen) {
      rows.push(...(await measure({ stack, db, standIn, say }, rounds)))
      // Each part deletes its thousands of jobs at once, which no service does: the next one begins on clean tables.
      await sql`vacuum analyze`.execute(db)
    }
    return rows
  } finally {
    await standIn.close()
    await db.destroy()
    await stack.close()
  }
}
