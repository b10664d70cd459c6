// A candidate goes with all that was made from it, in PostgreSQL and in Redis; its unfinished jobs are cancelled, and
// that is pushed.
import { dropPreviews, publishCancel, publishUpdate, toUpdate } from '../shared/bus.ts'
import { deleteCachedDocuments } from '../shared/cache.ts'
import { cancelJobsOf, deleteCandidate, type Traces } from '../shared/candidate-deletion.ts'
import type { Database } from '../shared/database.ts'
import { jobView } from '../shared/job-view.ts'
import type { Redis } from '../shared/redis.ts'

/**
 * How many jobs were cancelled; `older jobs`: the database ties jobs of the older service to it, so it stays. Goes round
 * again where a job began between the two steps. Rejects where Redis can't be reached: then nothing is deleted.
 */
export const removeCandidate = async (
  db: Database,
  redis: Redis,
  id: number,
): Promise<number | 'unknown' | 'older jobs'> => {
  for (let count = 0; ; ) {
    const cancelled = await cancelJobsOf(db, id)
    if (!cancelled) return 'unknown'
    await toRedis(cancelled.map(state => () => publishUpdate(redis, state.user_id, toUpdate(jobView(state)))))
    await toRedis(cancelled.map(state => () => publishCancel(redis, state.id)))
    count += cancelled.length
    const deletion = await deleteCandidate(db, id, ({ cacheKeys, jobIds }: Traces) =>
      toRedis([() => deleteCachedDocuments(redis, cacheKeys), () => dropPreviews(redis, jobIds)]),
    )
    if (deletion === 'older jobs') return deletion
    if (deletion === 'deleted') return count
  }
}

const toRedis = async (commands: (() => Promise<void>)[]): Promise<void> => {
  try {
    for (const command of commands) await command()
  } catch {
    throw new Error("Redis can't be reached (REDIS_URL) any more. The candidate is not deleted: run this again.")
  }
}
