// What the sweep queues again, what it takes from dead workers, and what it leaves alone.
import { sql } from 'kysely'
import t from 'tap'
import { type JobRow, openDatabase } from '../../shared/database.ts'
import { errorTable } from '../../shared/errors.ts'
import { Forecaster } from '../../shared/forecast.ts'
import { createJob } from '../../shared/job-create.ts'
import { cancelJob, MAX_FAILURES, retryJob } from '../../shared/jobs.ts'
import { createWorkerMetrics } from '../../worker/metrics.ts'
import { createModel } from '../../worker/openai.ts'
import { startSweep } from '../../worker/sweep.ts'
import type { WorkerParts } from '../../worker/task.ts'
import { until } from '../harness.ts'
import { beginAttempt, claimJob } from '../jobs-by-hand.ts'
import { log, openStage, runOutLease } from './run-job-setup.ts'

const stage = await openStage(t)
const { db, redis, queue, userId, candidateId } = stage
await until(() => redis.ping().then(() => true))
// Until then the sweep takes no lease for lost: PostgreSQL may just have come back.
await until(async () => {
  const up = await sql<{ up: boolean }>`
    select pg_postmaster_start_time() < clock_timestamp() - interval '10 s' as up`.execute(db)
  return up.rows[0]?.up
}, 15_000)

let looked = 0
const parts = {
  db,
  redis,
  queue,
  log,
  forecast: new Forecaster(db, redis, 0, log),
  model: createModel({ apiKey: 'test', baseUrl: stage.standIn.url, model: 'gpt-4o-mini', idleTimeoutMs: 1000 }),
  slots: { look: () => looked++ },
  metrics: createWorkerMetrics('test', { slots: 1, running: () => 0 }),
} as unknown as WorkerParts

/** Committed, and not queued. */
const create = async (priority: 'default' | 'high' = 'default'): Promise<string> => {
  const { job } = await createJob(
    db,
    {
      userId,
      candidateId,
      jobRowId: null,
      jobDescription: 'A job.',
      fileType: 'word',
      priority,
      regenerate: false,
      requestId: null,
    },
    undefined,
  )
  return job.id
}
const change = (id: string, changes: Partial<JobRow>) =>
  db.updateTable('resume_generation_job').set(changes).where('id', '=', id).execute()
const queued = async () => [
  ...(await redis.lrange('bq:resume_generation:waiting', 0, -1)),
  ...(await redis.lrange('bq:priority_high:waiting', 0, -1)),
]
/** One sweep: the first, which comes at once; a job made for it tells when it is through. */
const sweep = async (by = parts): Promise<string[]> => {
  const last = `${await create()}:0`
  const stop = startSweep(by)
  await until(async () => (await queued()).includes(last))
  stop()
  return (await queued()).filter(entry => entry !== last)
}
t.beforeEach(async () => {
  await redis.flushall()
  await db.deleteFrom('resume_generation_job').execute()
})

t.test('a job that was never queued, in the queue of its priority', async t => {
  const [plain, high] = [await create(), await create('high')]
  t.same((await sweep()).sort(), [`${plain}:0`, `${high}:0`].sort())
  t.same(await redis.lrange('bq:priority_high:waiting', 0, -1), [`${high}:0`])
})

t.test('all of them after Redis lost everything, however many', async t => {
  const first = await create()
  await sql`
    insert into resume_generation_job (id, candidate_id, job_row_id, status, progress, file_type, created_at, user_id,
      stage, priority, attempt, version, changed, warnings, fence, generating, failures, regenerate)
    select 'many-' || n, candidate_id, job_row_id, status, progress, file_type, created_at, user_id, stage, priority,
      attempt, version, changed, warnings, fence, generating, failures, regenerate
    from resume_generation_job, generate_series(1, 2500) n where id = ${first}`.execute(db)
  t.equal((await sweep()).length, 2501)
  t.equal((await sweep()).length, 2502, 'and none of them twice')
})

t.test('no job that is in line, generates or waits for its next attempt: these need no entry', async t => {
  const [inLine, held, retrying] = [await create(), await create(), await create()]
  for (const id of [inLine, held, retrying]) await claimJob(db, id)
  for (const id of [held, retrying]) await beginAttempt(db, { id, fence: 1 })
  await retryJob(db, { id: retrying, fence: 1 }, 'MODEL_BUSY', 0)
  t.same(await sweep(), [])
  t.match(await stage.row(held), { stage: 'generating', fence: 1 })
})

t.test('a job whose holder is dead gets back in line, and what it may have spent is kept', async t => {
  const pushed = await stage.listen(userId)
  const [dead, held] = [await create(), await create()]
  for (const id of [dead, held]) {
    await claimJob(db, id)
    await beginAttempt(db, { id, fence: 1 })
  }
  await runOutLease(stage, dead)
  t.same(await sweep(), [], 'which needs no entry')
  const row = await stage.reach(dead, 'waiting')
  t.match(row, { fence: 2, failures: 1, attempt: 1, progress: 0, generating: false, lease_until: null })
  t.match(await stage.row(held), { stage: 'generating', fence: 1 })
  await until(() => pushed.some(view => view.job_id === dead && view.version === row.version))
  const attempts = await until(async () => (await stage.attempts(dead)).length > 0 && stage.attempts(dead))
  t.match(attempts, [{ attempt: 1, outcome: 'lost', estimated: true }])
  t.same(await stage.details(dead), ['its worker was lost'])
  t.ok(looked > 0, 'a free slot is told')
})

t.test('no lease that ran out while the sweep itself hung, and be it before it began to look', async t => {
  const held = await create()
  await claimJob(db, held)
  await beginAttempt(db, { id: held, fence: 1 })
  await runOutLease(stage, held)
  const busy = openDatabase(stage.databaseUrl, 1, 'test')
  t.teardown(() => busy.destroy())
  const hanging = sql`select pg_sleep(4.5)`.execute(busy)
  await sweep({ ...parts, db: busy })
  await hanging
  for (let turn = 0; turn < 5; turn++) await sql`select 1`.execute(busy)
  t.match(await stage.row(held), { stage: 'generating', fence: 1, failures: 0 })
})

t.test('a job that has lost its third worker ends as a failure that says so', async t => {
  const pushed = await stage.listen(userId)
  const id = await create()
  await claimJob(db, id)
  await beginAttempt(db, { id, fence: 1 })
  await change(id, { failures: MAX_FAILURES - 1 })
  await runOutLease(stage, id)
  await sweep()
  t.match(await stage.reach(id, 'failed'), { status: 'FAILURE', error_message: errorTable.WORKER_LOST.message })
  await until(() => pushed.some(view => view.job_id === id && view.status === 'FAILURE'))
})

t.test('no finished job, and none of the older service', async t => {
  const [done, failed, older] = [await create(), await create(), await create()]
  await change(done, { status: 'SUCCESS', stage: 'done' })
  await change(failed, { status: 'FAILURE', stage: 'failed', failures: MAX_FAILURES })
  await sql`update resume_generation_job set user_id = null where id = ${older}`.execute(db)
  t.same(await sweep(), [])
})

t.test('answers that a cancelled job left are deleted', async t => {
  const [ended, running] = [await create(), await create()]
  for (const id of [ended, running])
    await db.insertInto('job_answer').values({ job_id: id, name: 'main_sections', answer: {} }).execute()
  await change(ended, { status: 'FAILURE', stage: 'cancelled' })
  await sweep()
  t.same(await db.selectFrom('job_answer').select('job_id').execute(), [{ job_id: running }])
})

t.test('what a cancelled job had spent is kept, though its worker died before it could say so', async t => {
  const [id, recent] = [await create(), await create()]
  for (const one of [id, recent]) {
    await claimJob(db, one)
    await beginAttempt(db, { id: one, fence: 1 })
    await cancelJob(db, one)
  }
  await sql`update resume_generation_job set completed_at = completed_at - interval '1 minute' where id = ${id}`.execute(
    db,
  )
  await sweep()
  t.match(await until(async () => (await stage.attempts(id)).length > 0 && stage.attempts(id)), [
    { attempt: 1, outcome: 'lost', estimated: true },
  ])
  t.same(await stage.attempts(recent), [], 'its worker has the time to tell')
})

t.test('several sweeps at once queue each job once', async t => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => create()))
  const stops = Array.from({ length: 3 }, () => startSweep(parts))
  await until(async () => (await queued()).length === 20)
  for (const stop of stops) stop()
  t.same((await queued()).sort(), ids.map(id => `${id}:0`).sort())
})
