// `resume_cache:*` and its limits: never more than half of Redis, never an error.
import t from 'tap'
import { type Cache, deleteCachedDocuments, openCache } from '../../shared/cache.ts'
import { openRedis } from '../../shared/redis.ts'
import { createRedis, until } from '../harness.ts'
import { log } from '../worker/run-job-setup.ts'

const server = await createRedis(t)
const redis = openRedis(server.url, 'command', log)
t.teardown(() => redis.disconnect())
await until(() => redis.ping().then(() => true))
const cache: Cache = openCache(redis, 60, log)
const document = { mergedText: 'Zoë 東京', filename: 'a b.docx', fileData: Buffer.from([0, 255, 1]) }

t.test('what is put comes back, until it runs out', async t => {
  await cache.put('k', document)
  t.same(await cache.get('k'), document)
  const ttl = await redis.ttl('resume_cache:k')
  t.ok(ttl > 50 && ttl <= 60)
  t.equal(await cache.get('unknown'), null)
})

t.test('a write that would take more than half of Redis is skipped', async t => {
  const used = Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1])
  await redis.config('SET', 'maxmemory', String(2 * used + 2_000_000))
  await cache.put('small', document)
  await cache.put('large', { ...document, fileData: Buffer.alloc(1_500_000) })
  t.same(await cache.get('small'), document)
  t.equal(await cache.get('large'), null)
  await redis.config('SET', 'maxmemory', '0')
  await cache.put('large', { ...document, fileData: Buffer.alloc(1_500_000) })
  t.ok(await cache.get('large'), 'without a limit it is kept')
})

t.test('a deleted document is gone', async t => {
  await cache.put('a', document)
  await cache.put('b', document)
  await deleteCachedDocuments(redis, ['a', 'b'])
  await deleteCachedDocuments(redis, [])
  t.same([await cache.get('a'), await cache.get('b')], [null, null])
})

t.test('while Redis is away everything is a miss, at once', async t => {
  const away = openRedis('redis://127.0.0.1:1', 'command', log)
  t.teardown(() => away.disconnect())
  const empty = openCache(away, 60, log)
  await empty.put('k', document)
  t.equal(await empty.get('k'), null)
})
