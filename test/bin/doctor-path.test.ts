// The doctor and the way of a job: the broken hop is named.
import { Redis } from 'ioredis'
import postgres from 'postgres'
import t from 'tap'
import { examineJob } from '../../bin/doctor/job.ts'
import { freePort, JWT_SECRET, redisUrl, startServer } from '../harness.ts'
import { look, openService } from './doctor-setup.ts'

const { server, worker, standIn, settings } = await openService(t)

t.test('a whole job, where it is asked for: made, pushed, downloaded, and gone', async t => {
  const sql = postgres(settings.DATABASE_URL!, { max: 1 })
  t.teardown(() => sql.end())
  const { broken, checks } = await look(settings, undefined, true)
  t.same(broken, [], checks.job?.message)
  t.match(checks.job, { status: 'ok', message: /downloaded/ })
  t.match(checks.job!.values, { generating_at_ms: Number, done_at_ms: Number, bytes: Number })
  t.equal(standIn.calls().length, 2)
  for (const table of ['candidate', 'resume_generation_job', 'resume_document'])
    t.match(await sql`select count(*)::int from ${sql(table)}`, [{ count: 0 }], table)
  standIn.order({ fault: '401', times: 2 })
  const refused = await look(settings, undefined, true)
  t.same(refused.broken, ['job'])
  t.match(refused.checks.job?.message, /ended as failed: The AI service refused our access key/)
  standIn.reset()
})

t.test('a whole job that no worker takes, and one that waits for the model: the hop is named', async t => {
  const redis = new Redis(settings.REDIS_URL!)
  t.teardown(() => redis.disconnect())
  const push = { url: new URL(server.url), isNamed: true, secret: JWT_SECRET, claims: {} }
  const lookFor = (ms: number) => examineJob(push, settings.DATABASE_URL!, redis, ms)
  standIn.setPace(60_000)
  t.match(await lookFor(1500), { status: 'failed', message: 'after 1.5 s it is still being generated' })
  standIn.setPace(0)
  worker.process.kill('SIGSTOP')
  t.teardown(() => worker.process.kill('SIGCONT'))
  t.match(await lookFor(500), { status: 'failed', message: 'after 0.5 s no worker has picked it up' })
})

t.test('a worker that lives by the records and takes nothing', async t => {
  worker.process.kill('SIGSTOP')
  t.teardown(() => worker.process.kill('SIGCONT'))
  const { broken, checks } = await look(settings)
  t.same(broken, ['queue'])
  t.match(checks.queue.message, /no worker was done with an entry/)
  worker.process.kill('SIGCONT')
  const healed = await look(settings)
  t.same(healed.broken, [], healed.checks.queue.message)
})

t.test('a server elsewhere is a note; one that was named must be there', async t => {
  const elsewhere = await look({ ...settings, PORT: String(await freePort()) })
  t.match(elsewhere.checks.push, { status: 'note', message: /no server answers .* elsewhere/ })
  const named = await look({ ...settings, PORT: '1' }, `${server.url}/any/path`)
  t.equal(named.checks.push.status, 'ok')
  t.same((await look(settings, `http://127.0.0.1:${await freePort()}`)).broken, ['push'])
  t.match((await look(settings, settings.OPENAI_BASE_URL)).checks.push, {
    status: 'failed',
    message: /another program answers/,
  })
})

t.test('a server with another key', async t => {
  const { broken, checks } = await look({ ...settings, JWT_SECRET: 'another-secret-of-at-least-32-bytes' })
  t.same(broken, ['push'])
  t.match(checks.push.message, /refuses a token made with this JWT_SECRET/)
})

t.test('a server on another Redis: its socket hears nothing', async t => {
  const stores = { DATABASE_URL: settings.DATABASE_URL, REDIS_URL: await redisUrl(t) }
  const { url } = await startServer(t, stores)
  const { broken, checks } = await look(settings, url)
  t.same(broken, ['push'])
  t.match(checks.push, { message: /did not come out of its socket/, advice: /same REDIS_URL/ })
})

t.test('a server behind a proxy, which refuses plain HTTP', async t => {
  const { DATABASE_URL, REDIS_URL } = settings
  const { url } = await startServer(t, { DATABASE_URL, REDIS_URL, FORCE_HTTPS: '1', TRUST_PROXY: '1' })
  t.match((await look(settings, url)).checks.push, { status: 'ok' })
})

t.test('a frozen server', async t => {
  server.process.kill('SIGSTOP')
  t.teardown(() => server.process.kill('SIGCONT'))
  const { broken, checks } = await look(settings)
  t.same(broken, ['push'])
  t.match(checks.push.message, /does not answer/)
})
