// Identical jobs: they share one pair of calls, its progress, its drafts and its document.
import t from 'tap'
import { openBus } from '../../shared/bus.ts'
import { cancelJob } from '../../shared/jobs.ts'
import { openRedis } from '../../shared/redis.ts'
import { until } from '../harness.ts'
import { callsOf, log, openStage } from './run-job-setup.ts'

const stage = await openStage(t)
await Promise.all([stage.worker(), stage.worker()])
t.beforeEach(() => stage.standIn.reset())

/** The jobs that drafts were published of, from now on. */
const listenToDrafts = async (): Promise<string[]> => {
  const drafts: string[] = []
  const subscriber = openRedis(stage.redisUrl, 'subscribe', log)
  t.teardown(() => subscriber.disconnect())
  const onPreview = (_user: string, { jobId }: { jobId: string }) => void drafts.push(jobId)
  await openBus(subscriber, { onUpdate: () => {}, onPreview, onReconnect: () => {} }).subscribe(stage.userId)
  return drafts
}

t.test('identical jobs share one pair of calls, its progress and its document', async t => {
  stage.standIn.setPace(4000)
  const pushed = await stage.listen(stage.userId)
  const drafts = await listenToDrafts()
  const documents = await stage.documents()
  const same = { jobDescription: 'The very same text.' }
  const ids = await Promise.all([stage.post(same), stage.post(same), stage.post({ ...same, priority: 'high' })])
  const ends = await Promise.all(ids.map(id => stage.end(id)))
  t.equal(callsOf(stage).length, 2)
  t.same(ends.map(end => end.cache_hit).sort(), ['shared', 'shared', null].sort())
  t.same(ends.map(end => end.attempt).sort(), [0, 0, 1])
  t.equal(await stage.documents(), documents + 1)
  t.equal(new Set(ends.map(end => end.document_id)).size, 1)
  const rider = ends.find(end => end.cache_hit === 'shared')!
  t.ok(
    pushed.some(view => view.job_id === rider.id && view.progress > 5 && view.progress < 100),
    'its bar moved',
  )
  t.ok(drafts.includes(rider.id), 'and its draft was shown')
})

t.test('a leader is raised by a high one, and followed by one that rode on it when cancelled or failed', async t => {
  stage.standIn.setPace(60_000)
  const same = { jobDescription: 'Once more the very same text.' }
  const first = await stage.post(same)
  await stage.begun(first)
  const second = await stage.post({ ...same, priority: 'high' })
  await stage.reach(second, 'waiting')
  await until(async () => (await stage.row(first)).priority === 'high')
  await until(() => callsOf(stage).length === 2)
  await cancelJob(stage.db, first)
  await stage.begun(second)
  const third = await stage.post(same)
  await stage.reach(third, 'waiting')
  // The faults are the third's: the calls of those before have begun.
  await until(() => callsOf(stage).length === 4)
  stage.standIn.setPace(0)
  stage.standIn.order({ fault: 'insufficient_quota', times: 2 })
  await cancelJob(stage.db, second)
  t.match(await stage.end(third), { status: 'FAILURE', attempt: 1 })
  // The second fault may not have been met: a call that can't be mended ends the other.
  stage.standIn.reset()
  const fourth = await stage.post(same)
  t.match(await stage.end(fourth), { status: 'SUCCESS' })
})

t.test('who waits for the same as one that is made anew gets its document, without a slot', async t => {
  stage.standIn.setPace(60_000)
  // They take three of the two workers' four slots.
  const others = await Promise.all([stage.post(), stage.post(), stage.post()])
  await until(() => callsOf(stage, 'running').length === 6)
  stage.standIn.setPace(3000)
  const same = { jobDescription: 'Text that is made anew while another waits for it.' }
  const anew = await stage.post({ ...same, regenerate: true })
  await until(() => callsOf(stage, 'running').length === 8)
  const waiting = await stage.post(same)
  await stage.reach(waiting, 'waiting')
  const ends = [await stage.end(anew), await stage.end(waiting)]
  t.match(ends, [
    { status: 'SUCCESS', cache_hit: null },
    { status: 'SUCCESS', attempt: 0 },
  ])
  t.equal(ends[0]!.document_id, ends[1]!.document_id)
  for (const id of others) await cancelJob(stage.db, id)
})

t.test('regenerate rides on nobody', async t => {
  stage.standIn.setPace(300)
  const same = { jobDescription: 'Text that is asked for twice.' }
  const [first, anew] = [await stage.post(same), await stage.post({ ...same, regenerate: true })]
  const ends = [await stage.end(first), await stage.end(anew)]
  t.match(ends, [
    { status: 'SUCCESS', cache_hit: null },
    { status: 'SUCCESS', cache_hit: null, attempt: 1 },
  ])
  t.not(ends[0]!.document_id, ends[1]!.document_id)
  t.equal(callsOf(stage).length, 4)
})
