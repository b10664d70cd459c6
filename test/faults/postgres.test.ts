// PostgreSQL that goes away or freezes: the same processes go on, and no job is lost, run twice or counted as failed.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { type Postgres, startPostgres } from '../../dev/postgres.ts'
import { migrate } from '../../sql/migrate.ts'
import { temporaryFolder, until } from '../harness.ts'
import { callsOf, openStage } from '../worker/run-job-setup.ts'

/** Itself and its backends, each of which is a group of its own. */
const signal = (postgres: Postgres, name: 'SIGSTOP' | 'SIGCONT'): void => {
  const all = execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
  const pairs = all.map(line => line.trim().split(/\s+/).map(Number))
  for (const [pid] of pairs.filter(pair => pair.includes(postgres.pid))) process.kill(pid!, name)
}

const dataDir = join(await temporaryFolder(t), 'postgres')
let postgres = await startPostgres({ dataDir, durable: false })
t.teardown(() => postgres.stop())
await migrate(postgres.url)
const stage = await openStage(t, { databaseUrl: postgres.url })
await stage.worker({ WORKER_CONCURRENCY: '1' })

const oneRunsOneWaits = async () => {
  stage.standIn.reset()
  stage.standIn.setPace(6000)
  const running = await stage.post()
  // From here on it needs PostgreSQL for its end alone.
  await until(() => callsOf(stage, 'running').length === 2)
  const held = await stage.post()
  await stage.reach(held, 'waiting')
  return [running, held]
}

t.test('PostgreSQL restarts: a running job and a waiting one end as if nothing had been', async t => {
  const ids = await oneRunsOneWaits()
  const { port } = postgres
  await postgres.stop()
  await until(() => callsOf(stage, 'answered').length >= 2)
  postgres = await startPostgres({ dataDir, port, durable: false })
  for (const id of ids) {
    t.match(await until(() => stage.end(id)), { status: 'SUCCESS', attempt: 1, failures: 0 })
    t.equal((await stage.attempts(id)).length, 1)
  }
  t.equal(callsOf(stage).length, 4)
})

t.test('PostgreSQL freezes for longer than a lease: nothing is counted, nothing is run twice', async t => {
  const ids = await oneRunsOneWaits()
  const frozen = postgres
  signal(frozen, 'SIGSTOP')
  t.teardown(() => signal(frozen, 'SIGCONT'))
  const begun = performance.now()
  await t.rejects(stage.row(ids[0]!), 'a query that hangs is given up')
  t.ok(performance.now() - begun > 14_000)
  signal(frozen, 'SIGCONT')
  for (const id of ids) t.match(await until(() => stage.end(id)), { status: 'SUCCESS', attempt: 1, failures: 0 })
  t.equal(callsOf(stage).length, 4)
})
