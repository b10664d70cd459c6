// The last look: when all clients are gone, servers hold what they held before.
import type { Jobs } from '../server/socket-jobs.ts'
import type { Held, Pair } from './house.ts'
import { until } from './until.ts'

/** Connections of the pool that were not open yet, with two timers each, and sweeps under way. */
const SOCKETS = 5
const TIMERS = 12
/** MB of heap that caches may have grown by. */
const HEAP_MB = 25

/** Throws what was found; else says what is held. */
export const checkLeaks = async (pair: Pair, jobs: Jobs, before: Held[]): Promise<string> => {
  const channels = async () => (await jobs.redis.pubsub('CHANNELS', 'resume:user:*')) as string[]
  const users = async () => (await channels()).filter(channel => !channel.includes('canary'))
  await until(async () => (await users()).length === 0, 'the end of all subscriptions').catch(async error => {
    throw new Error(`${error.message}: ${(await users()).slice(0, 3)} of ${(await users()).length}`)
  })
  let now: Held[] = []
  const isFree = async () => {
    now = await Promise.all(pair.servers.map(server => server.held()))
    return now.every(
      (held, i) => held.sockets <= before[i]!.sockets + SOCKETS && held.timers <= before[i]!.timers + TIMERS,
    )
  }
  await until(isFree, 'the end of sockets and timers', 15_000).catch(() => {
    throw new Error(`sockets or timers left: ${JSON.stringify(now)} after ${JSON.stringify(before)}`)
  })
  const grown = now.map((held, i) => (held.heap - before[i]!.heap) / 2 ** 20)
  if (grown.some(megabytes => megabytes > HEAP_MB)) throw new Error(`the heap grew by ${grown.map(Math.round)} MB`)
  const sockets = now.map(held => held.sockets).join(' and ')
  return `heaps grew by ${grown.map(megabytes => megabytes.toFixed(1)).join(' and ')} MB, ${sockets} sockets`
}
