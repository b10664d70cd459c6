// The generations that began in the last minute, over all workers, as Redis knows them: workers write it, forecasts read.
import type { Redis } from './redis.ts'

/** A sorted set, by the ms of Redis' clock at which each token was taken. Both keys in one slot of a Redis Cluster. */
export const RATE_KEY = 'resume:{rate}:generations'
/** There while the window is whole; gone with everything else when Redis comes back empty. */
export const RATE_FILLED_KEY = 'resume:{rate}:filled'
/** A generation begins a little after its token was taken: with this much more, no 60 s see one too many. */
const MARGIN_MS = 1_000
export const RATE_WINDOW_MS = 60_000 + MARGIN_MS

/** In how many seconds each token that is taken comes back, the next one first. */
export const secondsToTokens = async (redis: Redis): Promise<number[]> => {
  const [scores, time] = await Promise.all([redis.zrange(RATE_KEY, '0', '-1', 'WITHSCORES'), redis.time()])
  const now = Number(time[0]) * 1000 + Number(time[1]) / 1000
  const takenAt = scores.filter((_, index) => index % 2 === 1).map(Number)
  return takenAt.map(at => (at + RATE_WINDOW_MS - now) / 1000).filter(seconds => seconds > 0)
}
