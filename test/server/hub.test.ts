// The re-read that makes up for lost messages: what it brings, and what it costs where nothing happens.
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type KyselyPlugin, sql } from 'kysely'
import t from 'tap'
import { startPostgres } from '../../dev/postgres.ts'
import { Hub } from '../../server/hub.ts'
import type { Bus, Update } from '../../shared/bus.ts'
import { openDatabase } from '../../shared/database.ts'
import { Forecaster } from '../../shared/forecast.ts'
import { createLog } from '../../shared/log.ts'
import { openRedis } from '../../shared/redis.ts'
import { migrate } from '../../sql/migrate.ts'
import { redisUrl, temporaryFolder, until } from '../harness.ts'
import { openJobs } from './socket-setup.ts'

// One of its own: what is visible is told for all databases of a server, and other tests write to theirs.
const postgres = await startPostgres({ dataDir: join(await temporaryFolder(t), 'postgres'), durable: false })
t.teardown(() => postgres.stop())
await migrate(postgres.url)
const settings = { DATABASE_URL: postgres.url, REDIS_URL: await redisUrl(t) }
const jobs = await openJobs(settings)
t.teardown(() => jobs.close())
// Nothing is told: whatever comes was read again.
jobs.pushed = false
const log = createLog('test', 'silent')
const redis = openRedis(settings.REDIS_URL, 'command', log)
t.teardown(() => redis.disconnect())

/** A hub that hears nothing, and how many statements it has given PostgreSQL. */
const openHub = (url = settings.DATABASE_URL) => {
  const plain = openDatabase(url, 2, 'test')
  t.teardown(() => plain.destroy())
  const counted = { statements: 0 }
  const counter: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    // A statement compiled beforehand skips `transformQuery`.
    async transformResult({ result }) {
      counted.statements++
      return result
    },
  }
  const db = plain.withPlugin(counter)
  const deaf = { subscribe: async () => {}, unsubscribe() {}, renew() {} } as unknown as Bus
  const hub = new Hub(db, new Forecaster(db, redis, 0, log), log, () => deaf)
  t.teardown(() => hub.close())
  return { hub, counted, db }
}

t.test('a change that nobody heard of is brought, once, also to one who joined later', async t => {
  const { hub } = openHub()
  const [first, second] = [[] as Update[], [] as Update[]]
  await hub.join('42', { receive: update => first.push(update) })
  const id = await jobs.create('42')
  hub.reread()
  await until(() => first.some(({ jobId }) => jobId === id))
  await hub.join('42', { receive: update => second.push(update) })
  await jobs.finish(id)
  hub.reread()
  const isFinal = ({ jobId, final }: Update) => jobId === id && final
  await until(() => first.some(isFinal) && second.some(isFinal))
  hub.reread()
  await wait(200)
  t.equal(first.filter(isFinal).length, 1)
})

t.test('a position is safe from a crash of PostgreSQL, which gives numbers of transactions out again', async t => {
  const dataDir = join(await temporaryFolder(t), 'crashes')
  let crashes = await startPostgres({ dataDir, durable: true })
  t.teardown(() => crashes.stop())
  await migrate(crashes.url)
  const { hub, db } = openHub(crashes.url)
  await hub.join('44', { receive() {} })
  const begin = hub.position.stamp
  const rollBack = () =>
    db
      .transaction()
      .execute(async transaction => {
        await sql`insert into candidate (user_id, profile, created_at, updated_at) values ('44', '{}', now(), now())`.execute(
          transaction,
        )
        throw new Error('rolled back')
      })
      .catch(() => {})
  await rollBack()
  // Longer than a re-read, so that the position is no longer the first one.
  await until(() => hub.position.stamp > begin, 15_000)
  for (let i = 0; i < 20; i++) await rollBack()
  // At once, before PostgreSQL writes down by itself what was rolled back.
  for (let i = 0; i < 2; i++) {
    hub.reread()
    await wait(20)
  }
  const { stamp } = hub.position
  process.kill(crashes.pid, 'SIGQUIT')
  await crashes.exited
  crashes = await startPostgres({ dataDir, durable: true })
  const after = openHub(crashes.url)
  const { rows } = await sql<{ id: string }>`select pg_current_xact_id()::text as id`.execute(after.db)
  t.ok(BigInt(rows[0]!.id) >= stamp, `${rows[0]!.id} is given out after ${stamp}`)
})

t.test('while nothing is committed a re-read asks PostgreSQL one small thing', async t => {
  const { hub, counted } = openHub()
  const received: Update[] = []
  await hub.join('43', { receive: update => received.push(update) })
  const reread = async (): Promise<number> => {
    const before = counted.statements
    hub.reread()
    await wait(150)
    return counted.statements - before
  }
  await until(async () => (await reread()) === 1)
  t.equal(await reread(), 1)
  const id = await jobs.create('43')
  t.ok((await reread()) > 1, 'a commit is read')
  t.match(received, [{ jobId: id }])
  t.equal(await reread(), 1)
})
