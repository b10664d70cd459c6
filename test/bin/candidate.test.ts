import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { sql } from 'kysely'
import t from 'tap'
import { temporaryFolder, until } from '../harness.ts'
import { API, startRest } from '../server/rest-setup.ts'
import { run } from './setup.ts'

const { ask, candidate, job, finish, db, ...stores } = await startRest(t)
const env = { DATABASE_URL: stores.databaseUrl, REDIS_URL: stores.redisUrl }
const nowhere = { DATABASE_URL: 'postgres://u:pass-word@127.0.0.1:1/d', REDIS_URL: 'redis://127.0.0.1:1' }
const folder = await temporaryFolder(t)
const file = async (name: string, text: string) => {
  await writeFile(join(folder, name), text)
  return join(folder, name)
}

t.test('import stores a JSON Resume file and prints its id', async t => {
  const path = await file('ann.json', '{"basics":{"name":"Ann"},"x":"a\\u0000b"}')
  const { code, out, err } = await run('candidate', ['import', path, '--user', '42'], env)
  t.match({ code, out, err }, { code: 0, out: /^\d+\n$/, err: '' })
  t.same((await ask('GET', `/api/candidates/${out.trim()}`)).body.profile, { basics: { name: 'Ann' }, x: 'ab' })
  t.equal((await ask('GET', `/api/candidates/${out.trim()}`, { as: '43' })).status, 404)
})

t.test('what is wrong is said in one line', async t => {
  const good = await file('good.json', '{}')
  const wrong: [string[], Record<string, string>, number, RegExp][] = [
    [['import', join(folder, 'none.json'), '--user', '1'], env, 1, /none\.json.*ENOENT/],
    [['import', await file('bad.json', '{'), '--user', '1'], env, 1, /bad\.json: /],
    [['import', await file('type.json', '{"basics":{"name":5}}'), '--user', '1'], env, 1, /name must be string/],
    [['import', good, '--user', '1'], nowhere, 1, /^PostgreSQL can't be reached \(DATABASE_URL\)/],
    [['import', good, '--user', '1'], {}, 1, /^Settings: DATABASE_URL is required/],
    [['delete', '999999'], env, 1, /^There is no candidate 999999\.$/],
  ]
  const runs = wrong.map(([args, settings]) => run('candidate', args, settings))
  for (const [index, [args, , code, message]] of wrong.entries()) {
    const ended = await runs[index]!
    const lines = ended.err.trim().split('\n')
    t.match({ ...ended, lines: lines.length }, { code, out: '', lines: 1 }, args.join(' '))
    t.match(lines[0], message)
    t.notMatch(lines[0], /pass-word/)
  }
  const unusable = [
    ['import', good],
    ['import', good, '--user', 'a'.repeat(256)],
    ['delete', 'x'],
  ]
  for (const ended of await Promise.all(unusable.map(args => run('candidate', args, env))))
    t.match(ended, { code: 2, err: /^usage/ })
})

t.test('delete cancels what is unfinished, and says so at every door, then leaves nothing', async t => {
  const id = await candidate()
  await ask('POST', `/api/candidates/${id}/jobs`, { body: { job_title: 'Dev', job_description: 'x' } })
  const done = await job(id, { headers: { 'idempotency-key': 'k' } })
  await finish(done)
  const waiting = await job(id)
  const other = await job(await candidate())
  await db
    .updateTable('resume_generation_job')
    .set({ cache_key: 'f'.repeat(32) })
    .where('id', '=', done)
    .execute()
  const redis = new Redis(env.REDIS_URL)
  const pushed: string[] = []
  const listener = redis.duplicate()
  t.teardown(() => Promise.all([redis.quit(), listener.quit()]))
  await redis.set(`resume_cache:${'f'.repeat(32)}`, '{}')
  listener.on('pmessage', (_pattern, channel: string, message: string) => pushed.push(`${channel} ${message}`))
  await listener.psubscribe('resume:*')

  const { code, out } = await run('candidate', ['delete', String(id)], env)
  t.match({ code, out }, { code: 0, out: `Candidate ${id} is deleted; 1 unfinished jobs were cancelled.` })
  await until(() => pushed.some(message => message.includes(waiting) && message.includes('"stage":"cancelled"')))
  for (const jobId of [done, waiting]) t.equal((await ask('GET', `${API}/job-status/${jobId}`)).status, 404)
  t.equal((await ask('GET', `/api/candidates/${id}`)).status, 404)
  t.equal((await ask('GET', `${API}/job-status/${other}`)).body.status, 'PENDING', "another candidate's job stays")
  t.equal(await redis.exists(`resume_cache:${'f'.repeat(32)}`), 0)
  for (const table of ['resume_document', 'candidate_job', 'job_attempt', 'job_answer', 'idempotency_key'] as const)
    t.same(await db.selectFrom(table).selectAll().execute(), [], table)
  const inputs = await db.selectFrom('job_input').select('job_id').execute()
  t.same(inputs, [{ job_id: other }])
})

t.test('a job of the older service stays, untouched, where the candidate is deleted', async t => {
  const id = await candidate()
  await sql`
    insert into resume_generation_job (id, candidate_id, status, progress, created_at)
    values ('older', ${id}, 'PENDING', 0, now())`.execute(db)
  const older = async () =>
    (await sql`select *, xmin::text from resume_generation_job where id = 'older'`.execute(db)).rows
  const before = await older()
  t.match(await run('candidate', ['delete', String(id)], env), { code: 0, out: /is deleted; 0 unfinished/ })
  t.equal((await ask('GET', `/api/candidates/${id}`)).status, 404)
  t.equal(before.length, 1)
  t.same(await older(), before)
})
