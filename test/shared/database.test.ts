// The database client when PostgreSQL drops its connections: errors that can be caught, and a pool that goes on.
import { sql } from 'kysely'
import t from 'tap'
import { isUnavailable, openDatabase } from '../../shared/database.ts'
import { migrate } from '../../sql/migrate.ts'
import { createDatabase, temporaryFolder } from '../harness.ts'

const url = await createDatabase(t)
const open = (t: { teardown(end: () => Promise<void>): void }, pool: number) => {
  const db = openDatabase(url, pool, 'test')
  t.teardown(() => db.destroy())
  return db
}
const pidOf = async (db: ReturnType<typeof open>): Promise<number> =>
  (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]!.pid
/** As a restart or a failover does. Resolves when the backend is gone. */
const drop = async (pid: number): Promise<void> => {
  const other = openDatabase(url, 1, 'test')
  await sql`select pg_terminate_backend(${pid}::int, 5000)`.execute(other)
  await other.destroy()
}
const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    error => error,
  )

t.test('settings of the session in the URL stand beside ours', async t => {
  const given = new URL(url)
  given.searchParams.set('options', '-c search_path=public,pg_catalog -c TimeZone=Europe/Berlin')
  const db = openDatabase(given.href, 1, 'test')
  t.teardown(() => db.destroy())
  const { rows } = await sql`
    select current_setting('search_path') as path, current_setting('TimeZone') as zone,
      current_setting('statement_timeout') as statement`.execute(db)
  t.same(rows, [{ path: 'public,pg_catalog', zone: 'UTC', statement: '12s' }])
  await migrate(given.href)
})

t.test('a Unix socket whose server is gone is PostgreSQL away', async t => {
  const gone = `postgres:///postgres?host=${await temporaryFolder(t)}`
  const db = openDatabase(gone, 1, 'test')
  t.teardown(() => db.destroy())
  const error = await failure(sql`select 1`.execute(db))
  t.match(error, { code: 'ENOENT' })
  t.ok(isUnavailable(error))
  await t.rejects(migrate(gone, undefined, 0), { code: 'ENOENT' }, 'migrations look there too')
})

t.test('a transaction whose connection is lost between two statements is rejected, and the pool goes on', async t => {
  const db = open(t, 1)
  for (let round = 0; round < 3; round++) {
    const error = await failure(
      db.transaction().execute(async transaction => {
        await drop(await pidOf(transaction))
        await sql`select 1`.execute(transaction)
      }),
    )
    t.ok(isUnavailable(error), `as an error that says that PostgreSQL is away: ${error}`)
    t.type(await pidOf(db), 'number')
  }
})

t.test('a statement whose connection is lost while it runs is rejected, and the pool goes on', async t => {
  const db = open(t, 1)
  const pid = await pidOf(db)
  const running = failure(sql`select pg_sleep(20)`.execute(db))
  await drop(pid)
  t.ok(isUnavailable(await running))
  t.type(await pidOf(db), 'number')
})

t.test('connections that are lost while nobody uses them are replaced', async t => {
  const db = open(t, 2)
  const pids = await Promise.all([pidOf(db), pidOf(db)])
  for (const pid of new Set(pids)) await drop(pid)
  const ok = await failure(Promise.all([pidOf(db), pidOf(db)]))
  t.ok(ok === undefined || isUnavailable(ok))
  t.type(await pidOf(db), 'number')
})
