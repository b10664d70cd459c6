// Which jobs belong in the queue, and what ended jobs left behind. What the sweep reads; knows nothing of Redis.
import { sql } from 'kysely'
import type { Database } from './database.ts'
import type { Priority } from './protocol.ts'

export interface DueJob {
  id: string
  priority: Priority
  fence: number
}

/** Jobs that wait for a worker to take them in, oldest first, in pages: each belongs in the queue. */
export async function* dueJobs(db: Database): AsyncGenerator<DueJob[]> {
  let after = { createdAt: '-infinity', id: '' }
  for (;;) {
    const { rows } = await sql<DueJob & { created: string }>`
      select id, priority, fence, created_at::text as created from resume_generation_job
      where user_id is not null and status = 'PENDING' and (created_at, id) > (${after.createdAt}::timestamptz, ${after.id})
      order by created_at, id limit ${PAGE}`.execute(db)
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    after = { createdAt: last.created, id: last.id }
  }
}

const PAGE = 1_000

/** A job that ended without its worker (cancelled, or its worker died after the last write) leaves answers behind. */
export const dropStrayAnswers = async (db: Database): Promise<void> => {
  await sql`
    delete from job_answer using resume_generation_job as job
    where job.id = job_answer.job_id and job.status in ('SUCCESS', 'FAILURE')`.execute(db)
}
