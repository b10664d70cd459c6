// Jobs at once, 1,000 where not told otherwise, each watched by its user's socket: throughput beside the same documents made bare, how long each
// step takes, errors, memory. The stand-in answers at once, so what is measured is ours.
import { setTimeout as delay } from 'node:timers/promises'
import { until } from '../stress/until.ts'
import { costRows, costsSoFar } from './load-costs.ts'
import { CONCURRENCY, createUsers, type LoadHouse, type LoadUser, startHouse, watch } from './load-house.ts'
import { LoadJobs, type Timings } from './load-jobs.ts'
import { askProbe } from './process-usage.ts'
import { openStack, type Stack } from './stack.ts'
import { percentile } from './statistics.ts'
import { absolute, compare, type Row } from './table.ts'

/** Documents that the floor makes in its part of a round, at most as many as there are jobs. */
const BARE_JOBS = 200
const POSTS_AT_ONCE = 32
const SOCKETS_AT_ONCE = 50
const END_MS = 300_000
const MIB = 1024 * 1024

export const benchLoad = async (say: (line: string) => void, rounds: number, jobs: number): Promise<Row[]> => {
  say('PostgreSQL, Redis, server, worker, stand-in')
  const stack = await openStack()
  try {
    const house = await startHouse(stack)
    const users = await createUsers(stack.databaseUrl, jobs)
    const before = await memoryOf(house)
    const spent = await costsSoFar(stack, house)
    const all: Timings[] = []
    const perSecond = { ours: [] as number[], bare: [] as number[] }
    for (let round = 1; round <= rounds; round++) {
      perSecond.bare.push(await bareRound(stack, house, Math.min(BARE_JOBS, jobs)))
      const { timings, jobsPerSecond } = await oneRound(house, users)
      perSecond.ours.push(jobsPerSecond)
      all.push(timings)
      say(`load, ${round}: ${jobsPerSecond.toFixed(1)} jobs/s, bare ${perSecond.bare.at(-1)!.toFixed(1)}`)
      for (const error of new Set(timings.errors)) say(`load, ${round}, error: ${error}`)
    }
    const costs = costRows(spent, await costsSoFar(stack, house), rounds * jobs)
    return [...rowsOf(jobs, all, perSecond), ...memoryRows(before, await memoryOf(house)), ...costs]
  } finally {
    await stack.close()
  }
}

const oneRound = async ({ server }: LoadHouse, users: LoadUser[]) => {
  const jobs = new LoadJobs(server.port)
  const sockets = await inTurns(users, SOCKETS_AT_ONCE, user => watch(server.port, user, jobs.onJob))
  const begun = performance.now()
  await inTurns(users, POSTS_AT_ONCE, user => jobs.post(user))
  await until(() => jobs.unfinished === 0, 'every job has ended', END_MS)
  const jobsPerSecond = (users.length * 1000) / (performance.now() - begun)
  for (const socket of sockets) socket.removeAllListeners('close').terminate()
  await jobs.close()
  return { timings: jobs.timings, jobsPerSecond }
}

/** Documents a second by the same code without server, queue, database or push. */
const bareRound = async (stack: Stack, { standIn }: LoadHouse, jobs: number): Promise<number> => {
  const bare = await stack.startNode({
    script: 'test/bench/peers/bare-generate.ts',
    env: {
      OPENAI_BASE_URL: `http://127.0.0.1:${standIn.port}/v1`,
      JOBS: String(jobs),
      AT_ONCE: String(CONCURRENCY),
    },
    readyLine: '{"perSecond"',
    readyMs: END_MS,
  })
  const line = bare.lines.find(text => text.startsWith('{"perSecond"'))!
  await bare.stop()
  return (JSON.parse(line) as { perSecond: number }).perSecond
}

const rowsOf = (jobs: number, all: Timings[], perSecond: { ours: number[]; bare: number[] }): Row[] => {
  const quantiles = (key: 'post' | 'push' | 'whole', title: string): Row[] =>
    [0.5, 0.99].map(fraction =>
      absolute({
        title: `${title}, p${fraction * 100}`,
        unit: 'ms',
        ours: all.map(timings => percentile(timings[key], fraction)),
      }),
    )
  const errors = all.map(timings => timings.errors.length + jobs - timings.whole.length)
  return [
    compare({
      title: `${jobs} jobs at once`,
      unit: 'jobs/s',
      ours: perSecond.ours,
      peer: 'bare',
      theirs: perSecond.bare,
    }),
    ...quantiles('post', 'POST → 202'),
    ...quantiles('push', 'commit → pushed final frame'),
    ...quantiles('whole', 'POST → pushed final frame, the whole line'),
    absolute({ title: 'errors, and jobs that never ended', unit: '', ours: [Math.max(...errors)], atMost: 0 }),
  ]
}

type Memory = Record<'server' | 'worker', number>

export const memoryOf = async ({ server, worker }: LoadHouse): Promise<Memory> => {
  // What just ended is let go first.
  await delay(1_000)
  const [one, other] = await Promise.all([askProbe(server), askProbe(worker)])
  return { server: one.rss / MIB, worker: other.rss / MIB }
}

const memoryRows = (before: Memory, after: Memory): Row[] =>
  (['server', 'worker'] as const).map(name =>
    compare({
      title: `resident memory of the ${name} at the end`,
      unit: 'MiB',
      ours: [after[name]],
      peer: 'at the start',
      theirs: [before[name]],
    }),
  )

/** The work for each, `atOnce` under way; results in order. */
export const inTurns = async <In, Out>(all: In[], atOnce: number, work: (one: In) => Promise<Out>): Promise<Out[]> => {
  const results: Out[] = []
  let next = 0
  const take = async (): Promise<void> => {
    for (let place = next++; place < all.length; place = next++) results[place] = await work(all[place]!)
  }
  await Promise.all(Array.from({ length: atOnce }, take))
  return results
}
