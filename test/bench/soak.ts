// A steady load for minutes, with sockets that come and go: nothing may grow. Live bytes (V8's heap and what it holds
// outside) after a forced collection, at a fifth of the time and at its end. In the memory of the smallest tier.
import { setTimeout as delay } from 'node:timers/promises'
import { until } from '../stress/until.ts'
import { inTurns } from './load.ts'
import { createUsers, type LoadHouse, type LoadUser, startHouse, watch } from './load-house.ts'
import { LoadJobs } from './load-jobs.ts'
import type { Probe } from './probe.ts'
import { askProbe } from './process-usage.ts'
import { makeSmall, SMALL_REDIS_MB, type SmallRedisUse, smallRedisUse } from './small-redis.ts'
import { openStack } from './stack.ts'
import { percentile } from './statistics.ts'
import { absolute, compare, type Row } from './table.ts'

const USERS = 200
const JOBS_PER_SECOND = 5
/** A socket of another user is dropped without a close frame, and one opened in its place. */
const CHURN_MS = 100
const END_MS = 120_000
const MIB = 1024 * 1024
/** Live bytes at the end, of those at a fifth of the time. */
const AT_MOST = 1.15
/** Of a process, on the smallest instance. */
const PROCESS_MIB = 512

export const benchSoak = async (say: (line: string) => void, minutes: number): Promise<Row[]> => {
  say(`PostgreSQL, Redis, server, worker, stand-in; then ${minutes} minutes`)
  const stack = await openStack()
  try {
    await makeSmall(stack.redisUrl)
    const house = await startHouse(stack)
    const users = await createUsers(stack.databaseUrl, USERS)
    const jobs = new LoadJobs(house.server.port)
    const load = new AbortController()
    const running = Promise.all([keepPosting(jobs, users, load.signal), keepSockets(house, users, jobs, load.signal)])
    const samples: Record<'server' | 'worker', Probe>[] = []
    for (let step = 1; step <= 5; step++) {
      await Promise.race([delay(minutes * 12_000), running])
      samples.push({ server: await askProbe(house.server), worker: await askProbe(house.worker) })
      say(`soak, ${step}/5: ${describe(samples.at(-1)!)}; ${jobs.timings.whole.length} jobs ended`)
    }
    load.abort()
    await running
    await jobs.close()
    return [...rowsOf(jobs, samples[0]!, samples[4]!, minutes), ...redisRows(await smallRedisUse(stack.redisUrl))]
  } finally {
    await stack.close()
  }
}

const keepPosting = async (jobs: LoadJobs, users: LoadUser[], stop: AbortSignal): Promise<void> => {
  for (let n = 0; !stop.aborted; n++) {
    void jobs.post(users[n % users.length]!).catch(error => jobs.timings.errors.push(String(error)))
    await delay(1000 / JOBS_PER_SECOND)
  }
  await until(() => jobs.unfinished === 0, 'every job has ended', END_MS)
}

/** Two for each user, so that a dropped one hides nothing: the other sees each final state. */
const keepSockets = async ({ server }: LoadHouse, users: LoadUser[], jobs: LoadJobs, stop: AbortSignal) => {
  const open = (user: LoadUser) => watch(server.port, user, jobs.onJob)
  const staying = await inTurns(users, 50, open)
  const changing = await inTurns(users, 50, open)
  for (let n = 0; !stop.aborted; n++) {
    const place = n % users.length
    changing[place]!.removeAllListeners()
      .on('error', () => {})
      .terminate()
    changing[place] = await open(users[place]!)
    await delay(CHURN_MS)
  }
  await until(() => jobs.unfinished === 0, 'every job has ended', END_MS)
  for (const socket of [...staying, ...changing])
    socket
      .removeAllListeners()
      .on('error', () => {})
      .terminate()
}

const describe = (sample: Record<'server' | 'worker', Probe>): string =>
  Object.entries(sample)
    .map(
      ([name, { live, rss }]) => `${name} live ${(live / MIB).toFixed(1)} MiB, resident ${(rss / MIB).toFixed(0)} MiB`,
    )
    .join(', ')

const rowsOf = (
  { timings }: LoadJobs,
  first: Record<string, Probe>,
  last: Record<string, Probe>,
  minutes: number,
): Row[] => [
  ...(['server', 'worker'] as const).flatMap(name => [
    compare({
      title: `live bytes of the ${name} after ${minutes} minutes`,
      unit: 'MiB',
      ours: [last[name]!.live / MIB],
      peer: 'at a fifth',
      theirs: [first[name]!.live / MIB],
      atMost: AT_MOST,
    }),
    absolute(
      { title: `resident memory of the ${name}`, unit: 'MiB', ours: [last[name]!.rss / MIB], atMost: PROCESS_MIB },
      { 'at a fifth': [first[name]!.rss / MIB] },
    ),
  ]),
  absolute({ title: 'jobs', unit: '', ours: [timings.whole.length] }),
  absolute({ title: 'POST → pushed final frame, p99', unit: 'ms', ours: [percentile(timings.whole, 0.99)] }),
  absolute({ title: 'errors', unit: '', ours: [timings.errors.length], atMost: 0 }),
]

const redisRows = ({ peakBytes, refusedWrites }: SmallRedisUse): Row[] => [
  absolute({
    title: `Redis at most, of ${SMALL_REDIS_MB} MB with noeviction`,
    unit: 'MiB',
    ours: [peakBytes / MIB],
    atMost: SMALL_REDIS_MB,
  }),
  absolute({ title: 'writes that it refused', unit: '', ours: [refusedWrites], atMost: 0 }),
]
