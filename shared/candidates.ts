// Candidates and their job descriptions. Every read and write names the owner.
import { sql } from 'kysely'
import type { Database } from './database.ts'
import type { ViewRow } from './job-view.ts'
import { cancelJob, now } from './jobs.ts'
import type { Profile } from './profile.ts'
import type { CandidateBody, CandidateJob, CandidateSummary } from './protocol.ts'
import { cleanText, storableJson, textOrNull } from './text.ts'

/** The largest id that PostgreSQL's integer holds: a larger one is as unknown as any. */
const MAX_ID = 2_147_483_647
export const isId = (value: number): boolean => Number.isInteger(value) && value > 0 && value <= MAX_ID

export const listCandidates = async (db: Database, userId: string): Promise<CandidateSummary[]> => {
  const rows = await db
    .selectFrom('candidate')
    .select([
      'id',
      sql<unknown>`profile->'basics'->'name'`.as('name'),
      sql<unknown>`profile->'basics'->'label'`.as('label'),
      // Rows of the older service may lack both times.
      sql<Date>`coalesce(updated_at, created_at, 'epoch')`.as('updated_at'),
    ])
    .where('user_id', '=', userId)
    .orderBy('id')
    .execute()
  return rows.map(row => ({
    id: row.id,
    name: typeof row.name === 'string' ? row.name : null,
    label: typeof row.label === 'string' ? row.label : null,
    updated_at: row.updated_at.toISOString(),
  }))
}

export const findCandidate = async (db: Database, userId: string, id: number): Promise<CandidateBody | undefined> => {
  if (!isId(id)) return undefined
  const row = await db
    .selectFrom('candidate')
    .select(['id', 'profile'])
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (!row) return undefined
  const jobs: CandidateJob[] = await db
    .selectFrom('candidate_job')
    .select(['id', 'job_title', 'company', 'job_description'])
    .where('candidate_id', '=', id)
    .orderBy('id')
    .execute()
  return { id: row.id, profile: { ...row.profile }, jobs }
}

export const createCandidate = async (db: Database, userId: string, profile: Profile): Promise<number> => {
  const row = await db
    .insertInto('candidate')
    .values({ user_id: userId, profile: storableJson(profile), created_at: now, updated_at: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** False: this user has no such candidate. */
export const updateCandidate = async (db: Database, userId: string, id: number, profile: Profile): Promise<boolean> => {
  if (!isId(id)) return false
  const updated = await db
    .updateTable('candidate')
    .set({ profile: storableJson(profile), updated_at: now })
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return updated.numUpdatedRows > 0n
}

export interface NewCandidateJob {
  title: string
  company: string | null
  description: string
}

/** The new row's id; undefined: this user has no such candidate. */
export const addCandidateJob = async (
  db: Database,
  userId: string,
  candidateId: number,
  job: NewCandidateJob,
): Promise<number | undefined> => {
  if (!isId(candidateId)) return undefined
  const row = await db
    .insertInto('candidate_job')
    .columns(['candidate_id', 'job_title', 'company', 'job_description', 'created_at'])
    .expression(
      db
        .selectFrom('candidate')
        .select([
          'id',
          sql<string>`${cleanText(job.title)}::text`.as('job_title'),
          sql<string | null>`${textOrNull(job.company)}::text`.as('company'),
          sql<string>`${cleanText(job.description)}::text`.as('job_description'),
          now.as('created_at'),
        ])
        .where('id', '=', candidateId)
        .where('user_id', '=', userId)
        // Waits for a deletion under way, so that nothing of a deleted candidate is left.
        .forKeyShare(),
    )
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

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

export type Deletion =
  | { cacheKeys: string[] }
  /** A job began meanwhile: cancel once more. */
  | 'job unfinished'
  /** The database ties jobs of the older service to the candidate: those are never deleted, so it stays. */
  | 'older jobs'

/**
 * Deletes the candidate with all that was made from it, and says under which keys the cache may hold a document. The row
 * is locked first, so that no job of it can be created meanwhile; it goes last, since other tables may refer to it.
 */
export const deleteCandidate = async (db: Database, id: number): Promise<Deletion> => {
  try {
    return await db.transaction().execute(transaction => deleteAll(transaction, id))
  } catch (error) {
    if (error instanceof OlderJobs || (error as { code?: string }).code === FOREIGN_KEY_VIOLATION) return 'older jobs'
    throw error
  }
}

const FOREIGN_KEY_VIOLATION = '23503'
class OlderJobs extends Error {}

const deleteAll = async (db: Database, id: number): Promise<Deletion> => {
  await db.selectFrom('candidate').select('id').where('id', '=', id).forUpdate().execute()
  if ((await unfinishedOf(db, id)).length > 0) return 'job unfinished'
  const older = await olderJobsOf(db, id)
  const made = [await deleteOf(db, 'resume_generation_job', id), await deleteOf(db, 'resume_document', id)]
  await db.deleteFrom('candidate_job').where('candidate_id', '=', id).execute()
  await db.deleteFrom('candidate').where('id', '=', id).where('user_id', 'is not', null).execute()
  if ((await olderJobsOf(db, id)) !== older) throw new OlderJobs()
  return { cacheKeys: [...new Set(made.flat().flatMap(row => row.cache_key ?? []))] }
}

const deleteOf = (db: Database, table: 'resume_generation_job' | 'resume_document', candidateId: number) =>
  db
    .deleteFrom(table)
    .where('candidate_id', '=', candidateId)
    .where('user_id', 'is not', null)
    .returning('cache_key')
    .execute()

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
