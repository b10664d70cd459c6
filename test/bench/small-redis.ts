// The Redis of the smallest tier: 25 MB, noeviction. What it held at most, and how often it refused a write.
import { createLog } from '../../shared/log.ts'
import { openRedis, type Redis, whenReady } from '../../shared/redis.ts'

export const SMALL_REDIS_MB = 25

const withRedis = async <T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> => {
  const redis = openRedis(url, 'command', createLog('bench', 'silent'))
  await whenReady(redis)
  return work(redis).finally(() => redis.disconnect())
}

export const makeSmall = (url: string): Promise<void> =>
  withRedis(url, async redis => {
    await redis.config('SET', 'maxmemory-policy', 'noeviction')
    await redis.config('SET', 'maxmemory', `${SMALL_REDIS_MB}mb`)
  })

export interface SmallRedisUse {
  peakBytes: number
  refusedWrites: number
}

export const smallRedisUse = (url: string): Promise<SmallRedisUse> =>
  withRedis(url, async redis => ({
    peakBytes: Number(/^used_memory_peak:(\d+)/m.exec(await redis.info('memory'))?.[1]),
    refusedWrites: Number(/^errorstat_OOM:count=(\d+)/m.exec(await redis.info('errorstats'))?.[1] ?? 0),
  }))
