// Jobs led from state to state without a worker: each step commits a state, then publishes it. Knows no test runner.
import { sql } from 'kysely'
import { publishPreview, publishUpdate, toUpdate } from '../../shared/bus.ts'
import { createCandidate } from '../../shared/candidates.ts'
import { type Database, openDatabase } from '../../shared/database.ts'
import { storeDocument } from '../../shared/documents.ts'
import { createJob } from '../../shared/job-create.ts'
import { jobView, type ViewRow } from '../../shared/job-view.ts'
import { cancelJob, failJob, type Held, moveJob, retryJob, succeedJob } from '../../shared/jobs.ts'
import { createLog } from '../../shared/log.ts'
import type { JobStage } from '../../shared/protocol.ts'
import { openRedis, type Redis, whenReady } from '../../shared/redis.ts'
import { beginAttempt, claimJob } from '../jobs-by-hand.ts'

export const openJobs = async (settings: { DATABASE_URL: string; REDIS_URL: string }): Promise<Jobs> => {
  const redis = openRedis(settings.REDIS_URL, 'command', createLog('test', 'silent'))
  await whenReady(redis)
  return new Jobs(openDatabase(settings.DATABASE_URL, 10, 'test'), redis)
}

/** Jobs as a worker would lead them: each step commits a state, then publishes it, where `pushed`. */
export class Jobs {
  readonly db: Database
  readonly redis: Redis
  /** False: every message is lost. */
  pushed = true
  /** Whose job each one made here is. */
  readonly owners = new Map<string, string>()
  readonly #held = new Map<string, Held>()
  readonly #candidates = new Map<string, Promise<number>>()

  constructor(db: Database, redis: Redis) {
    this.db = db
    this.redis = redis
  }

  async create(userId: string): Promise<string> {
    const candidateId = await this.candidate(userId)
    const job = { userId, candidateId, jobRowId: null, jobDescription: null, requestId: null }
    const made = await createJob(
      this.db,
      { ...job, fileType: 'word', priority: 'default', regenerate: false },
      undefined,
    )
    this.owners.set(made.job.id, userId)
    return (await this.push(made.job)).id
  }

  /** Many at once, as bare rows without inputs, not pushed; their ids in the order of their changes. */
  async createMany(userId: string, count: number, final = false): Promise<string[]> {
    const candidateId = await this.candidate(userId)
    const { rows } = await sql<{ id: string }>`
      insert into resume_generation_job (id, candidate_id, status, progress, file_type, created_at, completed_at,
        user_id, stage, priority, attempt, version, changed, warnings, fence, generating, failures, regenerate)
      select gen_random_uuid()::text, ${candidateId}, ${final ? 'FAILURE' : 'PENDING'}, 0, 'word',
        date_trunc('milliseconds', clock_timestamp()), null, ${userId}, ${final ? 'cancelled' : 'queued'}, 'default', 0, 1,
        pg_current_xact_id(), '[]'::jsonb, 0, false, 0, false
      from generate_series(1, ${count}::int) returning id`.execute(this.db)
    for (const { id } of rows) this.owners.set(id, userId)
    return rows.map(row => row.id).sort()
  }

  async claim(id: string): Promise<ViewRow> {
    const job = await claimJob(this.db, id)
    this.#held.set(id, { id, fence: job!.fence })
    return this.push(job!)
  }

  async begin(id: string): Promise<ViewRow> {
    return this.push(await beginAttempt(this.db, this.held(id)))
  }

  async move(id: string, progress: number, stage: JobStage = 'generating'): Promise<ViewRow> {
    return this.push(await moveJob(this.db, this.held(id), stage, progress))
  }

  async retry(id: string): Promise<ViewRow> {
    return this.push(await retryJob(this.db, this.held(id), 'MODEL_BUSY', 0))
  }

  async fail(id: string): Promise<ViewRow> {
    return this.push(await failJob(this.db, this.held(id), 'MODEL_BUSY'))
  }

  async cancel(id: string): Promise<ViewRow> {
    return this.push(await cancelJob(this.db, id))
  }

  async succeed(id: string): Promise<ViewRow> {
    const { user_id, candidate_id } = await this.db
      .selectFrom('resume_generation_job')
      .select(['user_id', 'candidate_id'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const named = { userId: user_id, candidateId: candidate_id, cacheKey: 'k'.repeat(32), filename: 'resume.docx' }
    const made = { mergedText: 'text', bytes: Buffer.from('bytes'), evidence: [], warnings: [] }
    const documentId = await storeDocument(this.db, { ...named, ...made, fileType: 'word' })
    return this.push(await succeedJob(this.db, this.held(id), { documentId, cacheHit: null, warnings: [] }))
  }

  /** From wherever it stands to SUCCESS. */
  async finish(id: string): Promise<ViewRow> {
    if (!this.#held.has(id)) await this.claim(id)
    await this.begin(id)
    await this.move(id, 50)
    return this.succeed(id)
  }

  async preview(userId: string, jobId: string, text: string, section: 'main' | 'experience' = 'main'): Promise<void> {
    await publishPreview(this.redis, userId, { type: 'preview', job_id: jobId, attempt: 1, section, text })
  }

  /** The fence under which this worker of ours holds the job. */
  held(id: string): Held {
    return this.#held.get(id) ?? { id, fence: 0 }
  }

  async push(row: ViewRow | undefined): Promise<ViewRow> {
    if (!row) throw new Error('no such change: the job is final or held by another')
    if (this.pushed) await publishUpdate(this.redis, row.user_id, toUpdate(jobView(row)))
    return row
  }

  candidate(userId: string): Promise<number> {
    const made = this.#candidates.get(userId) ?? createCandidate(this.db, userId, { basics: { name: 'Ada Test' } })
    this.#candidates.set(userId, made)
    return made
  }

  async close(): Promise<void> {
    this.redis.disconnect()
    await this.db.destroy()
  }
}
