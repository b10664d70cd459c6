// The doctor and the way of a job: the broken hop is named.
import t from 'tap'
import { freePort, redisUrl, startServer } from '../harness.ts'
import { look, openService } from './doctor-setup.ts'

const { server, worker, settings } = await openService(t)

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
