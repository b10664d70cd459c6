// Connections to Redis. Three uses want three tempers: a queue waits for Redis, a command gives up fast, a subscriber
// comes back by itself.
import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from 'node:tls'
import { Redis as IORedis, type RedisOptions } from 'ioredis'
import type { Log } from './log.ts'

/** bee-queue knows an ioredis client only by a class of this name (bee-queue #484). */
export class Redis extends IORedis {}

/** ms a command may take before the caller goes on without Redis. */
export const COMMAND_TIMEOUT_MS = 1_000

const reconnect = (attempt: number): number =>
  Math.min(50 * 2 ** Math.min(attempt, 6), 1_000) * (0.5 + Math.random() / 2)

const tempers = {
  /** Waits for Redis as long as it takes: blocking reads of the queue. */
  queue: { maxRetriesPerRequest: null },
  /** Rejects at once while Redis is away, and after `COMMAND_TIMEOUT_MS` where it hangs. */
  command: {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_TIMEOUT_MS,
    socketTimeout: 5_000,
  },
  /** Pub/sub: subscribes again by itself after each reconnection. */
  subscribe: { maxRetriesPerRequest: null, autoResubscribe: true },
} as const satisfies Record<string, RedisOptions>

/** A connection that never gives up reconnecting; its errors go to the log, once for each time it is lost. */
export const openRedis = (url: string, temper: keyof typeof tempers, log: Log): Redis => {
  const target = redisTarget(url)
  const redis = new Redis(target.url, {
    ...tempers[temper],
    ...target.options,
    connectTimeout: 5_000,
    keepAlive: 10_000,
    retryStrategy: reconnect,
    connectionName: `resume-${temper}`,
  })
  let lost = false
  redis.on('error', error => {
    if (!lost) log.warn({ err: error, use: temper }, 'redis connection lost')
    lost = true
  })
  redis.on('ready', () => {
    if (lost) log.info({ use: temper }, 'redis connection restored')
    lost = false
  })
  return redis
}

/**
 * By `rediss://` the server's certificate and name are verified, by the authorities that Node knows. Two parts of the URL
 * change that, spelled as redis-py and Celery have them: `ssl_ca_certs=FILE`, `ssl_cert_reqs=none`.
 */
const redisTarget = (text: string): { url: string; options: { tls?: ConnectionOptions } } => {
  const url = new URL(text)
  const authorities = url.searchParams.get('ssl_ca_certs')
  const verified = !/^(cert_)?none$/i.test(url.searchParams.get('ssl_cert_reqs') ?? '')
  for (const name of ['ssl_ca_certs', 'ssl_cert_reqs']) url.searchParams.delete(name)
  if (url.protocol !== 'rediss:') return { url: text, options: {} }
  const tls = { rejectUnauthorized: verified, ...(authorities && { ca: readFileSync(authorities, 'utf8') }) }
  return { url: url.href, options: { tls } }
}

/** Resolves once the connection is ready; at once where it is. */
export const whenReady = (redis: Redis): Promise<void> =>
  redis.status === 'ready' ? Promise.resolve() : new Promise(resolve => redis.once('ready', () => resolve()))

/** Whether an error means that Redis can't be reached now: what ioredis says has no code. */
export const isRedisAway = (error: unknown): boolean => {
  const { name, message } = (error ?? {}) as { name?: unknown; message?: unknown }
  return name === 'MaxRetriesPerRequestError' || (typeof message === 'string' && AWAY_MESSAGES.test(message))
}

const AWAY_MESSAGES = /^(Command timed out|Stream isn't writeable|Connection is closed)/

/** Keys that one command deletes: Redis does nothing else meanwhile. */
const DELETED_AT_ONCE = 500

/** However many. Rejects where Redis is away. */
export const deleteKeys = async (redis: Redis, keys: string[]): Promise<void> => {
  for (let start = 0; start < keys.length; start += DELETED_AT_ONCE)
    await redis.unlink(keys.slice(start, start + DELETED_AT_ONCE))
}
