// The figures of all servers and workers that operators see: as they are for a request, a little older for the live feed.
import type { Database } from '../shared/database.ts'
import { countJobs, countQueues, readStats } from '../shared/ops-reads.ts'
import type { QueuesBody, StatsBody } from '../shared/protocol.ts'

export const readQueues = async (db: Database): Promise<QueuesBody> => {
  const [queues, jobs] = await Promise.all([countQueues(db), countJobs(db)])
  return { queues, jobs }
}

export const readAllStats = async (db: Database): Promise<StatsBody> => {
  const [hour, day] = await Promise.all([readStats(db, 1, 12), readStats(db, 24, 24)])
  return { '1h': hour, '24h': day }
}

/** What the feed tells each second: the dear figures are read less often. */
export const figuresForFeed = (db: Database): (() => Promise<{ queues: QueuesBody; stats: StatsBody }>) => {
  const queues = atMostEvery(1_000, () => countQueues(db))
  const jobs = atMostEvery(5_000, () => countJobs(db))
  const stats = atMostEvery(5_000, () => readAllStats(db))
  return async () => {
    const [counts, totals, numbers] = await Promise.all([queues(), jobs(), stats()])
    return { queues: { queues: counts, jobs: totals }, stats: numbers }
  }
}

/** One read for all who ask within `ms`; a failed one is not kept. */
const atMostEvery = <T>(ms: number, read: () => Promise<T>): (() => Promise<T>) => {
  let last: { at: number; value: Promise<T> } | undefined
  return () => {
    if (last && performance.now() - last.at < ms) return last.value
    const value = read()
    last = { at: performance.now(), value }
    value.catch(() => {
      last = undefined
    })
    return value
  }
}
