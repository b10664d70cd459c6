// What the worker's tests share: a database, a Redis, a stand-in for the model, workers of their own, jobs to give them.
import { demoCandidates } from '../../dev/candidates/index.ts'
import { type StandIn, startStandIn } from '../../dev/openai/server.ts'
import { openBus } from '../../shared/bus.ts'
import { createCandidate } from '../../shared/candidates.ts'
import { type Database, type JobRow, openDatabase } from '../../shared/database.ts'
import { createJob, type NewJob } from '../../shared/job-create.ts'
import { createLog } from '../../shared/log.ts'
import type { Profile } from '../../shared/profile.ts'
import type { JobView } from '../../shared/protocol.ts'
import { openQueue, type Queue } from '../../shared/queue.ts'
import { openRedis, type Redis } from '../../shared/redis.ts'
import { createDatabase, createRedis, startWorker, type Test, type TestProcess, until } from '../harness.ts'

export const log = createLog('test', 'silent')
const [demo] = demoCandidates()

export interface Stage {
  db: Database
  databaseUrl: string
  redis: Redis
  redisUrl: string
  queue: Queue
  standIn: StandIn
  /** Owner of the jobs where none is named. */
  userId: string
  candidateId: number
  /** A worker with short waits; `env` wins. */
  worker(env?: NodeJS.ProcessEnv): Promise<TestProcess>
  candidate(userId: string, profile?: Profile): Promise<number>
  /** Commits a job and queues it, as a server does; its id. A fresh job text each time, unless given. */
  post(job?: Partial<NewJob>): Promise<string>
  row(id: string): Promise<JobRow>
  /** The row once it is in this stage. */
  reach(id: string, stage: JobRow['stage'], timeoutMs?: number): Promise<JobRow>
  /** The row once its first attempt has begun, however far that has come by then. */
  begun(id: string): Promise<JobRow>
  /** The row once it is in line: whatever it does by then. */
  parked(id: string): Promise<JobRow>
  /** The row once it is final. */
  end(id: string, timeoutMs?: number): Promise<JobRow>
  /** Stages as the timeline has them. */
  stages(id: string): Promise<string[]>
  /** The timeline's details, those that say something. */
  details(id: string): Promise<string[]>
  attempts(id: string): Promise<{ attempt: number; outcome: string; estimated: boolean; prompt_tokens: number }[]>
  documents(): Promise<number>
  /** All that is pushed to a user from now on. */
  listen(userId: string): Promise<JobView[]>
}

/** @param options.databaseUrl and `redisUrl`: where the test has servers of its own, to break them. */
export const openStage = async (
  t: Test,
  options: { paceMs?: number; databaseUrl?: string; redisUrl?: string } = {},
): Promise<Stage> => {
  const databaseUrl = options.databaseUrl ?? (await createDatabase(t))
  const db = openDatabase(databaseUrl, 4, 'test')
  t.teardown(() => db.destroy())
  const redisUrl = options.redisUrl ?? (await createRedis(t)).url
  const redis = openRedis(redisUrl, 'command', log)
  t.teardown(() => redis.disconnect())
  const queue = openQueue(redis, 'producer', log)
  const standIn = await startStandIn({ paceMs: options.paceMs ?? 0 })
  t.teardown(() => standIn.close())
  const userId = '42'
  const candidate = (owner: string, profile = demo!.profile) => createCandidate(db, owner, profile)
  const candidateId = await candidate(userId)
  let texts = 0
  const row = (id: string) =>
    db.selectFrom('resume_generation_job').selectAll().where('id', '=', id).executeTakeFirstOrThrow() as Promise<JobRow>
  const reach = (id: string, stage: JobRow['stage'], timeoutMs?: number) =>
    until(async () => {
      const now = await row(id)
      return now.stage === stage ? now : undefined
    }, timeoutMs)
  const when = (id: string, isSo: (now: JobRow) => boolean) =>
    until(async () => {
      const now = await row(id)
      return isSo(now) ? now : undefined
    })
  const timeline = (id: string) =>
    db.selectFrom('job_timeline').select(['stage', 'detail']).where('job_id', '=', id).orderBy('id').execute()

  return {
    db,
    databaseUrl,
    redis,
    redisUrl,
    queue,
    standIn,
    userId,
    candidateId,
    worker: env =>
      startWorker(t, {
        DATABASE_URL: databaseUrl,
        REDIS_URL: redisUrl,
        OPENAI_BASE_URL: standIn.url,
        RETRY_BASE_MS: '50',
        TASKS_PER_MINUTE: '0',
        SHUTDOWN_GRACE_MS: '200',
        ...env,
      }),
    candidate,
    async post(job = {}) {
      const description = `Engineer number ${++texts} who writes plain TypeScript.`
      const { job: made } = await createJob(db, { ...plainJob(userId, candidateId, description), ...job }, undefined)
      await until(() => queue.enqueue({ jobId: made.id, priority: made.priority, fence: 0 }).then(() => true))
      return made.id
    },
    row,
    reach,
    begun: id => when(id, ({ attempt }) => attempt > 0),
    parked: id => when(id, ({ cache_key }) => cache_key !== null),
    end: (id, timeoutMs) =>
      until(async () => {
        const now = await row(id)
        return ['SUCCESS', 'FAILURE'].includes(now.status) ? now : undefined
      }, timeoutMs),
    stages: async id => (await timeline(id)).map(({ stage }) => stage),
    details: async id => (await timeline(id)).flatMap(({ detail }) => detail ?? []),
    attempts: id =>
      db
        .selectFrom('job_attempt')
        .select(['attempt', 'outcome', 'estimated', 'prompt_tokens'])
        .where('job_id', '=', id)
        .orderBy('id')
        .execute(),
    documents: async () => (await db.selectFrom('resume_document').select('id').execute()).length,
    async listen(user) {
      const views: JobView[] = []
      const subscriber = openRedis(redisUrl, 'subscribe', log)
      t.teardown(() => subscriber.disconnect())
      const bus = openBus(subscriber, {
        onUpdate: (_user, update) => views.push(JSON.parse(update.json)),
        onPreview: () => {},
        onReconnect: () => {},
      })
      await bus.subscribe(user)
      return views
    },
  }
}

/** How often a job was written to so far: a worker that lost it adds nothing. */
export const writesOf = async ({ db }: Stage, id: string) => {
  const timeline = await db.selectFrom('job_timeline').select('id').where('job_id', '=', id).execute()
  const row = await db
    .selectFrom('resume_generation_job')
    .select(['version', 'fence', 'status', 'document_id', 'lease_until'])
    .where('id', '=', id)
    .executeTakeFirst()
  return { timeline: timeline.length, ...row }
}

const plainJob = (userId: string, candidateId: number, jobDescription: string): NewJob => ({
  userId,
  candidateId,
  jobRowId: null,
  jobDescription,
  fileType: 'word',
  priority: 'default',
  regenerate: false,
  requestId: null,
})

/** The lease of a worker that died or stopped runs out now rather than in 15 s. */
export const runOutLease = async ({ db }: Stage, id: string): Promise<void> => {
  await db
    .updateTable('resume_generation_job')
    .set({ lease_until: new Date(0) })
    .where('id', '=', id)
    .execute()
}

/** Calls that the stand-in has seen begin, of these outcomes or of all. */
export const callsOf = ({ standIn }: Stage, ...outcomes: string[]) =>
  standIn.calls().filter(call => outcomes.length === 0 || outcomes.includes(call.outcome))
