// The doctor before a Redis that is broken in turn. Nothing of ours runs here: that is only a warning.
import { Redis } from 'ioredis'
import t from 'tap'
import { checkPubSub, examineRedis } from '../../bin/doctor/redis.ts'
import { createDatabase, createRedis, freePort } from '../harness.ts'
import { look, type Settings, withPassword } from './doctor-setup.ts'
import { run } from './setup.ts'

const redis = await createRedis(t)
const commands = new Redis(redis.url)
t.teardown(() => commands.disconnect())
const DATABASE_URL = await createDatabase(t)
const base: Settings = {
  DATABASE_URL,
  REDIS_URL: redis.url,
  JWT_SECRET: 'x'.repeat(32),
  PORT: String(await freePort()),
}

/** The checks of Redis alone, in this process. */
const lookAtRedis = async (url = redis.url) => {
  const { findings, redis: connection } = await examineRedis(url)
  const pubsub = connection && (await checkPubSub(url, connection))
  connection?.disconnect()
  return { ...findings, pubsub }
}

t.test('no server and no worker: warnings, which do not fail', async t => {
  const { code, out } = await run('doctor', [], base)
  t.equal(code, 0)
  t.match(out, /^warning +workers +none lives/m)
  const report = await look(base)
  t.match([report.status, report.broken], ['warning', []])
  t.match(report.checks, {
    servers: { status: 'warning', advice: /npm run server/ },
    workers: { status: 'warning', advice: /npm run worker/ },
    queue: { status: 'skipped' },
    push: { status: 'warning' },
  })
})

t.test('Redis: each way to be broken is told apart', async t => {
  const broken: [string, RegExp][] = [
    [`redis://:p@127.0.0.1:${await freePort()}`, /nothing listens/],
    ['redis://:p@nowhere.invalid', /host name is not known/],
    [withPassword(redis.url, 'the-wrong-password'), /refuses the user or the password \(WRONGPASS\)/],
    [withPassword(redis.url, ''), /refuses the user or the password \(NOAUTH\)/],
  ]
  const [REDIS_URL] = broken[2]!
  const { code, out } = await run('doctor', [], { ...base, REDIS_URL })
  t.equal(code, 1)
  t.match(out, /^BROKEN: Redis /m)
  t.notMatch(out, 'the-wrong-password')
  const report = await look({ ...base, REDIS_URL })
  for (const name of ['redis_memory', 'pubsub', 'servers', 'workers', 'queue', 'push'] as const)
    t.equal(report.checks[name].status, 'skipped', name)
  for (const [url, message] of broken) {
    const { findings } = await examineRedis(url)
    t.match(findings.redis, { status: 'failed', message, advice: /./ })
  }
})

t.test('Redis that evicts, is nearly full, or is full', async t => {
  await commands.config('SET', 'maxmemory-policy', 'allkeys-lru')
  const report = await look(base)
  t.same(report.broken, ['redis_memory'])
  t.match(report.checks.redis_memory, {
    message: /allkeys-lru/,
    advice: /noeviction/,
    values: { policy: 'allkeys-lru' },
  })
  await commands.config('SET', 'maxmemory-policy', 'noeviction')

  const used = Number(/used_memory:(\d+)/.exec(await commands.info('memory'))![1])
  await commands.config('SET', 'maxmemory', Math.round(used * 1.15))
  t.match((await lookAtRedis()).redis_memory, { status: 'warning', message: /^noeviction, .* used$/ })
  await commands.config('SET', 'maxmemory', 1)
  t.match((await lookAtRedis()).redis, { status: 'failed', message: /\(OOM\)/ })
  await commands.config('SET', 'maxmemory', 0)
})

t.test('a Redis user that may not do all', async t => {
  const as = async (...rules: string[]) => {
    await commands.call('ACL', 'SETUSER', 'resume', 'reset', 'on', '>pw', ...rules)
    return lookAtRedis(Object.assign(new URL(redis.url), { username: 'resume', password: 'pw' }).href)
  }
  t.match((await as('~bq:*', '~resume*', '+@all')).pubsub, {
    status: 'failed',
    message: /NOPERM/,
    advice: /&resume:\*/,
  })
  t.match((await as('&resume:*', '+@all')).redis, { status: 'failed', message: /NOPERM/ })
  const whole = await as('~bq:*', '~resume*', '&resume:*', '+@all', '-info')
  t.match(whole, { redis: { status: 'ok' }, redis_memory: { status: 'note' }, pubsub: { status: 'ok' } })
})

t.test('Redis frozen', async t => {
  process.kill(redis.pid, 'SIGSTOP')
  t.teardown(() => process.kill(redis.pid, 'SIGCONT'))
  const { broken, checks } = await look(base)
  t.match([broken, checks.redis.message], [['redis'], /no answer in time/])
})
