// A command doesn't wait for Redis as a server does: after a while it says what is wrong and ends.
import { type Redis, whenReady } from '../shared/redis.ts'

export const REDIS_WAIT_MS = 5_000

/** Rejects with one clear line where Redis isn't reached in time. */
export const readyWithin = async (redis: Redis, ms: number): Promise<void> => {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error("Redis can't be reached (REDIS_URL).")), ms)
  try {
    await Promise.race([whenReady(redis), late])
  } finally {
    clearTimeout(timer)
  }
}
