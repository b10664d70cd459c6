// Generations a minute over all workers: an exact sliding window in Redis, by Redis' clock.
import { setTimeout as wait } from 'node:timers/promises'
import type { Log } from '../shared/log.ts'
import { RATE_FILLED_KEY as FILLED_KEY, RATE_KEY as KEY, RATE_WINDOW_MS as WINDOW_MS } from '../shared/rate-window.ts'
import type { Redis } from '../shared/redis.ts'

/** A token that another worker gave back may be there before the oldest runs out. */
const ASK_AGAIN_MS = 5_000
/** While Redis is away the wait is this. */
const AWAY_MS = 1_000

/** Returns 0 where a token was taken, -1 where the window is to be filled first, else the ms until the oldest runs out. */
const TAKE = `
if redis.call('EXISTS', KEYS[2]) == 0 then return -1 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window, max, id = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
-- Or its token was taken already, and the answer lost.
if redis.call('ZSCORE', KEYS[1], id) or redis.call('ZCARD', KEYS[1]) < max then
  redis.call('ZADD', KEYS[1], now, id)
  redis.call('PEXPIRE', KEYS[1], window)
  return 0
end
return redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2] + window - now`

/** The first to come fills the window with what is this many ms old. */
const FILL = `
if redis.call('EXISTS', KEYS[2]) == 1 then return end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for place, age in ipairs(ARGV) do redis.call('ZADD', KEYS[1], now - age, 'refilled:' .. place) end
redis.call('SET', KEYS[2], 1)`

/** Moves a token that is still there to now. */
const MOVE = `
local time = redis.call('TIME')
redis.call('ZADD', KEYS[1], 'XX', time[1] * 1000 + math.floor(time[2] / 1000), ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])`

/** Less late than this the window's margin covers it. */
const LATE_MS = 500

type WithScripts = Redis & {
  moveGeneration(key: string, id: string, windowMs: number): Promise<unknown>
  takeGeneration(key: string, filledKey: string, windowMs: number, max: number, id: string): Promise<number>
  fillGenerations(key: string, filledKey: string, ...agesMs: number[]): Promise<unknown>
}

export interface Rate {
  /** Resolves once one more generation may begin. Undefined where the signal aborts first. */
  take(signal: AbortSignal): Promise<Token | undefined>
}

export interface Token {
  /** No generation begins. */
  giveBack(): void
  /** One begins only now, though the token was taken `ms` ago: it counts from now on. */
  begin(ms: number): void
}

const UNLIMITED: Token = { giveBack() {}, begin() {} }

/**
 * @param redis a `command` connection.
 * @param perMinute 0 turns it off.
 * @param recent the ages in ms of the generations begun in the last `withinMs`: what fills a window that was lost.
 */
export const createRate = (
  redis: Redis,
  perMinute: number,
  recent: (withinMs: number) => Promise<number[]>,
  log: Log,
): Rate => {
  redis.defineCommand('takeGeneration', { numberOfKeys: 2, lua: TAKE })
  redis.defineCommand('fillGenerations', { numberOfKeys: 2, lua: FILL })
  redis.defineCommand('moveGeneration', { numberOfKeys: 1, lua: MOVE })
  const scripts = redis as WithScripts

  const ask = async (id: string): Promise<number> => {
    try {
      const ms = await scripts.takeGeneration(KEY, FILLED_KEY, WINDOW_MS, perMinute, id)
      if (ms >= 0) return ms
      await scripts.fillGenerations(KEY, FILLED_KEY, ...(await recent(WINDOW_MS)))
      // Lost once more in between: no answer, as if Redis were away.
      const filled = await scripts.takeGeneration(KEY, FILLED_KEY, WINDOW_MS, perMinute, id)
      return filled >= 0 ? filled : AWAY_MS
    } catch (error) {
      log.warn({ err: error }, 'rate not asked')
      return AWAY_MS
    }
  }

  const tokenOf = (id: string): Token => ({
    giveBack() {
      redis.zrem(KEY, id).catch(error => log.warn({ err: error }, 'rate token not given back'))
    },
    begin(ms) {
      if (ms < LATE_MS) return
      scripts.moveGeneration(KEY, id, WINDOW_MS).catch(error => log.warn({ err: error }, 'rate token not moved'))
    },
  })

  return {
    async take(signal) {
      if (perMinute === 0) return signal.aborted ? undefined : UNLIMITED
      const id = crypto.randomUUID()
      for (;;) {
        if (signal.aborted) return undefined
        const ms = await ask(id)
        if (ms === 0 && !signal.aborted) return tokenOf(id)
        if (ms === 0) tokenOf(id).giveBack()
        else await wait(Math.min(ms, ASK_AGAIN_MS), undefined, { signal }).catch(() => {})
      }
    },
  }
}
