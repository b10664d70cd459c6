import { Redis } from 'ioredis'
import postgres from 'postgres'
import t from 'tap'
import { examineDatabase } from '../../bin/doctor/database.ts'
import type { Report } from '../../bin/doctor/examine.ts'
import { checkSettings } from '../../bin/doctor/settings.ts'
import { createDatabase, freePort, JWT_SECRET } from '../harness.ts'
import { API_KEY, look, openService, startSilent } from './doctor-setup.ts'
import { run } from './setup.ts'

const { redis, settings } = await openService(t)
const commands = new Redis(redis.url)
const sql = postgres(settings.DATABASE_URL!, { max: 1, onnotice: () => {} })
t.teardown(async () => {
  commands.disconnect()
  await sql.end()
})
const NAMES = [
  'settings_server',
  'settings_worker',
  'database',
  'migrations',
  'clock',
  'redis',
  'redis_memory',
  'pubsub',
  'openai',
  'servers',
  'workers',
  'queue',
  'push',
]

t.test('all is well: every check is ok, nothing is left behind, no secret is shown', async t => {
  const tables = [
    'candidate',
    'candidate_job',
    'resume_generation_job',
    'job_timeline',
    'job_attempt',
    'idempotency_key',
  ]
  const rows = () => Promise.all(tables.map(table => sql`select count(*)::int from ${sql(table)}`))
  const keys = async () =>
    (await commands.keys('*')).filter(key => !/^resume:(rate|server|worker|metrics)|:stallBlock$/.test(key)).sort()
  const before = [await rows(), await keys()]
  const { code, err, out } = await run('doctor', ['--json'], settings)
  const report = JSON.parse(out) as Report
  t.match([code, err, report.status, report.broken], [0, '', 'ok', []], out)
  t.same(Object.keys(report.checks), NAMES, 'monitors rely on these names')
  for (const [name, finding] of Object.entries(report.checks)) {
    t.equal(finding.status, 'ok', `${name}: ${finding.message}`)
    t.same(Object.keys(finding), ['status', 'message', 'advice', 'values'])
  }
  t.match(report, {
    checked_at: /^\d{4}-.*Z$/,
    ms: Number,
    checks: {
      database: { values: { version: /^\d+\.\d+/, round_trip_ms: Number } },
      migrations: { values: { applied: Number, wanted: Number } },
      clock: { values: { offset_ms: Number } },
      redis: { values: { version: /^\d+\./ } },
      redis_memory: { values: { policy: 'noeviction', used_bytes: Number, max_bytes: 0 } },
      pubsub: { values: { round_trip_ms: Number } },
      openai: { values: { model: 'gpt-4o-mini', shutdown_date: null } },
      servers: { values: { live: 1, sockets: 0 } },
      workers: { values: { live: 1, slots: 2, running: 0 } },
      queue: { values: { ms: Number } },
      push: { values: { ms: Number } },
    },
  })
  t.same([await rows(), await keys()], before)

  const plain = await run('doctor', [], settings)
  t.equal(plain.code, 0)
  const lines = plain.out.trimEnd().split('\n')
  t.equal(lines.length, NAMES.length + 2, 'a line for each check, and the verdict')
  t.match(lines.at(-1), /^Nothing is broken\./)
  const passwords = [settings.DATABASE_URL!, settings.REDIS_URL!].map(url => new URL(url).password)
  for (const secret of [...passwords, JWT_SECRET, API_KEY]) t.notOk((out + plain.out).includes(secret))
})

t.test('settings: all that is wrong at once, and what the one or the other machine lacks is a note', async t => {
  const wrong = await look({ ...settings, PORT: 'x', WORKER_CONCURRENCY: '0', DATABASE_POOL: 'many' })
  t.same(wrong.broken, ['settings_server', 'settings_worker'])
  t.match(wrong.checks.settings_server.message, /DATABASE_POOL must .*; PORT must /)
  t.match(wrong.checks.settings_worker.message, /DATABASE_POOL must .*; WORKER_CONCURRENCY must /)
  t.match(wrong.checks, { database: { status: 'ok' }, push: { status: 'skipped' } }, 'what can be looked at is')

  const onWorker = await look({ ...settings, JWT_SECRET: '' })
  t.match(onWorker.status, 'ok')
  t.match(onWorker.checks, { settings_server: { status: 'note' }, push: { status: 'note', message: /is ready/ } })
  const onServer = await look({ ...settings, OPENAI_API_KEY: '' })
  t.match(onServer.status, 'ok')
  t.match(onServer.checks, { settings_worker: { status: 'note' }, openai: { status: 'note' } })
  const neither = { ...settings, OPENAI_API_KEY: '', JWT_SECRET: '' }
  t.match(checkSettings(neither), { settings_server: { status: 'failed' }, settings_worker: { status: 'failed' } })
  const known = { ...settings, JWT_SECRET: 'change-me-to-at-least-32-random-bytes' }
  t.match(checkSettings(known).settings_server, { status: 'warning', message: /everybody knows/ })
})

t.test('no setting at all: the command says so, and ends with 1', async t => {
  const { code, out } = await run('doctor', [])
  t.equal(code, 1)
  t.match(
    out,
    /^BROKEN +worker's settings .*DATABASE_URL is required; REDIS_URL is required; OPENAI_API_KEY is required/m,
  )
  t.match(out, /^BROKEN: server's settings · worker's settings /m)
})

t.test('PostgreSQL: each way to be broken is told apart, in time', async t => {
  const at = (change: object): string => Object.assign(new URL(settings.DATABASE_URL!), change).href
  const broken: [string, RegExp][] = [
    [at({ port: String(await freePort()) }), /nothing listens/],
    [at({ hostname: 'nowhere.invalid' }), /host name is not known/],
    [at({ password: 'the-wrong-password' }), /refuses the user or the password \(28P01\)/],
    [at({ pathname: '/nothing' }), /no such database/],
    [at({ port: String(await startSilent(t)) }), /no answer in time/],
  ]
  for (const [url, message] of broken) {
    const findings = await examineDatabase(url)
    t.match(findings, { database: { status: 'failed', message, advice: /./ }, migrations: { status: 'skipped' } })
  }
  const { code, out } = await run('doctor', [], { ...settings, DATABASE_URL: broken[2]![0] })
  t.equal(code, 1)
  t.match(out, /^BROKEN: PostgreSQL \(/m)
  t.match(out, /^ok +push → socket/m, 'the rest is looked at')
  t.notMatch(out, 'the-wrong-password')
})

t.test('migrations: none applied, not all, and more than this code knows', async t => {
  const url = await createDatabase(t)
  const unmigrated = postgres(url, { max: 1, onnotice: () => {} })
  const migrations = async () => (await examineDatabase(url)).migrations
  await unmigrated`insert into schema_migration (version, name, applied_at) values (999, 'newer', now())`
  t.match(await migrations(), { status: 'warning', values: { applied: 999 } })
  await unmigrated`delete from schema_migration where version > 1`
  t.match(await migrations(), { status: 'failed', advice: 'run `npm run migrate`', values: { applied: 1 } })
  await unmigrated`drop table schema_migration`
  t.match(await migrations(), { status: 'failed', values: { applied: 0 } })
  await unmigrated.end()
})

t.test('a clock that is wrong', async t => {
  const { now } = Date
  const shifted = async (ms: number) => {
    Date.now = () => now() + ms
    const { clock } = await examineDatabase(settings.DATABASE_URL).finally(() => {
      Date.now = now
    })
    return clock
  }
  t.match(await shifted(20_000), { status: 'warning', message: /ahead of/, values: { offset_ms: Number } })
  t.match(await shifted(-300_000), { status: 'failed', message: /behind/, advice: /NTP/ })
})

t.test('everything hangs, and it still ends in time', async t => {
  const port = await startSilent(t)
  const hung = {
    DATABASE_URL: `postgres://u:p@127.0.0.1:${port}/d`,
    REDIS_URL: `redis://:p@127.0.0.1:${port}`,
    OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
    PORT: String(port),
  }
  const { code, out } = await run('doctor', ['--json'], { ...settings, ...hung })
  const report = JSON.parse(out) as Report
  t.match([code, report.broken], [1, ['database', 'redis', 'openai']], out)
  for (const name of ['database', 'redis', 'openai'] as const) t.match(report.checks[name].message, /no answer in/)
  t.ok(report.ms < 15_000, `${report.ms} ms`)
})

t.test('an argument that is none', async t => {
  for (const args of [['--jsno'], ['--url', 'server.example'], ['x']]) {
    const { code, err, out } = await run('doctor', args, settings)
    t.match([code, err, out], [2, /usage: npm run doctor/, ''])
  }
})
