// What a worker commits it tells, as long as it is news.
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { Forecaster } from '../../shared/forecast.ts'
import type { PickedJob } from '../../shared/job-claims.ts'
import { findJob } from '../../shared/job-reads.ts'
import type { ViewRow } from '../../shared/job-view.ts'
import { LEASE_RENEW_MS } from '../../shared/jobs.ts'
import type { Hold } from '../../worker/hold.ts'
import { createWorkerMetrics } from '../../worker/metrics.ts'
import { newTask, type WorkerParts } from '../../worker/task.ts'
import { until } from '../harness.ts'
import { log, openStage } from './run-job-setup.ts'

const stage = await openStage(t)
const { db, redis } = stage
const metrics = createWorkerMetrics('test', { slots: 1, running: () => 0 })
const parts = { db, redis, log, metrics, forecast: new Forecaster(db, redis, 0, log) } as unknown as WorkerParts

t.test('a state whose answer came late, as after a freeze, is not published; a final one is', async t => {
  const pushed = await stage.listen(stage.userId)
  const row = (await findJob(db, await stage.post()))!
  const { commit } = newTask(parts, row as PickedJob, {} as Hold, '')
  const after = (ms: number, state: ViewRow) => commit(() => wait(ms, state))
  await after(0, { ...row, version: 1 })
  await after(LEASE_RENEW_MS + 100, { ...row, version: 2 })
  await after(LEASE_RENEW_MS + 100, { ...row, version: 3, status: 'FAILURE' })
  await after(0, { ...row, version: 4 })
  await until(() => pushed.some(({ version }) => version === 4))
  t.same(
    pushed.map(({ version }) => version),
    [1, 3, 4],
  )
})
