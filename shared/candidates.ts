// Candidates and their job descriptions. Every read and write names the owner.
import { sql } from 'kysely'
import type { Database } from './database.ts'
import { now } from './jobs.ts'
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
