import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { startPostgres } from '../../dev/postgres.ts'
import { migrate } from '../../sql/migrate.ts'
import { createRedis, freePort, startServer, startWorker, temporaryFolder, until } from '../harness.ts'
import { API, NO_JOB, ask as send } from './rest-setup.ts'

// Servers of its own, to be taken away: PostgreSQL comes first only later, and empty.
const folder = await temporaryFolder(t)
const dataDir = join(folder, 'postgres')
await mkdir(dataDir)
const first = await startPostgres({ dataDir, durable: false })
const { port: databasePort, url: DATABASE_URL } = first
const redisPort = await freePort()
const redis = await createRedis(t, { port: redisPort })
const server = await startServer(t, { DATABASE_URL, REDIS_URL: redis.url }, { ready: false })
const ask: (method: string, path: string, options?: Parameters<typeof send>[3]) => ReturnType<typeof send> = (
  ...rest
) => send(server.url, ...rest)
const ready = () => ask('GET', '/api/readyz', { as: null })
const isReady = async () => (await ready()).status === 200
const healthy = async (t: { same: (a: unknown, b: unknown) => unknown }) => {
  const { status, body } = await ask('GET', '/api/healthz', { as: null })
  t.same([status, body], [200, { status: 'ok' }])
}
const unavailable = { status: 503, headers: { 'retry-after': /^[1-9]\d*$/ }, body: { code: 'UNAVAILABLE' } }

let id: number

t.test('an unmigrated database: 503, and all is well by itself once it is migrated', async t => {
  await healthy(t)
  t.match(await ready(), { status: 503, body: { status: 'unavailable', checks: { database: 'failed', redis: 'ok' } } })
  t.match(await ask('GET', `${API}/my-jobs`), unavailable)
  t.match(await ask('POST', `${API}/generate-async`, { body: { candidate_id: 1 } }), unavailable)
  await migrate(DATABASE_URL)
  await until(isReady)
  t.equal((await ask('GET', `${API}/my-jobs`)).status, 200)
  id = (await ask('POST', '/api/candidates', { body: {} })).body.id
})

t.test('with no worker it warns, with one it is ok', async t => {
  const none = { status: 'warning', checks: { database: 'ok', redis: 'ok', push: 'ok', workers: 0 } }
  t.same((await ready()).body, none)
  const worker = await startWorker(t, { DATABASE_URL, REDIS_URL: redis.url })
  t.same((await ready()).body, { status: 'ok', checks: { ...none.checks, workers: 1 } })
  await worker.stop()
})

t.test('PostgreSQL hangs: 503 after 5 s, at every route, and nothing is half done', async t => {
  const pids = await backends(first.pid)
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  t.teardown(() => pids.forEach(pid => void process.kill(pid, 'SIGCONT')))
  const keyed = { body: { candidate_id: id }, headers: { 'idempotency-key': 'hung' } }
  const answers = await Promise.all([
    ask('POST', `${API}/generate-async`, keyed),
    ask('POST', '/api/candidates', { body: {} }),
    ask('GET', `${API}/job-status/${NO_JOB}`),
    ask('GET', `${API}/my-jobs`),
  ])
  for (const answer of answers) {
    t.match(answer, unavailable)
    t.ok(answer.ms > 3000 && answer.ms < 6500, `${answer.ms} ms`)
  }
  const check = await ready()
  t.match(check, { status: 503, body: { checks: { database: 'failed', redis: 'ok' } } })
  t.ok(check.ms < 2000)
  await healthy(t)
  for (const pid of pids) process.kill(pid, 'SIGCONT')
  const again = await ask('POST', `${API}/generate-async`, keyed)
  t.equal(again.status, 202)
  t.equal((await ask('POST', `${API}/generate-async`, keyed)).body.job_id, again.body.job_id)
  const kept = (await ask('GET', `${API}/my-jobs`)).body.jobs
  t.same(
    kept.map((job: { job_id: string }) => job.job_id),
    [again.body.job_id],
  )
})

t.test('PostgreSQL is away: 503 soon, and the server recovers by itself', async t => {
  await first.stop()
  const answers = await Promise.all([
    ask('GET', `${API}/my-jobs`),
    ask('POST', `${API}/generate-async`, { body: { candidate_id: id } }),
    ask('PUT', `/api/candidates/${id}`, { body: {} }),
  ])
  for (const answer of answers) {
    t.match(answer, unavailable)
    t.notMatch(answer.text, /ECONN|127\.0|postgres/i)
    t.ok(answer.ms < 6500, `${answer.ms} ms`)
  }
  t.equal((await ready()).status, 503)
  const second = await startPostgres({ dataDir, durable: false, port: databasePort })
  t.teardown(() => second.stop())
  await until(isReady, 15_000)
  for (let i = 0; i < 12; i++) t.equal((await ask('GET', `${API}/my-jobs`)).status, 200)
  // While the database is still there.
  await server.stop()
})

async function backends(postmaster: number): Promise<number[]> {
  const children = await readFile(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8')
  return [postmaster, ...children.trim().split(' ').map(Number)]
}
