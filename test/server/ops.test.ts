// The operators' routes and frames: who may see and act, and what they are told.
import t from 'tap'
import { createCandidate } from '../../shared/candidates.ts'
import { openDatabase } from '../../shared/database.ts'
import { createJob } from '../../shared/job-create.ts'
import { failJob } from '../../shared/jobs.ts'
import type { OpsFrame } from '../../shared/protocol.ts'
import { createDatabase, createRedis, redisUrl, startServer, token, until } from '../harness.ts'
import { beginAttempt, claimJob } from '../jobs-by-hand.ts'
import { connect, ofType } from '../socket-client.ts'

const settings = { DATABASE_URL: await createDatabase(t), REDIS_URL: await redisUrl(t) }
const db = openDatabase(settings.DATABASE_URL, 2, 'test')
t.teardown(() => db.destroy())
const server = await startServer(t, settings)
const candidateId = await createCandidate(db, '42', { basics: { name: 'Ann Secret' } })

const create = async (): Promise<string> => {
  const job = { userId: '42', candidateId, jobRowId: null, jobDescription: 'A hidden job.', fileType: 'word' } as const
  return (await createJob(db, { ...job, priority: 'default', regenerate: false, requestId: null }, undefined)).job.id
}
const call = async (path: string, role: string | undefined = 'ops', method = 'GET') => {
  const headers = { authorization: `Bearer ${token('boss', role ? { role } : {})}` }
  const response = await fetch(server.url + path, { method, headers })
  const text = await response.text()
  t.notMatch(text, /Secret|hidden/, 'nothing personal')
  return { status: response.status, body: JSON.parse(text) }
}

t.test('reading needs a role, acting the role ops', async t => {
  const id = await create()
  for (const path of ['queues', 'workers', 'stats', 'jobs', `jobs/${id}`]) {
    t.equal((await call(`/api/ops/${path}`, '')).status, 403)
    t.equal((await call(`/api/ops/${path}`, 'ops-read')).status, 200, path)
  }
  t.match(await call(`/api/ops/jobs/${id}/cancel`, 'ops-read', 'POST'), { status: 403, body: { code: 'FORBIDDEN' } })
  t.match(await call(`/api/ops/jobs/${id}/cancel`, 'ops', 'POST'), {
    status: 202,
    body: { stage: 'cancelled', user_id: '42' },
  })
})

t.test('queues, jobs of everybody, and the history of one', async t => {
  const waiting = await create()
  const running = await create()
  const held = await claimJob(db, running)
  await beginAttempt(db, held!)
  const { body } = await call('/api/ops/queues')
  t.same(
    body.queues.map((queue: { name: string }) => queue.name),
    ['resume_generation', 'priority_high'],
  )
  t.match(body.queues[0], { waiting: 1, active: 1, delayed: 0, oldest_wait_seconds: Number })
  t.match(body.queues[1], { waiting: 0, active: 0, delayed: 0, oldest_wait_seconds: null })
  t.match(body.jobs, { PENDING: 1, PROCESSING: 1, SUCCESS: 0, FAILURE: 1 })
  const page = (await call('/api/ops/jobs?user=42&limit=1&status=PENDING')).body
  t.match(page, { jobs: [{ job_id: waiting, user_id: '42' }], next_cursor: null })
  for (const from of ['yesterday', '5', '-100000-01-01T00:00:00Z', '%2B100000-01-01T00:00:00Z'])
    t.equal((await call(`/api/ops/jobs?from=${from}`)).status, 400, from)
  t.same((await call('/api/ops/jobs?from=2100-01-01')).body.jobs, [])
  const one = (await call(`/api/ops/jobs/${running}`)).body
  t.match(one.job, { job_id: running, user_id: '42', retry_of: null })
  t.same(
    one.timeline.map((entry: { stage: string }) => entry.stage),
    ['queued', 'waiting', 'generating'],
  )
  t.same(one.attempts, [])
  t.equal((await call('/api/ops/jobs/not-a-job')).status, 404)
  t.match(await call('/api/ops/jobs?user=a%00b'), { status: 200, body: { jobs: [], next_cursor: null } })
})

t.test('a retry is a new job of the same owner and inputs', async t => {
  const id = await create()
  t.match(await call(`/api/ops/jobs/${id}/retry`, 'ops', 'POST'), { status: 409, body: { code: 'JOB_NOT_READY' } })
  const held = await claimJob(db, id)
  await failJob(db, held!, 'MODEL_BUSY')
  const retried = await call(`/api/ops/jobs/${id}/retry`, 'ops', 'POST')
  t.match(retried, { status: 201, body: { status: 'PENDING', retry_of: id, user_id: '42', attempt: 0 } })
  t.not(retried.body.job_id, id)
  const inputs = await db.selectFrom('job_input').selectAll().where('job_id', 'in', [id, retried.body.job_id]).execute()
  t.same(inputs[0]!.profile, inputs[1]!.profile)
  t.equal(inputs[0]!.job_description, inputs[1]!.job_description)
  t.match((await call(`/api/ops/jobs/${id}`)).body.job, { status: 'FAILURE', version: Number })
})

t.test('the numbers of an hour and a day, in buckets', async t => {
  const { body } = await call('/api/ops/stats')
  for (const span of ['1h', '24h']) {
    t.match(body[span], { succeeded: 0, failed: 1, cache_hit_ratio: null, cost_usd: 0, saved_usd: 0 })
    t.equal(body[span].series.length, span === '1h' ? 12 : 24)
    t.equal(body[span].series.at(-1).failed, 1)
  }
})

t.test('an ops frame at once and on change, to those who may', async t => {
  const plain = await connect(t, server.url, token('42'))
  plain.send({ type: 'subscribe', ops: true })
  t.match(await plain.next(ofType('error')), { code: 'FORBIDDEN' })
  const client = await connect(t, server.url, token('boss', { role: 'ops-read' }))
  client.send({ type: 'subscribe', ops: true })
  t.match(await client.next(ofType('subscribed')), { jobs: [], cursor: String })
  const first = await client.next(ofType('ops'))
  t.match(first, { queues: { queues: [{}, {}] }, workers: [], stats: { '1h': {}, '24h': {} } })
  t.equal(
    first.sockets.reduce((sum, { sockets }) => sum + sockets, 0),
    2,
  )
  const pending = (frame: OpsFrame) => (frame.queues as { queues: { waiting: number }[] }).queues[0]!.waiting
  await create()
  await client.next((frame): frame is OpsFrame => frame.type === 'ops' && pending(frame) > pending(first))
})

t.test('ops frames come on change, a second apart, and no more once a fresh token lacks the role', async t => {
  const watch = async (sub: string) => {
    const client = await connect(t, server.url, token(sub, { role: 'ops' }))
    const at: number[] = []
    client.socket.on('message', data => String(data).startsWith('{"type":"ops"') && at.push(performance.now()))
    client.send({ type: 'subscribe', ops: true })
    await client.next(ofType('ops'))
    return { client, at }
  }
  const [stays, loses] = [await watch('stays'), await watch('loses')]
  loses.client.send({ type: 'auth', token: token('loses') })
  await until(() => loses.client.frames.filter(({ type }) => type === 'ready').length === 2)
  const before = loses.client.frames.length
  for (let told = 0; told < 3; told++) {
    const seen = stays.at.length
    await connect(t, server.url, token(`socket-${told}`))
    await until(() => stays.at.length > seen)
  }
  t.equal(loses.client.frames.length, before)
  const frames = stays.client.frames.filter(ofType('ops')).map(frame => JSON.stringify(frame))
  t.notOk(
    frames.some((frame, index) => frame === frames[index - 1]),
    'none repeats the one before',
  )
  const gaps = stays.at.slice(1).map((time, index) => time - stays.at[index]!)
  t.ok(Math.min(...gaps) > 400, gaps.map(Math.round).join(' '))
})

t.test(
  'while Redis is away an operator keeps the socket, jobs included, and the figures come once it is back',
  async t => {
    const redis = await createRedis(t)
    const alone = await startServer(t, { ...settings, REDIS_URL: redis.url })
    await redis.kill()
    const client = await connect(t, alone.url, token('boss', { role: 'ops' }))
    client.send({ type: 'subscribe', ops: true })
    client.send({ type: 'subscribe', jobs: 'all' })
    await client.next(ofType('synced'), 0, 20_000)
    t.equal(client.socket.readyState, client.socket.OPEN)
    t.notOk(client.frames.some(ofType('ops')))
    await createRedis(t, { port: Number(new URL(redis.url).port) })
  },
)
