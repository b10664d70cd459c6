// Stores the demo candidates for the demo user, once.
import { addCandidateJob, createCandidate, findCandidate, listCandidates } from '../shared/candidates.ts'
import { type Database, openDatabase } from '../shared/database.ts'
import { demoCandidates } from './candidates/index.ts'

export interface Seeded {
  count: number
  /** False: they were there already. */
  stored: boolean
  /** The first candidate and the first of its jobs, for the curl line. */
  first?: { candidateId: number; jobRowId?: number } | undefined
}

/** Does nothing where this user has a candidate already, so that deleted and edited ones stay so. */
export async function seedCandidates(databaseUrl: string, userId: string): Promise<Seeded> {
  const db = openDatabase(databaseUrl, 2, 'seed')
  try {
    const present = await listCandidates(db, userId)
    if (present.length === 0) await storeCandidates(db, userId)
    const candidates = present.length > 0 ? present : await listCandidates(db, userId)
    return {
      count: candidates.length,
      stored: present.length === 0,
      first: await firstOf(db, userId, candidates[0]?.id),
    }
  } finally {
    await db.destroy()
  }
}

async function storeCandidates(db: Database, userId: string): Promise<void> {
  await db.transaction().execute(async transaction => {
    for (const { profile, jobs } of demoCandidates()) {
      const id = await createCandidate(transaction, userId, profile)
      for (const { job_title, company, job_description } of jobs)
        await addCandidateJob(transaction, userId, id, { title: job_title, company, description: job_description })
    }
  })
}

async function firstOf(db: Database, userId: string, candidateId: number | undefined): Promise<Seeded['first']> {
  if (candidateId === undefined) return undefined
  const candidate = await findCandidate(db, userId, candidateId)
  const jobRowId = candidate?.jobs[0]?.id
  return { candidateId, ...(jobRowId !== undefined && { jobRowId }) }
}
