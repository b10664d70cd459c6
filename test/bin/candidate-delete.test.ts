// `candidate -- delete` at the worst moments: while a worker is at it, while Redis fails, beside rows of others. Nothing of
// the candidate is left anywhere, and nobody who watched is confused.
import { sql } from 'kysely'
import t from 'tap'
import type { ServerFrame } from '../../shared/protocol.ts'
import { startServer, type Test, token, until } from '../harness.ts'
import { API, ask } from '../server/rest-setup.ts'
import { connect, ofType } from '../socket-client.ts'
import { callsOf, openStage } from '../worker/run-job-setup.ts'
import { run } from './setup.ts'

const stage = await openStage(t)
const { db, redis, standIn, userId } = stage
const env = { DATABASE_URL: stage.databaseUrl, REDIS_URL: stage.redisUrl }
const [server, worker] = await Promise.all([
  startServer(t, { ...env, API_RATE_LIMIT: '10000' }),
  stage.worker({ WORKER_CONCURRENCY: '1' }),
])
const remove = (id: number) => run('candidate', ['delete', String(id)], env)
const get = (path: string) => ask(server.url, 'GET', path)
const errorsOf = (log: string[]) => log.filter(line => JSON.parse(line).level >= 50)
const tables = ['resume_generation_job', 'resume_document'] as const
const rowsOf = async (candidateId: number) =>
  (
    await Promise.all(
      tables.map(table => db.selectFrom(table).select('id').where('candidate_id', '=', candidateId).execute()),
    )
  ).flat()

/** No row of the candidate, and nothing of these jobs, in any table nor in Redis. */
const isGone = async (t: Test & { same(a: unknown, b: unknown): boolean }, candidateId: number, jobIds: string[]) => {
  t.same(await rowsOf(candidateId), [])
  t.same(await db.selectFrom('candidate').select('id').where('id', '=', candidateId).execute(), [])
  for (const table of ['job_input', 'job_answer', 'job_attempt', 'job_timeline', 'idempotency_key'] as const)
    t.same(await db.selectFrom(table).select('job_id').where('job_id', 'in', jobIds).execute(), [])
  t.same(await redis.keys('resume_cache:*'), [])
  t.same(await redis.keys('resume:preview:*'), [])
}

t.beforeEach(async () => {
  standIn.reset()
  standIn.setPace(0)
  const kept = await redis.keys('resume*')
  if (kept.length > 0) await redis.del(kept)
})

t.test('while a worker writes: watchers see it cancelled, the calls end, and nothing is left', async t => {
  const candidateId = await stage.candidate(userId)
  const done = await stage.post({ candidateId })
  await stage.end(done)
  standIn.setPace(30_000)
  const running = await stage.post({ candidateId })
  const client = await connect(t, server.url, token(userId))
  client.send({ type: 'subscribe', jobs: 'all', preview: true })
  await client.next(ofType('synced'))
  await client.next(ofType('preview'), 0, 20_000)
  const seen = (await client.next(ofType('job'))).cursor
  const [page] = [(await get(`${API}/my-jobs?limit=1`)).body]
  const streamed = eventsOf(`${API}/job-status/${running}`)

  t.match(await remove(candidateId), { code: 0, out: /is deleted; 1 unfinished jobs were cancelled/ })
  const isEnd = (frame: ServerFrame): frame is Extract<ServerFrame, { type: 'job' }> =>
    frame.type === 'job' && frame.job.job_id === running && frame.job.status === 'FAILURE'
  t.match((await client.next(isEnd)).job, { stage: 'cancelled' })
  t.match(await streamed, /"stage":"cancelled"/, 'an event stream ends with it too')
  await until(() => callsOf(stage, 'running').length === 0)
  await until(() => worker.log.some(line => line.includes('job is no longer ours') && line.includes(running)))
  await isGone(t, candidateId, [done, running])
  t.same(errorsOf(worker.log), [], 'which is no error for the worker')

  const back = await connect(t, server.url, token(userId))
  for (const since of [seen, client.frames.findLast(ofType('job'))!.cursor]) {
    const from = back.frames.length
    back.send({ type: 'subscribe', jobs: 'all', since })
    await back.next(ofType('synced'), from)
  }
  back.send({ type: 'subscribe', jobs: [done, running] })
  t.match(await back.next(ofType('error')), { code: 'JOB_NOT_FOUND', jobs: [done, running] })
  t.notOk(back.frames.some(ofType('job')))
  t.same((await get(`${API}/my-jobs?cursor=${page.next_cursor}`)).body, { jobs: [], next_cursor: null })
  for (const door of ['job-status', 'download', 'evidence'])
    t.match((await get(`${API}/${door}/${done}`)).body, { code: 'JOB_NOT_FOUND' })
  standIn.setPace(0)
  t.match(await stage.end(await stage.post()), { status: 'SUCCESS' }, 'the slot is free again')
  await redis.flushall()
})

t.test('in the moment when a document is stored: it is not, nor kept in Redis', async t => {
  const candidateId = await stage.candidate(userId)
  await sql`create function hold_on() returns trigger language plpgsql as
    $$ begin perform pg_advisory_xact_lock(1); return new; end $$`.execute(db)
  await sql`create trigger hold_on before insert on resume_document for each row execute function hold_on()`.execute(db)
  const id = await db.transaction().execute(async transaction => {
    await sql`select pg_advisory_xact_lock(1)`.execute(transaction)
    const posted = await stage.post({ candidateId })
    await until(async () => (await waitingForLocks()) === 1)
    t.match(await remove(candidateId), { code: 0 })
    return posted
  })
  await sql`drop function hold_on cascade`.execute(db)
  await until(() => worker.log.some(line => line.includes('job is no longer ours') && line.includes(id)))
  t.same(await redis.keys('resume_cache:*'), [])
  await isGone(t, candidateId, [id])
})

t.test('documents that its jobs share go once, those of another candidate stay', async t => {
  const [candidateId, otherId] = [await stage.candidate(userId), await stage.candidate(userId)]
  const ids: string[] = []
  for (const one of [candidateId, candidateId, otherId]) {
    const id = await stage.post({ candidateId: one, jobDescription: 'The same text.' })
    await stage.end(id)
    ids.push(id)
  }
  t.match(await stage.row(ids[1]!), { cache_hit: 'redis', document_id: (await stage.row(ids[0]!)).document_id })
  t.match(await remove(candidateId), { code: 0 })
  t.same(await rowsOf(candidateId), [])
  t.equal((await get(`${API}/download/${ids[2]}`)).status, 200)
  t.equal((await redis.keys('resume_cache:*')).length, 1)
})

t.test('where Redis refuses, nothing is deleted, and the next try deletes all', async t => {
  const candidateId = await stage.candidate(userId)
  const id = await stage.post({ candidateId })
  await stage.end(id)
  await redis.acl('SETUSER', 'default', '-unlink')
  const refused = await remove(candidateId)
  await redis.acl('SETUSER', 'default', '+unlink')
  t.match(refused, { code: 1, out: '', err: /^Redis can't be reached.*not deleted: run this again\.\n$/ })
  t.equal((await get(`${API}/download/${id}`)).status, 200)
  t.equal((await redis.keys('resume_cache:*')).length, 1)
  t.match(await remove(candidateId), { code: 0 })
  await isGone(t, candidateId, [id])
})

t.test('where Redis is away it says so in a line and touches nothing', async t => {
  const candidateId = await stage.candidate(userId)
  const id = await stage.post({ candidateId })
  await stage.end(id)
  const { code, err } = await run('candidate', ['delete', String(candidateId)], {
    ...env,
    REDIS_URL: 'redis://:pass-word@127.0.0.1:1',
    LOG_LEVEL: 'silent',
  })
  t.match({ code, err }, { code: 1, err: /^Redis can't be reached \(REDIS_URL\)\.\n$/ })
  t.equal((await rowsOf(candidateId)).length, 2)
})

t.test('more jobs than one statement deletes', async t => {
  const candidateId = await stage.candidate(userId)
  const id = await stage.post({ candidateId })
  await stage.end(id)
  await sql`
    insert into resume_generation_job (id, candidate_id, status, progress, file_type, created_at, completed_at, user_id,
      stage, priority, attempt, version, changed, warnings, fence, generating, failures, regenerate, document_id)
    select 'many-' || n, candidate_id, status, progress, file_type, created_at, completed_at, user_id, stage, priority,
      attempt, version, changed, warnings, fence, generating, failures, regenerate, document_id
    from resume_generation_job, generate_series(1, 1200) n where id = ${id}`.execute(db)
  t.match(await remove(candidateId), { code: 0 })
  await isGone(t, candidateId, [id])
})

t.test("an operator's retry in the moment of the deletion makes no job that outlives it", async t => {
  const candidateId = await stage.candidate(userId)
  standIn.order({ fault: '401', times: 0 })
  const id = await stage.post({ candidateId })
  t.match(await stage.end(id), { status: 'FAILURE' })
  const retry = await db.transaction().execute(async transaction => {
    await sql`select from candidate where id = ${candidateId} for update`.execute(transaction)
    const asked = ask(server.url, 'POST', `/api/ops/jobs/${id}/retry`, { token: token('op', { role: 'ops' }) })
    await until(async () => {
      const { rows } = await sql<{ count: number }>`
        select count(*) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and application_name = 'resume-server'`.execute(
        db,
      )
      return rows[0]!.count > 0
    })
    await transaction.deleteFrom('resume_generation_job').where('candidate_id', '=', candidateId).execute()
    await transaction.deleteFrom('candidate').where('id', '=', candidateId).execute()
    return { asked }
  })
  t.match(await retry.asked, { status: 404, body: { code: 'JOB_NOT_FOUND' } })
  t.same(await rowsOf(candidateId), [])
})

t.test('a table that would take rows of the older service along keeps the candidate, whole', async t => {
  const candidateId = await stage.candidate(userId)
  const id = await stage.post({ candidateId })
  await stage.end(id)
  await sql`
    insert into resume_generation_job (id, candidate_id, status, progress, created_at)
    values ('older', ${candidateId}, 'SUCCESS', 100, now())`.execute(db)
  await sql`delete from resume_generation_job where candidate_id not in (select id from candidate)`.execute(db)
  for (const rule of ['cascade', 'restrict', 'set null']) {
    await sql`alter table resume_generation_job add constraint older_tie
      foreign key (candidate_id) references candidate (id) on delete ${sql.raw(rule)}`.execute(db)
    const { code, err } = await remove(candidateId)
    await sql`alter table resume_generation_job drop constraint older_tie`.execute(db)
    t.match({ code, err }, { code: 1, err: /has jobs of the older service, which are never deleted/ }, rule)
    t.equal((await rowsOf(candidateId)).length, 3, rule)
  }
})

/** The whole event stream of a job. */
async function eventsOf(path: string): Promise<string> {
  const answer = await ask(server.url, 'GET', path, { headers: { accept: 'text/event-stream' } })
  return answer.text
}

/** Statements on this database that wait for an advisory lock. */
async function waitingForLocks(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'`.execute(db)
  return rows[0]!.count
}
