// Deleting a candidate with all that was made from it: first its unfinished jobs are cancelled, then every row goes in one
// transaction. Rows of the older service stay, whatever they refer to.
import { sql } from 'kysely'
import { isId } from './candidates.ts'
import type { Database } from './database.ts'
import type { ViewRow } from './job-view.ts'
import { cancelJob } from './jobs.ts'

/** Rows that one statement deletes: it stays far below the time that a statement may take. */
const BATCH = 500

/** Cancels the candidate's unfinished jobs: their last states, to be pushed. Undefined: there is no such candidate. */
export const cancelJobsOf = async (db: Database, candidateId: number): Promise<ViewRow[] | undefined> => {
  if (!isId(candidateId)) return undefined
  const owner = await db
    .selectFrom('candidate')
    .select('user_id')
    .where('id', '=', candidateId)
    .where('user_id', 'is not', null)
    .executeTakeFirst()
  if (!owner) return undefined
  const jobs = await unfinishedOf(db, candidateId)
  const states = await Promise.all(jobs.map(job => cancelJob(db, job.id)))
  return states.filter(state => state !== undefined)
}

/** What Redis may hold of the candidate. */
export interface Traces {
  cacheKeys: string[]
  jobIds: string[]
}

/**
 * A job began meanwhile: cancel once more. Or the database ties jobs of the older service to the candidate: those are
 * never deleted, so it stays.
 */
export type Deletion = 'deleted' | 'job unfinished' | 'older jobs'

/**
 * Deletes the candidate with all that was made from it. The row is locked first, so that no job of it can be created
 * meanwhile; it goes last, since other tables may refer to it.
 * @param forget clears Redis before the commit: where it rejects, nothing is deleted, and all can be tried again.
 */
export const deleteCandidate = async (
  db: Database,
  id: number,
  forget: (traces: Traces) => Promise<void>,
): Promise<Deletion> => {
  try {
    return await db.transaction().execute(transaction => deleteAll(transaction, id, forget))
  } catch (error) {
    if (error instanceof OlderJobs || TIED.includes(`${(error as { code?: unknown }).code}`)) return 'older jobs'
    throw error
  }
}

/** What a foreign key says: as it is, with RESTRICT (PostgreSQL 18), with SET NULL on a column that can't be. */
const TIED = ['23503', '23001', '23502']
class OlderJobs extends Error {}

const deleteAll = async (
  db: Database,
  id: number,
  forget: (traces: Traces) => Promise<void>,
): Promise<'deleted' | 'job unfinished'> => {
  await db.selectFrom('candidate').select('id').where('id', '=', id).forUpdate().execute()
  if ((await unfinishedOf(db, id)).length > 0) return 'job unfinished'
  const older = await olderJobsOf(db, id)
  const jobs = await deleteOf(db, 'resume_generation_job', id)
  const documents = await deleteOf(db, 'resume_document', id)
  await db.deleteFrom('candidate_job').where('candidate_id', '=', id).execute()
  await db.deleteFrom('candidate').where('id', '=', id).where('user_id', 'is not', null).execute()
  if ((await olderJobsOf(db, id)) !== older) throw new OlderJobs()
  const cacheKeys = new Set([...jobs, ...documents].flatMap(row => row.cache_key ?? []))
  await forget({ cacheKeys: [...cacheKeys], jobIds: jobs.map(job => String(job.id)) })
  return 'deleted'
}

interface Gone {
  id: string | number
  cache_key: string | null
}

const deleteOf = async (
  db: Database,
  table: 'resume_generation_job' | 'resume_document',
  candidateId: number,
): Promise<Gone[]> => {
  const gone: Gone[] = []
  for (let left = true; left; ) {
    const { rows } = await sql<Gone>`
      delete from ${sql.table(table)} where id in (
        select id from ${sql.table(table)}
        where candidate_id = ${candidateId} and user_id is not null limit ${BATCH})
      returning id, cache_key`.execute(db)
    for (const row of rows) gone.push(row)
    left = rows.length === BATCH
  }
  return gone
}

const unfinishedOf = (db: Database, candidateId: number) =>
  db
    .selectFrom('resume_generation_job')
    .select('id')
    .where('candidate_id', '=', candidateId)
    .where('user_id', 'is not', null)
    .where('status', 'in', ['PENDING', 'PROCESSING'])
    .execute()

const olderJobsOf = async (db: Database, candidateId: number): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*) from resume_generation_job where candidate_id = ${candidateId} and user_id is null`.execute(db)
  return rows[0]!.count
}
