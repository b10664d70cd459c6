// Workers that are told to stop, and several of them with the same jobs: nothing counted as failed, nothing done twice.
import t from 'tap'
import { until } from '../harness.ts'
import { callsOf, openStage } from '../worker/run-job-setup.ts'

t.test('a worker that is told to stop hands back, and another one starts at once', async t => {
  const stage = await openStage(t, { paceMs: 60_000 })
  const first = await stage.worker({ WORKER_CONCURRENCY: '1', SHUTDOWN_GRACE_MS: '100' })
  const ids = [await stage.post(), await stage.post(), await stage.post()]
  await until(() => callsOf(stage, 'running').length === 2)
  await Promise.all(ids.map(id => until(async () => (await stage.row(id)).cache_key !== null)))
  stage.standIn.setPace(0)
  await stage.worker({ WORKER_CONCURRENCY: '3' })
  const begun = performance.now()
  await first.stop()
  const exit = await first.process.exited
  t.match(exit, { code: 0 })
  const ends = await Promise.all(ids.map(id => stage.end(id)))
  t.ok(performance.now() - begun < 12_000, `took ${Math.round(performance.now() - begun)} ms`)
  for (const end of ends) t.match(end, { status: 'SUCCESS', failures: 0 })
  t.same(ends.map(({ attempt }) => attempt).sort(), [1, 1, 2], 'only the one that generated has begun twice')
  const handedBack = ends.find(({ attempt }) => attempt === 2)!
  t.match(await stage.attempts(handedBack.id), [{ outcome: 'handed_back', estimated: true }, { outcome: 'success' }])
  t.ok((await stage.details(handedBack.id)).includes('handed back'))
})

t.test('what can finish within the grace does', async t => {
  const stage = await openStage(t, { paceMs: 3000 })
  const worker = await stage.worker({ SHUTDOWN_GRACE_MS: '20000' })
  const id = await stage.post()
  await stage.begun(id)
  await worker.stop()
  t.match(await stage.row(id), { status: 'SUCCESS', attempt: 1 })
})

t.test('many jobs and three workers: each job is generated once', async t => {
  const stage = await openStage(t)
  await Promise.all([stage.worker(), stage.worker(), stage.worker()])
  const ids = await Promise.all(Array.from({ length: 20 }, () => stage.post()))
  // Each entry a second time, as a sweep that saw them unclaimed would leave it.
  await Promise.all(ids.map(jobId => stage.queue.enqueue({ jobId, priority: 'high', fence: 0 })))
  for (const end of await Promise.all(ids.map(id => stage.end(id)))) t.match(end, { status: 'SUCCESS', attempt: 1 })
  t.equal(await stage.documents(), 20)
  t.equal(callsOf(stage).length, 40)
})
