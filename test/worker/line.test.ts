// The line for a slot: over all workers, high before default, oldest first.
import t from 'tap'
import { publishCancel } from '../../shared/bus.ts'
import { Forecaster } from '../../shared/forecast.ts'
import { cancelJob } from '../../shared/jobs.ts'
import { until } from '../harness.ts'
import { callsOf, log, openStage, type Stage } from './run-job-setup.ts'

/** The order in which jobs began to generate. */
const order = async (stage: Stage): Promise<string[]> => {
  const rows = await stage.db
    .selectFrom('job_timeline')
    .select('job_id')
    .where('stage', '=', 'generating')
    .where('attempt', '=', 1)
    .orderBy('id')
    .execute()
  return rows.map(row => row.job_id)
}

const countGenerating = async ({ db }: Stage): Promise<number> =>
  (await db.selectFrom('resume_generation_job').select('id').where('generating', '=', true).execute()).length

t.test('no worker has more at once than it may, and the oldest in line is next', async t => {
  const stage = await openStage(t, { paceMs: 1000 })
  await stage.worker({ WORKER_CONCURRENCY: '2' })
  const first = [await stage.post(), await stage.post()]
  for (const id of first) await stage.begun(id)
  const then: string[] = []
  for (let place = 0; place < 3; place++) {
    then.push(await stage.post())
    await stage.parked(then[place]!)
  }
  let most = 0
  await until(async () => {
    most = Math.max(most, callsOf(stage, 'running').length, 2 * (await countGenerating(stage)))
    return (await stage.row(then[2]!)).status === 'SUCCESS'
  })
  t.equal(most, 4, 'two jobs, two calls each')
  t.same((await order(stage)).slice(2), then)
})

t.test('a job in line is told its place, and when it will be done once that is known', async t => {
  const stage = await openStage(t, { paceMs: 1000 })
  const pushed = await stage.listen(stage.userId)
  await stage.worker({ WORKER_CONCURRENCY: '1' })
  const known = await stage.post()
  await stage.end(known)
  t.ok(
    pushed.filter(view => view.job_id === known).every(view => view.eta_seconds === null),
    'nothing is known before the first has ended',
  )
  stage.standIn.setPace(60_000)
  const ids = [await stage.post()]
  await stage.begun(ids[0]!)
  for (const place of [1, 2]) {
    ids.push(await stage.post())
    await stage.reach(ids[place]!, 'waiting')
    const isTold = () => pushed.find(view => view.job_id === ids[place])
    t.match(await until(isTold), { stage: 'waiting', queue_position: place, eta_seconds: Number }, 'told as it gets in')
  }
  const forecaster = new Forecaster(stage.db, stage.redis, 0, log)
  await forecaster.refresh()
  const told = await Promise.all(ids.map(async id => forecaster.of(await stage.row(id))))
  t.same(
    told.map(({ queue_position }) => queue_position),
    [null, 1, 2],
  )
  t.ok(told[0]!.eta_seconds! >= 1 && told[0]!.eta_seconds! <= told[1]!.eta_seconds!)
  t.ok(told[1]!.eta_seconds! < told[2]!.eta_seconds! && told[2]!.eta_seconds! < 120)
})

t.test('while a high job waits no default one begins, on whichever worker they were taken in', async t => {
  const stage = await openStage(t, { paceMs: 60_000 })
  await Promise.all([stage.worker({ WORKER_CONCURRENCY: '1' }), stage.worker({ WORKER_CONCURRENCY: '1' })])
  const running = [await stage.post(), await stage.post()]
  for (const id of running) await stage.begun(id)
  const low = [await stage.post(), await stage.post(), await stage.post()]
  for (const id of low) await stage.reach(id, 'waiting')
  const high = await Promise.all(Array.from({ length: 3 }, () => stage.post({ priority: 'high' })))
  for (const id of high) await stage.reach(id, 'waiting')
  await until(() => callsOf(stage, 'running').length === 4)
  stage.standIn.setPace(400)
  for (const id of running) {
    await cancelJob(stage.db, id)
    await publishCancel(stage.redis, id)
  }
  for (const id of [...low, ...high]) t.match(await stage.end(id), { status: 'SUCCESS', attempt: 1 })
  const begun = (await order(stage)).slice(2)
  t.same(begun.slice(0, 3).sort(), high.sort())
  t.same(begun.slice(3).sort(), low.sort())
})

t.test('all workers together begin no more in a minute than they may, whatever Redis forgets', async t => {
  const stage = await openStage(t)
  const limit = { TASKS_PER_MINUTE: '5' }
  const workers = await Promise.all([stage.worker(limit), stage.worker(limit)])
  const ids = await Promise.all(Array.from({ length: 8 }, () => stage.post()))
  const rows = await until(async () => {
    const all = await Promise.all(ids.map(stage.row))
    const ended = all.filter(row => row.status === 'SUCCESS').length
    return ended === 5 && all.filter(row => row.stage === 'waiting').length === 3 ? all : undefined
  })
  t.equal(rows.length, 8)
  t.equal(callsOf(stage).length, 10)
  await Promise.all(workers.map(worker => worker.stop()))
  await stage.redis.flushall()
  await stage.worker(limit)
  await until(async () => (await stage.redis.zcard('resume:{rate}:generations')) === 5)
  t.equal(callsOf(stage).length, 10, 'no fresh minute')
})

t.test('a worker that comes later helps with what others have taken in', async t => {
  const stage = await openStage(t, { paceMs: 60_000 })
  await stage.worker({ WORKER_CONCURRENCY: '1' })
  const ids = [await stage.post(), await stage.post(), await stage.post()]
  await stage.reach(ids[2]!, 'waiting')
  await stage.worker({ WORKER_CONCURRENCY: '2' })
  await until(async () => (await countGenerating(stage)) === 3)
  t.equal((await stage.row(ids[2]!)).attempt, 1)
})
