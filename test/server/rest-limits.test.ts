import t from 'tap'
import { createDatabase, createRedis, startServer, token, until } from '../harness.ts'
import { API, ask, NO_JOB, startRest } from './rest-setup.ts'

const redis = await createRedis(t)
const stores = { DATABASE_URL: await createDatabase(t), REDIS_URL: redis.url, API_RATE_LIMIT: '5' }
const [{ ask: askFirst }, second] = await Promise.all([
  startRest(t, { ...stores, TRUST_PROXY: '1', FORCE_HTTPS: '1' }),
  startServer(t, { ...stores, ADDRESS_RATE_LIMIT: '40' }),
])
const https = { 'x-forwarded-proto': 'https' }
const first = (path: string, as: string) => askFirst('GET', path, { as, headers: https })
const other = (path: string, as: string) => ask(second.url, 'GET', path, { as })

t.test('a user has so many requests a minute over all servers; answers say how many are left', async t => {
  const answers = []
  for (let i = 0; i < 3; i++) answers.push(await first('/api/candidates', 'a'), await other(`${API}/my-jobs`, 'a'))
  t.same(
    answers.map(({ status, headers }) => [status, headers['x-ratelimit-limit'], headers['x-ratelimit-remaining']]),
    [4, 3, 2, 1, 0].map(left => [200, '5', String(left)]).concat([[429, '5', '0']]),
  )
  const refused = answers.at(-1)!
  t.match(refused.body, { statusCode: 429, code: 'RATE_LIMITED', error: 'Too Many Requests' })
  const seconds = Number(refused.headers['retry-after'])
  t.ok(seconds >= 1 && seconds <= 60, `Retry-After: ${seconds}`)
  t.equal((await first('/api/candidates', 'b')).status, 200, 'another user is not held up')
})

t.test('job-status has six times as many, of its own', async t => {
  const codes: number[] = []
  for (let i = 0; i < 31; i++) codes.push((await first(`${API}/job-status/${NO_JOB}`, 'a')).status)
  t.same(codes, [...Array(30).fill(404), 429])
})

t.test('FORCE_HTTPS refuses what came by plain HTTP, but not a health check, and sends HSTS', async t => {
  for (const proto of ['http', 'https, http', ''])
    for (const path of ['/api/candidates', '/']) {
      const { status, body } = await askFirst('GET', path, { headers: { 'x-forwarded-proto': proto } })
      t.match([status, body?.code], [403, 'HTTPS_REQUIRED'])
    }
  t.equal((await askFirst('GET', '/api/healthz')).status, 200)
  t.match((await first('/api/candidates', 'c')).headers['strict-transport-security'], /max-age=\d{8}/)
})

t.test(
  'an address is limited before it has said who it is, on unknown routes too, but not in health checks',
  async t => {
    const codes = new Set<number>()
    await until(async () => {
      const answer = await ask(second.url, 'GET', '/nope', { as: null, headers: { 'x-forwarded-for': '9.9.9.9' } })
      codes.add(answer.status)
      return answer.status === 429
    })
    t.same([...codes], [404, 429])
    const refused = await ask(second.url, 'GET', '/api/candidates', { token: 'bad' })
    t.match([refused.status, refused.body.code], [429, 'RATE_LIMITED'])
    t.ok(Number(refused.headers['retry-after']) >= 1)
    for (let i = 0; i < 3; i++) t.equal((await ask(second.url, 'GET', '/api/healthz', { as: null })).status, 200)
  },
)

t.test('while Redis hangs or is away requests pass, soon; what only it knows is 503', async t => {
  const boss = token('boss', { role: 'ops' })
  const workers = () => askFirst('GET', '/api/ops/workers', { token: boss, headers: https })
  process.kill(redis.pid, 'SIGSTOP')
  const hung = await first('/api/candidates', 'a')
  t.equal(hung.status, 200)
  t.ok(hung.ms < 3000, `${hung.ms} ms`)
  t.match(await workers(), { status: 503, body: { code: 'UNAVAILABLE' }, headers: { 'retry-after': /^\d+$/ } })
  process.kill(redis.pid, 'SIGCONT')
  await redis.kill()
  const away = await first('/api/candidates', 'a')
  t.equal(away.status, 200)
  t.ok(away.ms < 3000, `${away.ms} ms`)
  t.match(await workers(), { status: 503, body: { code: 'UNAVAILABLE' } })
})
