// GET /metrics: who may see it, and whether what it tells of servers and workers is what happened.
import t from 'tap'
import { startStandIn } from '../../dev/openai/server.ts'
import { openDatabase } from '../../shared/database.ts'
import type { JobFrame } from '../../shared/protocol.ts'
import { createDatabase, createRedis, startServer, startWorker, type TestServer, token, until } from '../harness.ts'
import { scrape } from '../metrics-text.ts'
import { connect, ofType } from '../socket-client.ts'
import { API, ask as send } from './rest-setup.ts'

const SECRET = 'Zanzibar-secret'
const METRICS_TOKEN = 'a-token-for-prometheus'
const standIn = await startStandIn({ paceMs: 0 })
t.teardown(() => standIn.close())
const redis = await createRedis(t)
const stores = { DATABASE_URL: await createDatabase(t), REDIS_URL: redis.url }
const db = openDatabase(stores.DATABASE_URL, 2, 'test')
t.teardown(() => db.destroy())
const [first, second, worker] = await Promise.all([
  startServer(t, { ...stores, METRICS_TOKEN, API_RATE_LIMIT: '10000' }),
  startServer(t, { ...stores, API_RATE_LIMIT: '10000' }),
  startWorker(t, { ...stores, OPENAI_BASE_URL: standIn.url, RETRY_BASE_MS: '50', TASKS_PER_MINUTE: '0' }),
])
const post = (path: string, body: object) => send(first.url, 'POST', path, { body })
const status = async (server: TestServer, bearer?: string) => {
  const headers = new Headers(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` })
  const answer = await fetch(`${server.url}/metrics`, { headers })
  return [answer.status, answer.headers.get('content-type')?.split(';')[0]]
}

t.test('operators and the token set for it may look, nobody else', async t => {
  for (const role of ['ops', 'ops-read'])
    t.same(await status(first, token('boss', { role })), [200, 'text/plain'], role)
  t.same(await status(first, METRICS_TOKEN), [200, 'text/plain'])
  t.same(await status(first), [401, 'application/json'])
  for (const wrong of [
    'x',
    `${METRICS_TOKEN}x`,
    METRICS_TOKEN.slice(1),
    token('boss', { role: 'ops' }, 'x'.repeat(32)),
  ])
    t.same(await status(first, wrong), [401, 'application/json'])
  t.same(await status(first, token('42')), [403, 'application/json'])
  t.same(await status(second, METRICS_TOKEN), [401, 'application/json'], 'where none is set')
  t.equal((await send(first.url, 'POST', '/metrics', { as: null })).status, 404)
})

t.test('one job that is generated, one from the cache, one that fails: every server tells all of it', async t => {
  const profile = { basics: { name: SECRET, summary: SECRET }, work: [{ name: SECRET, highlights: ['Wrote Go.'] }] }
  const candidate = (await post('/api/candidates', profile)).body.id
  const generate = async (more: object) =>
    (await post(`${API}/generate-async`, { candidate_id: candidate, ...more })).body.job_id as string
  const end = (id: string) =>
    until(async () => {
      const { body } = await send(first.url, 'GET', `${API}/job-status/${id}`)
      return ['SUCCESS', 'FAILURE'].includes(body.status) ? body : undefined
    }, 30_000)
  const watcher = await connect(t, second.url, token('42'))
  watcher.send({ type: 'subscribe', jobs: 'all' })
  await watcher.next(ofType('synced'))

  t.match(await end(await generate({ job_description: SECRET })), { status: 'SUCCESS', cache_hit: null })
  t.match(await end(await generate({ job_description: SECRET })), { status: 'SUCCESS', cache_hit: 'redis' })
  standIn.order({ fault: '401', times: 0 })
  t.match(await end(await generate({ job_description: 'another' })), { status: 'FAILURE' })
  await watcher.next((frame): frame is JobFrame => frame.type === 'job' && frame.job.status === 'FAILURE')

  const spent = await db.selectFrom('job_attempt').selectAll().execute()
  const total = (pick: (row: (typeof spent)[number]) => number) => spent.reduce((sum, row) => sum + pick(row), 0)
  const jobs = watcher.frames.filter(ofType('job')).length
  for (const server of [first, second]) {
    const figures = await until(async () => {
      const now = await scrape(server)
      // What the other processes left may be some seconds old.
      const isWhole = now.sum('resume_jobs_ended_total') === 3 && now.sum('resume_jobs_accepted_total') === 3
      return isWhole && now.sum('resume_pushes_total', { kind: 'job' }) === jobs ? now : undefined
    }, 20_000)
    const tells = (name: string, labels: Record<string, string>, value: number) =>
      t.equal(figures.sum(name, labels), value, `${name} ${JSON.stringify(labels)}`)
    tells('resume_jobs_accepted_total', { role: 'server' }, 3)
    tells('resume_jobs_ended_total', { outcome: 'succeeded', role: 'worker' }, 2)
    tells('resume_jobs_ended_total', { outcome: 'failed' }, 1)
    tells('resume_jobs_ended_total', { outcome: 'cancelled' }, 0)
    tells('resume_cache_hits_total', { layer: 'redis' }, 1)
    tells('resume_cache_hits_total', { layer: 'database' }, 0)
    tells('resume_attempts_total', { outcome: 'success' }, 1)
    tells('resume_attempts_total', { outcome: 'MODEL_KEY' }, 1)
    for (const step of ['merge', 'render', 'save']) tells('resume_attempt_step_duration_seconds_count', { step }, 1)
    for (const step of ['model', 'whole']) tells('resume_attempt_step_duration_seconds_count', { step }, 2)
    t.ok(figures.sum('resume_attempt_step_duration_seconds_count', { step: 'cache' })! >= 3)
    tells('resume_openai_calls_total', { outcome: 'success' }, 2)
    t.ok(figures.sum('resume_openai_calls_total', { outcome: 'MODEL_KEY' })! >= 1)
    tells(
      'resume_openai_tokens_total',
      { kind: 'prompt' },
      total(row => row.prompt_tokens),
    )
    tells(
      'resume_openai_tokens_total',
      { kind: 'completion' },
      total(row => row.completion_tokens),
    )
    const cost = total(row => row.cost_usd)
    t.ok(cost > 0 && Math.abs(figures.sum('resume_openai_cost_usd_total')! - cost) < 1e-5, `${cost} dollars`)
    tells('resume_sockets', {}, 1)
    tells('resume_pushes_total', { kind: 'job' }, jobs)
    const timed = figures.sum('resume_push_latency_seconds_count')!
    t.ok(timed > 5 && timed <= jobs, `${timed} of ${jobs} pushes timed`)
    t.ok(figures.sum('resume_push_latency_seconds_sum')! / timed < 5, 'seconds, not ms')
    tells('resume_http_requests_total', { method: 'POST', route: `${API}/generate-async`, status: '202' }, 3)
    tells('resume_http_request_duration_seconds_count', { method: 'POST', route: `${API}/generate-async` }, 3)
    t.ok(figures.sum('resume_updates_published_total', { result: 'ok' })! >= 8)
    tells('resume_dependency_up', {}, 3)
    tells('resume_workers', {}, 1)
    tells('resume_queue_jobs', {}, 0)
    tells('resume_queue_oldest_wait_seconds', { queue: 'priority_high' }, 0)
    for (const role of ['server', 'worker']) {
      t.ok(figures.sum('process_cpu_seconds_total', { role })! > 0, `default figures of the ${role}`)
      t.ok(figures.sum('resume_event_loop_delay_seconds_count', { role })! > 0)
    }
    t.equal(new Set(figures.samples.flatMap(({ labels }) => labels.process ?? [])).size, 3, 'two servers, one worker')
  }
})

t.test('names and labels: by convention, bounded, and nothing of a person', async t => {
  await send(first.url, 'GET', `/${SECRET}/x`)
  await send(first.url, 'GET', `${API}/job-status/${SECRET}`)
  const { text, samples } = await scrape(first)
  t.notMatch(text, SECRET)
  t.notMatch(text, /eyJ|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/, 'no token, no id')
  const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name!, type!]))
  for (const [name, type] of types) {
    if (!name.startsWith('resume_')) continue
    if (type === 'counter') t.match(name, /_total$/)
    if (type === 'histogram') t.match(name, /_seconds$/)
  }
  const routes = new Set(
    samples.filter(({ name }) => name === 'resume_http_requests_total').map(one => one.labels.route),
  )
  t.ok(routes.has(`${API}/job-status/:id`), 'a pattern, not a path')
  t.ok(routes.size < 40)
  t.ok(samples.length < 2_500, `${samples.length} series of three processes`)
})

t.test('what a dead worker counted stays for a while, how it stood does not', async t => {
  const before = (await scrape(first)).sum('resume_attempts_total', { outcome: 'success' })
  t.equal(before, 1)
  await worker.kill()
  const present = async () => (await scrape(first)).sum('resume_worker_slots')
  await until(async () => (await present()) === undefined, 40_000)
  t.equal((await scrape(first)).sum('resume_attempts_total', { outcome: 'success' }), 1)
  // Its own record may run out a little later.
  await until(async () => (await scrape(first)).sum('resume_workers') === 0)
})

t.test('without Redis a server still tells its own', async t => {
  await redis.kill()
  const figures = await scrape(first)
  t.equal(figures.sum('resume_dependency_up', { dependency: 'redis' }), 0)
  t.equal(figures.sum('resume_dependency_up', { dependency: 'database' }), 1)
  t.equal(figures.sum('resume_workers'), undefined, 'unknown is not none')
  t.ok(figures.sum('resume_http_requests_total', { role: 'server' })! > 0)
  t.equal(figures.sum('process_cpu_seconds_total', { role: 'worker' }), undefined)
})
