// RETENTION_DAYS: what is deleted, what stays, and that nothing else notices. Rows are aged by SQL.
import { type Kysely, sql } from 'kysely'
import t from 'tap'
import type { Tables } from '../../shared/database.ts'
import { storeDocument } from '../../shared/documents.ts'
import { createJob } from '../../shared/job-create.ts'
import { cancelJob, succeedJob } from '../../shared/jobs.ts'
import { deleteOldJobs } from '../../shared/retention.ts'
import { type RetentionParts, startRetention } from '../../worker/retention.ts'
import { type Test, until } from '../harness.ts'
import { beginAttempt, claimJob } from '../jobs-by-hand.ts'
import { log, openStage } from './run-job-setup.ts'

const stage = await openStage(t)
const { db, redis, userId, candidateId } = stage
await until(() => redis.ping().then(() => true))

const create = async (key?: string): Promise<string> => {
  const fields = { userId, candidateId, jobRowId: null, jobDescription: 'A job.', requestId: null }
  const { job } = await createJob(db, { ...fields, fileType: 'word', priority: 'default', regenerate: false }, key)
  return job.id
}
/** A finished job; its document is `shared`, or one of its own. */
const finished = async (shared?: number): Promise<{ id: string; documentId: number }> => {
  const id = await create()
  const held = (await claimJob(db, id))!
  await db.insertInto('job_answer').values({ job_id: id, name: 'main_sections', answer: {} }).execute()
  const documentId = shared ?? (await newDocument(id.replaceAll('-', '')))
  await succeedJob(db, held, { documentId, cacheHit: shared ? 'database' : null, warnings: [] })
  return { id, documentId }
}
const newDocument = (cacheKey: string): Promise<number> =>
  storeDocument(db, {
    userId,
    candidateId,
    cacheKey,
    fileType: 'word',
    filename: 'Ann.docx',
    mergedText: 'Ann',
    bytes: Buffer.from('the file'),
    evidence: [],
    warnings: [],
  })
const age = (id: string, days: number) =>
  sql`update resume_generation_job set created_at = created_at - make_interval(days => ${days}::int),
    completed_at = completed_at - make_interval(days => ${days}::int) where id = ${id}`.execute(db)
const ids = async (table: 'resume_generation_job' | 'resume_document', from: Kysely<Tables> = db) =>
  (await from.selectFrom(table).select('id').orderBy('id').execute()).map(row => row.id)

/** Looks once, as a worker does at its start. Through when a mark that is deleted last is gone. */
const look = async (t: Test, retentionDays = 90, parts: Partial<RetentionParts> = {}): Promise<void> => {
  const mark = await create('mark')
  await cancelJob(db, mark)
  await sql`update idempotency_key set created_at = now() - interval '2 days' where key = 'mark'`.execute(db)
  const stop = startRetention({ db, redis, log, config: { retentionDays }, ...parts })
  t.teardown(stop)
  const keys = () => db.selectFrom('idempotency_key').select('key').where('key', '=', 'mark').execute()
  await until(async () => (await keys()).length === 0)
  stop()
  await db.deleteFrom('resume_generation_job').where('id', '=', mark).execute()
}

t.beforeEach(async () => {
  await redis.flushall()
  await db.deleteFrom('resume_generation_job').execute()
  await db.deleteFrom('resume_document').execute()
})

t.test('a job that ended longer ago goes with all that hangs on it; younger and unfinished ones stay', async t => {
  const [old, young] = [await finished(), await finished()]
  const [failed, waiting] = [await create('k'), await create()]
  await cancelJob(db, failed)
  for (const id of [old.id, failed]) await age(id, 91)
  await age(young.id, 89)
  await sql`update resume_generation_job set created_at = now() - interval '1 year' where id = ${waiting}`.execute(db)
  await redis.set(`resume_cache:${old.id.replaceAll('-', '')}`, '{}')
  await look(t)
  t.same(await ids('resume_generation_job'), [young.id, waiting].sort())
  t.same(await ids('resume_document'), [young.documentId])
  t.same(await redis.keys('resume_cache:*'), [], 'nor does Redis keep it')
  for (const table of ['job_input', 'job_timeline', 'job_answer'] as const) {
    const left = await db.selectFrom(table).select('job_id').distinct().execute()
    t.notOk(
      left.some(row => [old.id, failed].includes(row.job_id)),
      table,
    )
  }
  t.same(await db.selectFrom('idempotency_key').selectAll().execute(), [])
})

t.test('a document stays as long as a younger job shares it', async t => {
  const first = await finished()
  const second = await finished(first.documentId)
  await age(first.id, 91)
  await look(t)
  t.same(await ids('resume_generation_job'), [second.id])
  t.same(await ids('resume_document'), [first.documentId])
  await age(second.id, 91)
  await look(t)
  t.same(await ids('resume_document'), [])
})

t.test('no row of the older service is deleted, nor written to', async t => {
  await sql`
    insert into resume_generation_job (id, candidate_id, status, progress, created_at, completed_at)
    values ('older', 1, 'SUCCESS', 100, '2001-01-01', '2001-01-01')`.execute(db)
  const older = () => sql`select *, xmin::text from resume_generation_job where id = 'older'`.execute(db)
  const before = (await older()).rows
  await look(t)
  t.equal(before.length, 1)
  t.same((await older()).rows, before)
})

t.test('0 keeps jobs for ever; Idempotency-Keys are forgotten after their day all the same', async t => {
  const old = await finished()
  await age(old.id, 10_000)
  const [stale, fresh] = [await create('stale'), await create('fresh')]
  await sql`update idempotency_key set created_at = now() - interval '26 hours' where job_id = ${stale}`.execute(db)
  await look(t, 0)
  t.same(await ids('resume_generation_job'), [old.id, stale, fresh].sort())
  t.same(await db.selectFrom('idempotency_key').select('key').execute(), [{ key: 'fresh' }])
})

t.test('as many days as a setting may say are no error', async t => {
  const old = await finished()
  await age(old.id, 10_000)
  await look(t, 2_147_483_647)
  t.same(await ids('resume_generation_job'), [old.id])
})

t.test('many old rows go in batches, by several workers at once, and one batch at a time', async t => {
  const first = await finished()
  await age(first.id, 91)
  await sql`
    insert into resume_generation_job (id, candidate_id, job_row_id, status, progress, file_type, created_at,
      completed_at, user_id, stage, priority, attempt, version, changed, warnings, fence, generating, failures,
      regenerate, document_id)
    select 'many-' || n, candidate_id, job_row_id, status, progress, file_type, created_at, completed_at, user_id, stage,
      priority, attempt, version, changed, warnings, fence, generating, failures, regenerate, document_id
    from resume_generation_job, generate_series(1, 2100) n where id = ${first.id}`.execute(db)
  const lines: { jobs: number }[] = []
  const heard = { warn: () => lines.push({ jobs: -1 }), info: (line: { jobs: number }) => lines.push(line) }
  const parts = { db, redis, config: { retentionDays: 90 }, log: heard as unknown as typeof log }
  const stops = Array.from({ length: 3 }, () => startRetention(parts))
  t.teardown(() => stops.map(stop => stop()))
  await until(async () => (await ids('resume_generation_job')).length === 0, 30_000)
  t.same(await ids('resume_document'), [])
  await until(() => lines.reduce((sum, { jobs }) => sum + jobs, 0) === 2101)
  t.ok(
    lines.every(({ jobs }) => jobs <= 500),
    lines.map(({ jobs }) => jobs).join(),
  )
})

t.test('a job that hits a document in the moment of its deletion is generated instead', async t => {
  const worker = await stage.worker()
  const first = await stage.post({ jobDescription: 'The same text.' })
  await stage.end(first)
  await age(first, 91)
  await redis.flushall()
  const waitsFor = async (end: Promise<unknown>): Promise<void> => {
    let over = false
    void end.finally(() => {
      over = true
    })
    await until(async () => {
      const { rows } = await sql<{ count: number }>`
        select count(*) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and application_name = 'resume-worker'`.execute(
        db,
      )
      return rows[0]!.count > 0 || over
    })
  }
  const posted = await db.transaction().execute(async transaction => {
    t.match(await deleteOldJobs(transaction, 90, 10), { jobs: 1, documents: 1 })
    const second = await stage.post({ jobDescription: 'The same text.' })
    await waitsFor(stage.end(second))
    return second
  })
  t.match(await stage.end(posted), { status: 'SUCCESS', cache_hit: null, attempt: 1, failures: 0 })
  await worker.stop()
})

t.test('an attempt under way is not disturbed', async t => {
  const id = await create()
  const held = (await claimJob(db, id))!
  await beginAttempt(db, held)
  await sql`update resume_generation_job set created_at = now() - interval '1 year', started_at = now() - interval '1 year'
    where id = ${id}`.execute(db)
  await look(t)
  t.match(await stage.row(id), { stage: 'generating', fence: 1 })
})
