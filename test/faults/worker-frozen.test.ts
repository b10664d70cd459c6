// A worker that is frozen past its lease, while another one does its work.
import { sql } from 'kysely'
import t from 'tap'
import { until } from '../harness.ts'
import { callsOf, openStage, runOutLease, writesOf } from '../worker/run-job-setup.ts'

/** A lease counts as lost only once PostgreSQL has been up for a while, and it may just have started for this test. */
const LEASE_LOST_MS = 90_000

t.test('a worker that was frozen past its lease, and whose job nobody took, goes on with it', async t => {
  const stage = await openStage(t, { paceMs: 20_000 })
  const frozen = await stage.worker()
  const id = await stage.post()
  await until(() => callsOf(stage, 'running').length === 2)
  t.teardown(() => frozen.process.kill('SIGCONT'))
  // Its sweeps take leases for lost only where PostgreSQL has been up for a while.
  await until(async () => {
    const { rows } = await sql<{ up: boolean }>`
      select pg_postmaster_start_time() < clock_timestamp() - interval '11 s' as up`.execute(stage.db)
    return rows[0]?.up
  })
  frozen.process.kill('SIGSTOP')
  await runOutLease(stage, id)
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(stage.db)
  await until(async () => {
    const { rows: later } = await sql<{ long: boolean }>`
      select clock_timestamp() - ${rows[0]!.at}::timestamptz > interval '12 s' as long`.execute(stage.db)
    return later[0]?.long
  })
  frozen.process.kill('SIGCONT')
  t.match(await stage.end(id), { status: 'SUCCESS', attempt: 1, failures: 0 })
  t.equal(callsOf(stage).length, 2)
})

t.test('a frozen worker that wakes up after another took its job writes and publishes nothing', async t => {
  const stage = await openStage(t, { paceMs: 60_000 })
  const frozen = await stage.worker()
  const id = await stage.post()
  await stage.begun(id)
  await until(() => callsOf(stage, 'running').length === 2)
  t.teardown(() => frozen.process.kill('SIGCONT'))
  frozen.process.kill('SIGSTOP')
  stage.standIn.setPace(0)
  await runOutLease(stage, id)
  await stage.worker()
  t.match(await stage.end(id, LEASE_LOST_MS), { status: 'SUCCESS', attempt: 2, failures: 1 })
  const before = await writesOf(stage, id)
  const pushed = await stage.listen(stage.userId)
  frozen.process.kill('SIGCONT')
  await until(() => callsOf(stage, 'aborted').length === 2)
  // It works on: the next jobs are for both, and by the end whatever it had to say is said.
  await Promise.all((await Promise.all([stage.post(), stage.post()])).map(next => stage.end(next)))
  t.same(await writesOf(stage, id), before)
  t.same(
    pushed.filter(view => view.job_id === id),
    [],
  )
  t.equal(await stage.documents(), 3)
  t.match(await stage.attempts(id), [{ outcome: 'lost' }, { outcome: 'success' }])
})
