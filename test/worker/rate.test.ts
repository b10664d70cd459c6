// Generations a minute over all workers: an exact window in Redis that is whole again after Redis lost it.
import t from 'tap'
import { RATE_WINDOW_MS } from '../../shared/rate-window.ts'
import { openRedis, type Redis } from '../../shared/redis.ts'
import { createRate } from '../../worker/rate.ts'
import { createRedis, until } from '../harness.ts'
import { log } from './run-job-setup.ts'

const server = await createRedis(t)
const connections: Redis[] = []
const connect = () => {
  const redis = openRedis(server.url, 'command', log)
  connections.push(redis)
  t.teardown(() => redis.disconnect())
  return until(() => redis.status === 'ready').then(() => redis)
}
const redis = await connect()
const WINDOW = 'resume:{rate}:generations'
const none = async () => []
/** Takes as many as come at once; how many those were. */
const takeAll = async (rates: ReturnType<typeof createRate>[], tries: number): Promise<number> => {
  const stop = new AbortController()
  let taken = 0
  const takes = Array.from({ length: tries }, (_, index) =>
    rates[index % rates.length]!.take(stop.signal).then(token => token && taken++),
  )
  // What was asked before a ping is answered before it, on each connection; a window that is empty is filled first.
  for (let quiet = 0; quiet < 5; ) {
    const before = taken
    await Promise.all(connections.map(connection => connection.ping()))
    quiet = taken > 0 && taken === before ? quiet + 1 : 0
  }
  stop.abort()
  await Promise.all(takes)
  return taken
}

t.beforeEach(() => redis.flushall())

t.test('all workers together get no more than the limit', async t => {
  const rates = [createRate(redis, 10, none, log), createRate(await connect(), 10, none, log)]
  t.equal(await takeAll(rates, 30), 10)
  t.equal(await redis.zcard(WINDOW), 10, 'those that left took nothing')
})

t.test('the next token comes the moment the oldest leaves the window', async t => {
  const rate = createRate(redis, 2, none, log)
  const stop = new AbortController()
  await rate.take(stop.signal)
  await rate.take(stop.signal)
  const [oldest, score] = await redis.zrange(WINDOW, '0', '0', 'WITHSCORES')
  // Moves the oldest to where it leaves in 300 ms.
  await redis.zadd(WINDOW, String(Number(score) - RATE_WINDOW_MS + 300), oldest!)
  const begun = performance.now()
  await rate.take(stop.signal)
  const waited = performance.now() - begun
  t.ok(waited > 200 && waited < 4000, `waited ${Math.round(waited)} ms`)
})

t.test('a token given back is there for the next', async t => {
  const rate = createRate(redis, 1, none, log)
  const stop = new AbortController()
  const token = await rate.take(stop.signal)
  token!.giveBack()
  t.ok(await rate.take(stop.signal))
})

t.test('a Redis that comes back empty gives no fresh minute', async t => {
  const rate = createRate(redis, 3, async () => [1_000, 20_000], log)
  const other = createRate(redis, 3, async () => [1_000, 20_000], log)
  t.equal(await takeAll([rate, other], 6), 1, 'two of three are taken already')
  const scores = await redis.zrange(WINDOW, '0', '-1', 'WITHSCORES')
  t.equal(scores.length / 2, 3, 'filled once')
})

t.test('while Redis is away it waits, and goes on when it is back', async t => {
  const own = await createRedis(t)
  const client = openRedis(own.url, 'command', log)
  t.teardown(() => client.disconnect())
  const rate = createRate(client, 1, none, log)
  t.ok(await rate.take(new AbortController().signal), 'also where Redis is not reached yet')
})

t.test('a token whose answer was lost is not waited for', async t => {
  let lost = 0
  const losing = new Proxy(redis, {
    get(target, name) {
      if (name !== 'takeGeneration') return Reflect.get(target, name, target)
      return async (...args: unknown[]) => {
        const ms = await (target as unknown as Record<string, (...args: unknown[]) => Promise<number>>)[name]!(...args)
        if (ms === 0 && lost++ === 0) throw new Error('the answer is lost')
        return ms
      }
    },
  })
  const begun = performance.now()
  t.ok(await createRate(losing, 1, none, log).take(new AbortController().signal))
  t.equal(lost, 2)
  t.ok(performance.now() - begun < 30_000)
  t.equal(await redis.zcard(WINDOW), 1, 'and taken once')
})

t.test('0 turns it off', async t => {
  const rate = createRate(redis, 0, none, log)
  for (let taken = 0; taken < 100; taken++) await rate.take(new AbortController().signal)
  t.same(await redis.keys('*'), [])
})

t.test('a generation that begins late counts from when it began', async t => {
  const rate = createRate(redis, 1, none, log)
  const token = await rate.take(new AbortController().signal)
  const [id, score] = await redis.zrange(WINDOW, '0', '0', 'WITHSCORES')
  await redis.zadd(WINDOW, String(Number(score) - 8_000), id!)
  token!.begin(8_000)
  await until(async () => Number(await redis.zscore(WINDOW, id!)) >= Number(score))
  token!.giveBack()
  await until(async () => (await redis.zcard(WINDOW)) === 0)
  token!.begin(8_000)
  await redis.ping()
  t.equal(await redis.zcard(WINDOW), 0, 'one that was given back stays away')
})
