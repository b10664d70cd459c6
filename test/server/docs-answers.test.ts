// Real answers and frames of a running service, each held against its published description: server, worker and stand-in.
import t from 'tap'
import { demoCandidates } from '../../dev/candidates/index.ts'
import { startStandIn } from '../../dev/openai/server.ts'
import { startServer, startWorker, token, until } from '../harness.ts'
import { connect, ofType } from '../socket-client.ts'
import { checkAnswers, validator } from './docs-setup.ts'
import { API, type Ask, ask, NO_JOB, startRest } from './rest-setup.ts'

const standIn = await startStandIn({ paceMs: 0 })
t.teardown(() => standIn.close())
const rest = await startRest(t, { DEV_LOGIN: '1' })
const settings = { DATABASE_URL: rest.databaseUrl, REDIS_URL: rest.redisUrl }
await startWorker(t, { ...settings, OPENAI_BASE_URL: standIn.url, TASKS_PER_MINUTE: '0' })
const openApi = (await rest.ask('GET', '/docs/openapi.json', { as: null })).body
const asyncApi = (await rest.ask('GET', '/docs/asyncapi.json', { as: null })).body
const described = checkAnswers(openApi)

/** One request whose answer must have this status and be as described. */
type Asserts = Pick<typeof t, 'equal' | 'same'>
async function expect(
  t: Asserts,
  status: number,
  method: string,
  path: string,
  options: Ask = {},
  base = rest.server.url,
) {
  const answer = await ask(base, method, path, options)
  t.equal(answer.status, status, `${method} ${path} ${answer.text.slice(0, 200)}`)
  t.same(described.problems(method, path, answer), [])
  return answer
}
const ops: Ask = { token: token('boss', { role: 'ops' }) }
const ended = (id: string) =>
  until(async () => {
    const { body } = await rest.ask('GET', `${API}/job-status/${id}`)
    return body.completed_at !== null && body
  }, 30_000)

const [demo] = demoCandidates()
let candidateId: number
let jobRowId: number
const generate = (fields: object = {}, options: Ask = {}) => ({
  body: { candidate_id: candidateId, job_row_id: jobRowId, ...fields },
  ...options,
})

t.test('candidates', async t => {
  candidateId = (await expect(t, 201, 'POST', '/api/candidates', { body: demo!.profile })).body.id
  const candidate = `/api/candidates/${candidateId}`
  jobRowId = (await expect(t, 201, 'POST', `${candidate}/jobs`, { body: demo!.jobs[0] })).body.id
  await expect(t, 200, 'GET', '/api/candidates')
  await expect(t, 200, 'GET', candidate)
  await expect(t, 200, 'PUT', candidate, { body: demo!.profile })
  await expect(t, 401, 'GET', '/api/candidates', { as: null })
  await expect(t, 404, 'GET', '/api/candidates/0')
  await expect(t, 404, 'PUT', '/api/candidates/0', { body: {} })
  await expect(t, 400, 'POST', '/api/candidates', { body: { work: 'none' } })
  await expect(t, 413, 'POST', '/api/candidates', { body: { basics: { name: 'a'.repeat(2_000_000) } } })
  await expect(t, 400, 'POST', `${candidate}/jobs`, { body: {} })
})

t.test('a job that succeeds', async t => {
  const key = { headers: { 'idempotency-key': 'one' } }
  const { body: accepted } = await expect(t, 202, 'POST', `${API}/generate-async`, generate({}, key))
  t.match((await expect(t, 202, 'POST', `${API}/generate-async`, generate({}, key))).headers, {
    'idempotent-replay': 'true',
  })
  await expect(t, 422, 'POST', `${API}/generate-async`, generate({ file_type: 'pdf' }, key))
  await expect(t, 404, 'POST', `${API}/generate-async`, { body: { candidate_id: 0 } })
  await expect(t, 404, 'POST', `${API}/generate-async`, generate({ job_row_id: 0 }))
  await expect(t, 415, 'POST', `${API}/generate-async`, { body: 'x', headers: { 'content-type': 'text/plain' } })
  t.match(await ended(accepted.job_id), { status: 'SUCCESS' })
  for (const path of [accepted.status_url, accepted.download_url]) {
    const { headers } = await expect(t, 200, 'GET', path)
    await expect(t, 304, 'GET', path, { headers: { 'if-none-match': headers.etag! } })
    await expect(t, 404, 'GET', path.replace(accepted.job_id, NO_JOB))
  }
  await expect(t, 200, 'HEAD', accepted.download_url)
  await expect(t, 404, 'HEAD', accepted.download_url.replace(accepted.job_id, NO_JOB))
  await expect(t, 200, 'GET', `${API}/evidence/${accepted.job_id}`)
  await expect(t, 200, 'GET', `${API}/my-jobs?limit=1&status=SUCCESS`)
  await expect(t, 400, 'GET', `${API}/my-jobs?limit=0`)
  await expect(t, 409, 'POST', `${API}/cancel/${accepted.job_id}`)
  await expect(t, 200, 'GET', `/api/ops/jobs/${accepted.job_id}`, ops)
  await expect(t, 409, 'POST', `/api/ops/jobs/${accepted.job_id}/retry`, ops)
  await expect(t, 409, 'POST', `/api/ops/jobs/${accepted.job_id}/cancel`, ops)
})

t.test('the stream of a job: each event is a job view, and after the last there is nothing', async t => {
  const { body: accepted } = await expect(t, 202, 'POST', `${API}/generate-async`, generate({ file_type: 'pdf' }))
  const events = { accept: 'text/event-stream' }
  const { text } = await expect(t, 200, 'GET', accepted.status_url, { headers: events })
  const states = [...text.matchAll(/^event: job\nid: (\d+)\ndata: (.*)$/gm)]
  const validate = validator(openApi)
  for (const [, , data] of states) t.same(validate('/components/schemas/JobView', JSON.parse(data!)), [])
  const last = states.at(-1)![1]!
  await expect(t, 204, 'GET', accepted.status_url, { headers: { ...events, 'last-event-id': last } })
  await expect(t, 200, 'GET', accepted.download_url)
})

t.test('a job that never ends by itself, cancelled and tried again by an operator', async t => {
  standIn.setPace(600_000)
  const { body: accepted } = await expect(t, 202, 'POST', `${API}/generate-async`, generate({ regenerate: true }))
  const id = accepted.job_id
  await expect(t, 200, 'GET', accepted.status_url)
  await expect(t, 409, 'GET', accepted.download_url)
  await expect(t, 409, 'GET', `${API}/evidence/${id}`)
  await expect(t, 409, 'POST', `/api/ops/jobs/${id}/retry`, ops)
  await until(async () => (await rest.ask('GET', accepted.status_url)).body.stage === 'generating', 30_000)
  for (const path of ['queues', 'workers', 'stats', 'jobs?limit=2', `jobs/${id}`]) {
    await expect(t, 200, 'GET', `/api/ops/${path}`, ops)
    await expect(t, 403, 'GET', `/api/ops/${path}`)
  }
  await expect(t, 200, 'GET', '/metrics', ops)
  await expect(t, 403, 'GET', '/metrics')
  await expect(t, 202, 'POST', `${API}/cancel/${id}`)
  await expect(t, 409, 'HEAD', accepted.download_url)
  const { body: retried } = await expect(t, 201, 'POST', `/api/ops/jobs/${id}/retry`, ops)
  t.match((await expect(t, 202, 'POST', `/api/ops/jobs/${retried.job_id}/cancel`, ops)).body, { retry_of: id })
  standIn.reset()
  await until(async () => {
    const { body } = await rest.ask('GET', `/api/ops/jobs/${id}`, ops)
    return body.attempts.length > 0
  }, 30_000)
  await expect(t, 200, 'GET', `/api/ops/jobs/${id}`, ops)
})

t.test('each frame of the socket', async t => {
  const validate = validator(asyncApi)
  const payload = (name: string) => `/components/messages/${name}/payload`
  const client = await connect(t, rest.server.url)
  const send = (name: string, frame: object) => {
    t.same(validate(payload(name), frame), [], name)
    client.send(frame)
  }
  send('auth', { type: 'auth', token: token('42', { role: 'ops' }) })
  await client.next(ofType('ready'))
  send('ping', { type: 'ping' })
  send('subscribeOps', { type: 'subscribe', ops: true })
  send('subscribe', { type: 'subscribe', jobs: 'all', preview: true })
  await client.next(ofType('synced'))
  standIn.setPace(1_000)
  const { body: accepted } = await expect(t, 202, 'POST', `${API}/generate-async`, generate({ regenerate: true }))
  await client.next(ofType('preview'), 0, 30_000)
  await ended(accepted.job_id)
  send('subscribe', { type: 'subscribe', jobs: [NO_JOB], since: null, preview: null })
  await client.next(ofType('error'))
  send('unsubscribe', { type: 'unsubscribe', jobs: [accepted.job_id] })
  await client.next(ofType('unsubscribed'))
  for (const frame of client.frames) t.same(validate(payload(frame.type), frame), [], JSON.stringify(frame))
  const seen = new Set<string>(client.frames.map(({ type }) => type))
  t.same(seen, new Set(['ready', 'pong', 'subscribed', 'unsubscribed', 'ops', 'job', 'synced', 'preview', 'error']))
  t.not(validate(payload('job'), { ...client.frames.find(ofType('job')), more: 1 }).length, 0, 'it can fail')
})

t.test('limits, HTTPS, and a service that is not ready', async t => {
  const env = { ...settings, API_RATE_LIMIT: '1', FORCE_HTTPS: '1', TRUST_PROXY: '1', DEV_LOGIN: '1' }
  const { url } = await startServer(t, env, { ready: false })
  await expect(t, 403, 'GET', '/api/candidates', { as: 'hasty', headers: { 'x-forwarded-proto': 'http' } }, url)
  const secure = { as: 'hasty', headers: { 'x-forwarded-proto': 'https' } }
  await expect(t, 200, 'GET', '/api/candidates', secure, url)
  await expect(t, 429, 'GET', '/api/candidates', secure, url)
  await expect(t, 200, 'GET', '/api/healthz', { as: null })
  await expect(t, 200, 'GET', '/api/readyz', { as: null })
  await expect(t, 200, 'POST', '/api/dev/token', { as: null })
  await expect(t, 415, 'POST', '/api/dev/token', { as: null, body: 'x', headers: { 'content-type': 'text/plain' } })
})

t.test('every operation was seen to do what it is for, and to refuse', async t => {
  // biome-ignore lint/suspicious/noExplicitAny: a description as it came over the wire.
  for (const { operationId, responses } of Object.values<any>(openApi.paths).flatMap(Object.values<any>)) {
    const seen = [...described.seen].filter(name => name.startsWith(`${operationId} `)).map(name => name.split(' ')[1]!)
    t.ok(
      seen.some(status => status < '300'),
      `${operationId}: ${seen}`,
    )
    if (responses[400])
      t.ok(
        seen.some(status => status >= '400'),
        `${operationId}: ${seen}`,
      )
  }
})
