// A job whose every worker dies: it ends after the third, and no other suffers.
import t from 'tap'
import { errorTable } from '../../shared/errors.ts'
import { until } from '../harness.ts'
import { openStage, runOutLease } from '../worker/run-job-setup.ts'

/** A lease counts as lost only once PostgreSQL has been up for a while, and it may just have started for this test. */
const LEASE_LOST_MS = 90_000

t.test('a job that kills its worker three times ends with a plain message, and harms no other', async t => {
  const stage = await openStage(t, { paceMs: 60_000 })
  const id = await stage.post()
  for (let death = 1; death <= 3; death++) {
    const worker = await stage.worker({ WORKER_CONCURRENCY: '1' })
    await until(async () => (await stage.row(id)).attempt === death, LEASE_LOST_MS)
    await worker.kill()
    await runOutLease(stage, id)
  }
  stage.standIn.setPace(0)
  await stage.worker({ WORKER_CONCURRENCY: '1' })
  t.match(await stage.end(await stage.post()), { status: 'SUCCESS', attempt: 1 })
  const end = await stage.end(id, LEASE_LOST_MS)
  t.match(end, { status: 'FAILURE', stage: 'failed', attempt: 3, failures: 3 })
  t.equal(end.error_message, errorTable.WORKER_LOST.message)
  t.equal((await stage.attempts(id)).length, 3)
})
