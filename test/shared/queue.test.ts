// Entries in bee-queue: queued once, taken by whoever lives, through a Redis that forgets everything.
import t from 'tap'
import { openQueue } from '../../shared/queue.ts'
import { openRedis } from '../../shared/redis.ts'
import { createRedis, type Test, until } from '../harness.ts'
import { log } from '../worker/run-job-setup.ts'

const server = await createRedis(t)
const open = (t: Test, use: 'command' | 'queue') => {
  const redis = openRedis(server.url, use, log)
  t.teardown(() => redis.disconnect())
  return redis
}
const redis = open(t, 'command')
const producer = openQueue(redis, 'producer', log)
await until(() => redis.ping().then(() => true))
const waiting = (queue = 'resume_generation') => redis.llen(`bq:${queue}:waiting`)
const enqueue = (jobId: string, fence = 0, priority: 'default' | 'high' = 'default') =>
  until(() => producer.enqueue({ jobId, priority, fence }).then(() => true))
t.beforeEach(() => redis.flushall())

/** A worker's queue, closed at the end; what it took, in order. */
const consume = (t: Test, work: (jobId: string) => Promise<void> = async () => {}) => {
  const taken: string[] = []
  const queue = openQueue(open(t, 'queue'), 'worker', log)
  queue.process(10, async jobId => {
    taken.push(jobId)
    await work(jobId)
  })
  t.teardown(() => queue.close(1))
  return { taken, queue }
}

t.test('the two queues have the names that others look at, and an entry is an id and nothing else', async t => {
  await enqueue('a')
  await enqueue('b', 3, 'high')
  t.same(await redis.lrange('bq:resume_generation:waiting', 0, -1), ['a:0'])
  t.same(await redis.lrange('bq:priority_high:waiting', 0, -1), ['b:3'])
  const entry = JSON.parse((await redis.hget('bq:priority_high:jobs', 'b:3'))!)
  t.same(entry.data, {})
})

t.test('the same job at the same fence is queued once, at a later fence again', async t => {
  await enqueue('a')
  await enqueue('a')
  t.equal(await waiting(), 1)
  await enqueue('a', 1)
  t.equal(await waiting(), 2)
})

t.test('an entry can be looked for, and taken back while nobody has it', async t => {
  const entry = { jobId: 'a', priority: 'high', fence: 0 } as const
  t.equal(await producer.has(entry), false)
  await enqueue('a', 0, 'high')
  t.equal(await producer.has(entry), true)
  t.equal(await producer.has({ ...entry, fence: 1 }), false)
  await producer.takeBack(entry)
  t.equal(await producer.has(entry), false)
  t.equal(await waiting('priority_high'), 0)

  const gate = Promise.withResolvers<void>()
  const { taken } = consume(t, () => gate.promise)
  await enqueue('b')
  await until(() => taken.length === 1)
  await producer.takeBack({ jobId: 'b', priority: 'default', fence: 0 })
  t.equal(await producer.has({ jobId: 'b', priority: 'default', fence: 0 }), true, 'a worker has it: it stays')
  gate.resolve()
  await until(async () => !(await producer.has({ jobId: 'b', priority: 'default', fence: 0 })))
})

t.test('only what is missing is queued', async t => {
  await enqueue('a')
  await enqueue('b', 0, 'high')
  const entries = [
    { jobId: 'a', priority: 'default', fence: 0 },
    { jobId: 'b', priority: 'high', fence: 0 },
    { jobId: 'c', priority: 'default', fence: 0 },
    { jobId: 'd', priority: 'high', fence: 2 },
  ] as const
  t.equal(await producer.enqueueMissing([...entries]), 2)
  t.equal(await producer.enqueueMissing([...entries]), 0)
  t.equal(await waiting(), 2)
  t.equal(await waiting('priority_high'), 2)
})

t.test('an entry is gone once its handler has ended, and its id may be queued again', async t => {
  const { taken } = consume(t)
  await enqueue('a')
  await until(async () => taken.length === 1 && (await redis.hlen('bq:resume_generation:jobs')) === 0)
  await enqueue('a')
  await until(() => taken.length === 2)
})

t.test('after Redis has forgotten its scripts, producers and workers go on', async t => {
  const { taken } = consume(t)
  await enqueue('a')
  await until(() => taken.length === 1)
  await redis.flushall()
  await redis.script('FLUSH')
  await enqueue('b')
  await until(() => taken.includes('b'))
})

t.test('an entry left in the hands of a dead worker goes to another', async t => {
  await enqueue('a')
  await redis.rpoplpush('bq:resume_generation:waiting', 'bq:resume_generation:active')
  const { taken } = consume(t)
  await until(() => taken.includes('a'))
})

t.test('a handler that throws takes its entry with it, and the queue goes on', async t => {
  const { taken } = consume(t, async jobId => {
    if (jobId === 'bad') throw new Error('a handler that throws')
  })
  await enqueue('bad')
  await enqueue('good')
  await until(async () => taken.length === 2 && (await redis.hlen('bq:resume_generation:jobs')) === 0)
})

t.test('closing waits for running handlers, takes nothing new, and has an end', async t => {
  const ending = Promise.withResolvers<void>()
  const { taken, queue } = consume(t, () => ending.promise)
  await enqueue('a')
  await until(() => taken.length === 1)
  const closed = queue.close(10_000)
  ending.resolve()
  await closed
  t.equal(await redis.llen('bq:resume_generation:active'), 0)
  await enqueue('b')
  t.equal(await waiting(), 1)
  t.same(taken, ['a'])
  const stuck = consume(t, () => new Promise(() => {}))
  await until(() => stuck.taken.length === 1)
  await stuck.queue.close(50)
})

t.test('a worker whose first look at Redis is refused takes entries all the same', async t => {
  // A full Redis refuses the check for stalled entries, by which bee-queue begins.
  await redis.config('SET', 'maxmemory', '1')
  const { taken } = consume(t)
  await until(async () => /errorstat_OOM:count=([3-9]|\d\d)/.test(await redis.info('errorstats')))
  await redis.config('SET', 'maxmemory', '0')
  await enqueue('a')
  await until(() => taken.includes('a'))
})

t.test('while Redis is away enqueueing fails at once', async t => {
  const away = openRedis('redis://127.0.0.1:1', 'command', log)
  t.teardown(() => away.disconnect())
  const queue = openQueue(away, 'producer', log)
  await t.rejects(queue.enqueue({ jobId: 'a', priority: 'default', fence: 0 }))
  await t.rejects(queue.enqueueMissing([{ jobId: 'a', priority: 'default', fence: 0 }]))
  await queue.close(1)
})
