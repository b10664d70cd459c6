// Workers that are killed: each job ends once, with one document, and costs what it must.
import t from 'tap'
import type { JobStage } from '../../shared/protocol.ts'
import { type TestProcess, until } from '../harness.ts'
import { callsOf, openStage, runOutLease, type Stage } from '../worker/run-job-setup.ts'

/** A lease counts as lost only once PostgreSQL has been up for a while, and it may just have started for this test. */
const LEASE_LOST_MS = 90_000

/** Kills the worker that has this job at the moment the stage is pushed. */
const killAt = async (stage: Stage, workers: TestProcess[], id: string, at: JobStage): Promise<void> => {
  const pushed = await stage.listen(stage.userId)
  await until(() => pushed.some(view => view.job_id === id && view.stage === at && view.progress > 5))
  const { worker } = await stage.row(id)
  await workers.find(({ process }) => worker?.includes(`-${process.pid}-`))!.kill()
}

t.test('kill -9 at each step of a job: another worker ends it, and asks for no answer twice', async t => {
  const stage = await openStage(t, { paceMs: 4000 })
  const workers = await Promise.all(Array.from({ length: 3 }, () => stage.worker({ WORKER_CONCURRENCY: '1' })))
  const ids = [await stage.post(), await stage.post(), await stage.post()]
  const steps: JobStage[] = ['generating', 'rendering', 'saving']
  await Promise.all(steps.map((step, index) => killAt(stage, workers, ids[index]!, step)))
  // Picked up by nobody, or left in line by those that died.
  const waiting = await stage.post()
  for (const id of ids) if ((await stage.row(id)).status === 'PROCESSING') await runOutLease(stage, id)
  const callsBefore = callsOf(stage).length
  stage.standIn.setPace(0)
  await stage.worker({ WORKER_CONCURRENCY: '1' })
  const ends = await Promise.all(ids.map(id => stage.end(id, LEASE_LOST_MS)))
  for (const end of ends) t.equal(end.status, 'SUCCESS')
  t.match(ends[0], { attempt: 2, failures: 1, fence: 4 })
  t.match(await stage.end(waiting), { status: 'SUCCESS', attempt: 1, failures: 0 })
  t.equal(await stage.documents(), 4)
  t.equal(callsOf(stage).length - callsBefore, 4, 'of those that had their answers none asked again')
  t.same(await stage.details(ids[0]!), ['its worker was lost'])
  const attempts = await stage.attempts(ids[0]!)
  t.match(attempts, [
    { attempt: 1, outcome: 'lost', estimated: true },
    { attempt: 2, outcome: 'success', estimated: false },
  ])
  t.ok(attempts[0]!.prompt_tokens > 500, 'what the lost one spent is estimated')
})

t.test('a worker that dies with jobs in line costs them nothing', async t => {
  const stage = await openStage(t, { paceMs: 60_000 })
  const worker = await stage.worker({ WORKER_CONCURRENCY: '1' })
  const first = await stage.post()
  await stage.begun(first)
  const ids = await Promise.all(Array.from({ length: 20 }, () => stage.post()))
  await Promise.all(ids.map(id => stage.reach(id, 'waiting')))
  await worker.kill()
  stage.standIn.setPace(0)
  await stage.worker({ WORKER_CONCURRENCY: '4' })
  for (const id of ids) t.match(await stage.end(id), { status: 'SUCCESS', attempt: 1, failures: 0 })
})
