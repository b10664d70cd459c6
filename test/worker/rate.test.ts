// Generations a minute over all workers: an exact window in Redis that is whole again after Redis lost it.
import t from 'tap'
import { openRedis } from '../../shared/redis.ts'
import { createRate } from '../../worker/rate.ts'
import { createRedis, until } from '../harness.ts'
import { log } from './run-job-setup.ts'

const server = await createRedis(t)
const connect = () => {
  const redis = openRedis(server.url, 'command', log)
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
    rates[index % rates.length]!.take(stop.signal).then(giveBack => giveBack && taken++),
  )
  const settled = async () => {
    const before = taken
    await redis.ping()
    return taken > 0 && taken === before
  }
  await until(settled)
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
  await redis.zadd(WINDOW, String(Number(score) - 60_250 + 300), oldest!)
  const begun = performance.now()
  await rate.take(stop.signal)
  const waited = performance.now() - begun
  t.ok(waited > 200 && waited < 1000, `waited ${Math.round(waited)} ms`)
})

t.test('a token given back is there for the next', async t => {
  const rate = createRate(redis, 1, none, log)
  const stop = new AbortController()
  const giveBack = await rate.take(stop.signal)
  giveBack!()
  t.type(await rate.take(stop.signal), 'function')
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
  t.type(await rate.take(new AbortController().signal), 'function', 'also where Redis is not reached yet')
})

t.test('0 turns it off', async t => {
  const rate = createRate(redis, 0, none, log)
  for (let taken = 0; taken < 100; taken++) await rate.take(new AbortController().signal)
  t.same(await redis.keys('*'), [])
})
