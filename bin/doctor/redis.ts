// Redis: whether it answers, takes writes, never throws keys away, and carries a message there and back.
import { randomUUID } from 'node:crypto'
import { openBus, publishUpdate } from '../../shared/bus.ts'
import { createLog } from '../../shared/log.ts'
import { openRedis, type Redis } from '../../shared/redis.ts'
import { type Finding, type Findings, failed, Late, note, ok, rounded, skipped, warning, within } from './finding.ts'

const LIMIT_MS = 5_000
/** For each half of the round trip. */
const ROUND_TRIP_MS = 2_000
/** Of `maxmemory`: what is left goes fast, and past it every write is refused. */
const FULL_SHARE = 0.8

export const log = createLog('doctor', 'silent')

export interface Examined {
  findings: Findings
  /** A connection that takes commands and writes; absent where Redis is broken. */
  redis?: Redis
}

export const examineRedis = async (url: string | undefined): Promise<Examined> => {
  if (!url) return { findings: unseen(skipped('there is no usable REDIS_URL')) }
  const redis = openRedis(url, 'command', log)
  try {
    return { findings: await within(LIMIT_MS, inspect(redis)), redis }
  } catch (error) {
    redis.disconnect()
    return { findings: unseen(failed(...explain(error))) }
  }
}

const unseen = (redis: Finding): Findings => ({ redis, redis_memory: skipped('Redis could not be asked') })

const inspect = async (redis: Redis): Promise<Findings> => {
  await connected(redis)
  const begun = performance.now()
  await redis.ping()
  const ms = performance.now() - begun
  const info = await readInfo(redis)
  await tryWrite(redis)
  return { redis: found(info, ms), redis_memory: judgeMemory(info) }
}

/** The first error is the answer; a service would try again. */
const connected = (redis: Redis): Promise<void> =>
  new Promise((resolve, reject) => {
    redis.once('ready', resolve)
    redis.on('error', reject)
  })

type Info = Map<string, string>

/** Empty where the user may not ask: many managed ones forbid it. */
const readInfo = async (redis: Redis): Promise<Info> => {
  try {
    const text = await redis.info()
    return new Map(
      text.split('\r\n').flatMap(line => (/^\w+:/.test(line) ? [line.split(/:(.*)/, 2) as [string, string]] : [])),
    )
  } catch (error) {
    if (/^NOPERM|unknown command/i.test((error as Error).message)) return new Map()
    throw error
  }
}

const tryWrite = async (redis: Redis): Promise<void> => {
  const key = `resume:doctor:${randomUUID()}`
  await redis.set(key, '1', 'EX', 10)
  await redis.del(key)
}

const found = (info: Info, ms: number): Finding => {
  const server = info.get('valkey_version') ? 'Valkey' : 'Redis'
  const version = info.get('valkey_version') ?? info.get('redis_version') ?? null
  const values = { server, version, round_trip_ms: rounded(ms) }
  return ok(`${server} ${version ?? 'of unknown version'} takes writes, answers in ${values.round_trip_ms} ms`, values)
}

const judgeMemory = (info: Info): Finding => {
  const policy = info.get('maxmemory_policy')
  if (!policy)
    return note('INFO is not allowed here, so the eviction policy is unknown', 'make sure that it is noeviction')
  const used = Number(info.get('used_memory'))
  const max = Number(info.get('maxmemory'))
  const values = { policy, used_bytes: used, max_bytes: max }
  if (policy !== 'noeviction')
    return failed(
      `its eviction policy is ${policy}: a full Redis throws away queue entries and records of workers`,
      'set maxmemory-policy to noeviction',
      values,
    )
  if (max === 0) return ok(`noeviction, no limit, ${megabytes(used)} used`, values)
  const message = `noeviction, ${megabytes(used)} of ${megabytes(max)} used`
  if (used >= max * FULL_SHARE)
    return warning(message, 'give Redis more memory: past its limit it refuses writes', values)
  return ok(message, values)
}

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`

/** A message on the channel of a user that nobody is, by the way that every update takes. */
export const checkPubSub = async (url: string, redis: Redis): Promise<Finding> => {
  const subscriber = openRedis(url, 'subscribe', log)
  const user = ` doctor ${randomUUID()}`
  try {
    const heard = Promise.withResolvers<void>()
    const bus = openBus(subscriber, { onUpdate: () => heard.resolve(), onPreview: () => {}, onReconnect: () => {} })
    await within(ROUND_TRIP_MS, Promise.all([connected(subscriber), bus.subscribe(user)]))
    const begun = performance.now()
    await publishUpdate(redis, user, { jobId: 'canary', version: 1, final: true, json: '{}' })
    await within(ROUND_TRIP_MS, heard.promise)
    const ms = rounded(performance.now() - begun)
    return ok(`a message came back in ${ms} ms`, { round_trip_ms: ms })
  } catch (error) {
    if (error instanceof Late) return failed('a message that was published did not come back', advice.look)
    return failed(`messages can't be exchanged: ${explain(error)[0]}`, advice.acl)
  } finally {
    subscriber.disconnect()
  }
}

const advice = {
  start: 'start it, or correct REDIS_URL: its host, its port, redis:// or rediss:// (TLS)',
  url: 'correct REDIS_URL',
  rights: 'correct user and password in REDIS_URL',
  acl: 'let the user of REDIS_URL use the keys ~bq:* ~resume* and the channels &resume:* (ACL SETUSER)',
  look: 'look at its log and at `redis-cli INFO`',
}

/** By the first word or the code alone: messages name hosts, users and keys. */
export const explain = (error: unknown): [message: string, advice: string] => {
  const { code, message = '' } = (error ?? {}) as { code?: string; message?: string }
  const word = /^[A-Z]+(?= )/.exec(message)?.[0] ?? ''
  if (error instanceof Late || /timed out|timeout/i.test(message) || code === 'ETIMEDOUT')
    return ['no answer in time: it is frozen, loading its data, or cut off by a firewall', advice.start]
  if (code === 'ECONNREFUSED') return ['nothing listens there (ECONNREFUSED)', advice.start]
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return [`its host name is not known (${code})`, advice.url]
  if (word === 'WRONGPASS' || word === 'NOAUTH' || /AUTH/.test(message))
    return [`it refuses the user or the password (${word || 'AUTH'})`, advice.rights]
  if (word === 'NOPERM') return ['its user may not do what is needed (NOPERM)', advice.acl]
  if (word === 'OOM') return ['it is full, and refuses writes (OOM)', 'give it more memory']
  if (word === 'READONLY') return ['it is a replica, and takes no writes (READONLY)', 'point REDIS_URL at the primary']
  if (word === 'MISCONF') return ["it can't write to its disk, and refuses writes (MISCONF)", advice.look]
  if (/SSL|TLS|CERT|certificate/i.test(`${code} ${message}`))
    return [
      `TLS does not come about (${code ?? 'refused'})`,
      'redis:// is without TLS, rediss:// with it: correct REDIS_URL',
    ]
  return [`it can't be asked (${code || word || (error as Error).name})`, advice.look]
}
