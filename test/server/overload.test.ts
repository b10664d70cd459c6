// A server whose event loop is seconds behind turns new work away, says so, keeps what it has, and comes back by itself.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { createDatabase, redisUrl, startServer, token, until } from '../harness.ts'
import { scrape } from '../metrics-text.ts'
import { connect, ofType } from '../socket-client.ts'
import { ask as send } from './rest-setup.ts'

const server = await startServer(t, {
  DATABASE_URL: await createDatabase(t),
  REDIS_URL: await redisUrl(t),
  API_RATE_LIMIT: '10000',
  NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, 'block-loop.ts'))}`,
})
const ask = (path: string, as: string | null = '42') => send(server.url, 'GET', path, { as })
const SHED_SECONDS = '10'
const failures = () => server.log.filter(line => line.includes('request failed')).length
const block = () => server.process.kill('SIGUSR2')

t.test('overloaded: requests get 503, sockets 1013; health is answered, and what is open goes on', async t => {
  const open = await connect(t, server.url, token('42'))
  block()
  // One that had just been let in may be given up by its deadline instead, which says another time.
  const refused = await until(async () => {
    const answer = await ask('/api/candidates')
    return answer.status === 503 && answer.headers['retry-after'] === SHED_SECONDS ? answer : undefined
  }, 60_000)
  const failedBefore = failures()
  t.match(refused.body, { statusCode: 503, code: 'UNAVAILABLE', error: 'Service Unavailable', message: /./ })
  t.same(Object.keys(refused.body), ['statusCode', 'code', 'error', 'message'])
  t.match(refused.headers, {
    'retry-after': /^[1-9]\d*$/,
    'content-type': 'application/json; charset=utf-8',
    'x-request-id': /./,
  })
  const [page, unknown, health, ready, socket] = await Promise.all([
    ask('/', null),
    ask('/nope', null),
    ask('/api/healthz', null),
    ask('/api/readyz', null),
    connect(t, server.url),
  ])
  t.same([page.status, unknown.status], [503, 503])
  t.equal(failures(), failedBefore, 'no stack for each that was turned away')
  t.same([health.status, health.text], [200, '{"status":"ok"}'])
  t.match(ready.body, { status: /^(ok|warning|unavailable)$/, checks: {} }, 'what readiness finds, whatever that is')
  t.equal(await socket.closed, 1013)
  open.send({ type: 'ping' })
  await open.next(ofType('pong'), 0, 30_000)

  const { sum } = await scrape(server)
  t.ok(sum('resume_shed_total', { door: 'http' })! >= 3)
  t.equal(sum('resume_shed_total', { door: 'socket' }), 1)
  t.equal(sum('resume_socket_closes_total', { code: '1013' }), 1)
})

t.test('once there is time again all are let in', async t => {
  block()
  await until(async () => (await ask('/api/candidates')).status === 200, 30_000)
  await connect(t, server.url, token('42'))
  t.ok(server.log.some(line => line.includes('overloaded: new work is turned away')))
  await until(() => server.log.some(line => line.includes('no longer overloaded')))
})

t.test('a pause is no overload: a server that was frozen serves at once', async t => {
  for (let round = 0; round < 3; round++) {
    server.process.kill('SIGSTOP')
    await new Promise(resolve => setTimeout(resolve, 1_500))
    const asked = ask('/api/candidates')
    server.process.kill('SIGCONT')
    t.equal((await asked).status, 200)
  }
})
