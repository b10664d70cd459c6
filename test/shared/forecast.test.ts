// What a job is told of its place and its time, from what PostgreSQL and Redis know; null rather than a guess.
import t from 'tap'
import { Forecaster } from '../../shared/forecast.ts'
import { findJob } from '../../shared/job-reads.ts'
import { recordAttempt } from '../../shared/job-records.ts'
import { retryJob } from '../../shared/jobs.ts'
import type { WorkerBody } from '../../shared/protocol.ts'
import { RATE_KEY } from '../../shared/rate-window.ts'
import { removeWorker, writeWorker } from '../../shared/workers.ts'
import { beginAttempt, claimJob } from '../jobs-by-hand.ts'
import { log, openStage } from '../worker/run-job-setup.ts'

const stage = await openStage(t)
const { db, redis } = stage
const forecastsOf = async (ids: string[], perMinute: number) => {
  const forecaster = new Forecaster(db, redis, perMinute, log)
  await forecaster.refresh()
  return Promise.all(ids.map(async id => forecaster.of((await findJob(db, id))!)))
}
const retrying = await stage.post()
await claimJob(db, retrying)
await beginAttempt(db, { id: retrying, fence: 1 })
await retryJob(db, { id: retrying, fence: 1 }, 'MODEL_BUSY', 40_000)
const ids = [await stage.post(), await stage.post(), await stage.post()]
const inSeconds = (told: { eta_seconds: number | null }[]) => told.map(({ eta_seconds }) => eta_seconds)

t.test('before the first success only places are known, and the wait before a retry', async t => {
  const told = await forecastsOf([...ids, retrying], 0)
  t.same(
    told.map(({ queue_position }) => queue_position),
    [1, 2, 3, null],
  )
  t.same(inSeconds(told).slice(0, 3), [null, null, null])
  t.ok(told[3]!.eta_seconds! > 10 && told[3]!.eta_seconds! <= 40)
})

t.test('then by the slots that are free, and by the tokens that come back', async t => {
  const spent = { prompt_tokens: 0, cached_tokens: 0, completion_tokens: 0, cost_usd: 0, estimated: false }
  await recordAttempt(db, {
    job_id: ids[0]!,
    attempt: 1,
    worker: 'a',
    ms: 3990,
    outcome: 'success',
    model: 'm',
    ...spent,
  })
  t.same(inSeconds(await forecastsOf(ids, 0)), [null, null, null], 'no worker lives')
  await writeWorker(redis, { id: 'a', concurrency: 2 } as WorkerBody)
  t.same(inSeconds(await forecastsOf(ids, 0)), [4, 4, 8])
  const now = Number((await redis.time())[0]) * 1000
  await redis.zadd(RATE_KEY, now - 40_000, 'older', now, 'younger')
  const [first, second, third] = inSeconds(await forecastsOf(ids, 2)) as [number, number, number]
  t.ok(first > 4 && first <= 25, `the older token comes back: ${first}`)
  t.ok(second > first + 30 && second <= 65, `the younger one: ${second}`)
  t.ok(third > second && third >= first + 55 && third <= first + 61, `the older one once more: ${third}`)
  await removeWorker(redis, 'a')
})
