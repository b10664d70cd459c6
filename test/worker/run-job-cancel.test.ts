// Cancelling stops the spend: the calls end within a second, the slot is free, what was used is recorded.
import t from 'tap'
import { publishCancel } from '../../shared/bus.ts'
import { cancelJob } from '../../shared/jobs.ts'
import { until } from '../harness.ts'
import { callsOf, openStage, writesOf } from './run-job-setup.ts'

const stage = await openStage(t)
const { db, redis, standIn } = stage
await stage.worker({ WORKER_CONCURRENCY: '1', RETRY_BASE_MS: '3000' })
t.beforeEach(() => standIn.reset())

/** Waits until its lease has just been renewed: the next few seconds the worker learns nothing by itself. */
const renewed = async (id: string) => {
  const { lease_until } = await stage.row(id)
  await until(async () => (await stage.row(id)).lease_until!.getTime() > lease_until!.getTime())
}

const cancel = async (id: string) => {
  const cancelled = await cancelJob(db, id)
  await publishCancel(redis, id)
  return cancelled
}

t.test('a generating job: both calls end within a second, and their tokens are recorded', async t => {
  standIn.setPace(1000)
  standIn.order({ fault: 'stalled', times: 2, after_chunks: 4 })
  const id = await stage.post()
  await until(() => callsOf(stage, 'running').filter(call => call.content_chunks > 3).length === 2)
  await renewed(id)
  const begun = performance.now()
  t.match(await cancel(id), { status: 'FAILURE', stage: 'cancelled' })
  await until(() => callsOf(stage, 'aborted').length === 2)
  // Within a second where the machine has nothing else to do; by itself the worker would learn of it after four.
  t.ok(performance.now() - begun < 3000, `took ${Math.round(performance.now() - begun)} ms`)
  const before = await writesOf(stage, id)
  const attempts = await until(async () => {
    const all = await stage.attempts(id)
    return all.length > 0 ? all : undefined
  })
  t.match(attempts, [{ attempt: 1, outcome: 'cancelled', estimated: true }])
  t.ok(attempts[0]!.prompt_tokens > 500)
  standIn.setPace(0)
  t.match(await stage.end(await stage.post()), { status: 'SUCCESS' }, 'the only slot is free again')
  t.same(await writesOf(stage, id), before, 'the cancelled job stays as it is')
})

t.test('a job that waits for its slot leaves the line, and never calls', async t => {
  standIn.setPace(60_000)
  const running = await stage.post()
  await until(() => callsOf(stage).length === 2)
  const id = await stage.post()
  await stage.reach(id, 'waiting')
  await cancel(id)
  standIn.setPace(0)
  await cancel(running)
  t.match(await stage.end(await stage.post()), { status: 'SUCCESS' })
  t.match(await stage.row(id), { stage: 'cancelled', attempt: 0 })
  t.equal(callsOf(stage).length, 4)
  t.same(await stage.attempts(id), [])
})

t.test('a cancel whose message is lost stops the calls all the same, with the next renewal of the lease', async t => {
  standIn.order({ fault: 'stalled', times: 2, after_chunks: 4 })
  const id = await stage.post()
  await until(() => callsOf(stage, 'running').length === 2)
  await renewed(id)
  const begun = performance.now()
  await cancelJob(db, id)
  await until(() => callsOf(stage, 'aborted').length === 2)
  // Within 5 s where the machine has nothing else to do; a call that stalls is given up after 30.
  t.ok(performance.now() - begun < 10_000, `took ${Math.round(performance.now() - begun)} ms`)
  t.match(await stage.row(id), { stage: 'cancelled', attempt: 1 })
})

t.test('a job cancelled while it waits for its next attempt gets none', async t => {
  standIn.order({ fault: 'bad_json', times: 1 })
  const id = await stage.post()
  await stage.reach(id, 'retrying')
  await cancel(id)
  const calls = callsOf(stage).length
  t.match(await stage.end(await stage.post()), { status: 'SUCCESS' })
  t.match(await stage.row(id), { stage: 'cancelled', attempt: 1 })
  t.equal(callsOf(stage).length, calls + 2)
})
