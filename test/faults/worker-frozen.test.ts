// A worker that is frozen past its lease, while another one does its work.
import t from 'tap'
import { until } from '../harness.ts'
import { callsOf, openStage, runOutLease, writesOf } from '../worker/run-job-setup.ts'

/** A lease counts as lost only once PostgreSQL has been up for a while, and it may just have started for this test. */
const LEASE_LOST_MS = 25_000

t.test('a frozen worker that wakes up after another took its job writes and publishes nothing', async t => {
  const stage = await openStage(t, { paceMs: 60_000 })
  const frozen = await stage.worker()
  const id = await stage.post()
  await stage.reach(id, 'generating')
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
