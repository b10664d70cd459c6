// What exists before the fuzzing begins: two users with candidates and jobs, operators, and their tokens.
import { demoCandidates } from '../../dev/candidates/index.ts'
import { createCandidate } from '../../shared/candidates.ts'
import { openDatabase } from '../../shared/database.ts'
import { createJob } from '../../shared/job-create.ts'
import { signToken } from '../../shared/token.ts'
import type { Known } from './requests.ts'

export const JWT_SECRET = 'a-fuzz-secret-of-at-least-32-bytes!!'
const USERS = ['41', '42']
const JOBS = 5

export const knownThings = async (databaseUrl: string): Promise<Known> => {
  const db = openDatabase(databaseUrl, 2, 'fuzz')
  const known: Known = { tokens: [], jobs: [], candidates: [] }
  for (const [place, userId] of USERS.entries()) {
    known.tokens.push(signToken(JWT_SECRET, { sub: userId }, 3600))
    const candidateId = await createCandidate(db, userId, demoCandidates()[place]!.profile)
    known.candidates.push(candidateId)
    for (let n = 0; n < JOBS; n++) {
      const job = { userId, candidateId, jobRowId: null, jobDescription: `Job ${n}`, requestId: null }
      const made = await createJob(db, { ...job, fileType: 'word', priority: 'default', regenerate: false }, undefined)
      known.jobs.push(made.job.id)
    }
  }
  for (const role of ['ops', 'ops-read']) known.tokens.push(signToken(JWT_SECRET, { sub: 'operator', role }, 3600))
  await db.destroy()
  return known
}
