// Pub/sub may lose anything: what is committed arrives all the same within 10 s, and live pushing comes back.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { startRedis } from '../../dev/redis.ts'
import type { ReadyBody } from '../../shared/protocol.ts'
import { createDatabase, createRedis, startServer, temporaryFolder, token, until } from '../harness.ts'
import { connect, ofType, type SocketClient } from '../socket-client.ts'
import { isJob, openJobs, openStage } from './socket-setup.ts'
import { startTcpProxy } from './tcp-proxy.ts'

/** Committed, all the same: the longest a final state may take. */
const REPAIRED_MS = 10_000

const watchers = async (t: Parameters<typeof connect>[0], url: string, userId: string, id: string) => {
  const all = await connect(t, url, token(userId))
  all.send({ type: 'subscribe', jobs: 'all' })
  const one = await connect(t, url, token(userId))
  one.send({ type: 'subscribe', jobs: [id] })
  for (const client of [all, one]) await client.next(ofType('synced'))
  return [all, one] as const
}
/** How long the final state of this job took to come, in ms. */
const timed = async (clients: readonly SocketClient[], id: string): Promise<number> => {
  const begun = performance.now()
  for (const client of clients) await client.next(isJob(id, 'SUCCESS'), 0, REPAIRED_MS)
  return performance.now() - begun
}

t.test('every message lost: states arrive within 10 s, of a job made in another tab too', async t => {
  const { server, jobs } = await openStage(t)
  const id = await jobs.create('lost')
  const [all, one] = await watchers(t, server.url, 'lost', id)
  jobs.pushed = false
  const unknown = await jobs.create('lost')
  await jobs.finish(id)
  await jobs.finish(unknown)
  await timed([all, one], id)
  await timed([all], unknown)
})

t.test('its pub/sub connection killed: pushing goes on, and what was lost meanwhile is read again', async t => {
  const { server, jobs } = await openStage(t)
  const id = await jobs.create('killed')
  const clients = await watchers(t, server.url, 'killed', id)
  t.ok(await jobs.redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub'))
  await jobs.finish(id)
  await timed(clients, id)
  await pushesLive(t, jobs, clients[0], 'killed')
})

t.test('Redis restarted empty: the same', async t => {
  const redis = await createRedis(t)
  const settings = { DATABASE_URL: await createDatabase(t), REDIS_URL: redis.url }
  const jobs = await openJobs(settings)
  t.teardown(() => jobs.close())
  const server = await startServer(t, settings)
  const id = await jobs.create('empty')
  const clients = await watchers(t, server.url, 'empty', id)
  await redis.kill()
  jobs.pushed = false
  await jobs.finish(id)
  await timed(clients, id)
  const late = await connect(t, server.url, token('empty'))
  late.send({ type: 'subscribe', jobs: [id] })
  await late.next(isJob(id, 'SUCCESS'))
  const dir = await temporaryFolder(t)
  await writeFile(join(dir, 'password'), new URL(redis.url).password)
  const again = await startRedis({ dir, persist: false, port: redis.port })
  t.teardown(() => again.stop())
  jobs.pushed = true
  await pushesLive(t, jobs, clients[0], 'empty')
})

t.test('a pub/sub connection that died without a word is given up and made anew', async t => {
  const redis = await createRedis(t)
  const proxy = await startTcpProxy(t, redis.port)
  const url = new URL(redis.url)
  url.port = String(proxy.port)
  const database = await createDatabase(t)
  const jobs = await openJobs({ DATABASE_URL: database, REDIS_URL: redis.url })
  t.teardown(() => jobs.close())
  const server = await startServer(t, { DATABASE_URL: database, REDIS_URL: url.href })
  const id = await jobs.create('silent')
  const clients = await watchers(t, server.url, 'silent', id)
  t.equal(proxy.freeze('subscribe'), 1)
  await jobs.finish(id)
  await timed(clients, id)
  await pushesLive(t, jobs, clients[0], 'silent', 30_000)
  await until(async () => {
    const body = (await (await fetch(`${server.url}/api/readyz`)).json()) as ReadyBody
    return body.checks.push === 'ok'
  })
})

/** A state arrives in less time than any re-read takes on the average: by a message, then. */
const pushesLive = async (
  t: { pass(text: string): unknown },
  jobs: Awaited<ReturnType<typeof openJobs>>,
  client: SocketClient,
  userId: string,
  withinMs = 15_000,
): Promise<void> => {
  await until(async () => {
    const took: number[] = []
    for (let i = 0; i < 4; i++) {
      const id = await jobs.create(userId).catch(() => '')
      const begun = performance.now()
      await client.next(isJob(id))
      took.push(performance.now() - begun)
    }
    return took.every(ms => ms < 200)
  }, withinMs)
  t.pass('pushed live again')
}
