// What the load generator measures: how long a state is under way, and how many a server can hand out.
import type { JobView } from '../../shared/protocol.ts'
import type { Publish } from './contenders.ts'
import { countVersions } from './generator-frames.ts'
import { type Client, userId } from './generator-sockets.ts'
import { percentile } from './statistics.ts'

export interface Field {
  clients: Client[]
  users: number
  publish: Publish
}

/** ms from publish to receipt, over all deliveries. */
export interface Latency {
  p50: number
  p99: number
}

const SILENCE_MS = 5_000

/** The last version of each user's one job: rising as long as the process lives. */
const versions: number[] = []

/** At a steady rate, well below what saturates. */
export const latency = async (
  { clients, users, publish }: Field,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<Latency> => {
  const sentAt = new Map<string, number>()
  const waits: number[] = []
  for (const { socket, user } of clients)
    countVersions(socket, version => waits.push(performance.now() - sentAt.get(`${user} ${version}`)!))
  const begin = performance.now()
  for (let number = 0; number < perSecond * seconds; number++) {
    const due = begin + (number * 1000) / perSecond
    while (performance.now() < due)
      await new Promise(resolve => setTimeout(resolve, Math.max(1, due - performance.now())))
    const user = number % users
    const job = nextState(user)
    sentAt.set(`${user} ${job.version}`, performance.now())
    publish(userId(user), job)
  }
  const expected = (perSecond * seconds * clients.length) / users
  await until(
    () => waits.length >= expected,
    () => waits.length,
  )
  return { p50: percentile(waits, 0.5), p99: percentile(waits, 0.99) }
}

/** Keeps `inFlight` publications on their way; a state that the server drops for a newer one is no delivery. */
export const flood = async (
  { clients, users, publish }: Field,
  { deliveries, inFlight }: { deliveries: number; inFlight: number },
): Promise<number> => {
  const copies = clients.length / users
  const limit = inFlight * copies
  let [received, outstanding, published] = [0, 0, 0]
  const fill = () => {
    while (outstanding + copies <= limit && received + outstanding < deliveries) {
      const user = published++ % users
      outstanding += copies
      publish(userId(user), nextState(user))
    }
  }
  for (const { socket, user } of clients) {
    let last = versions[user] ?? 0
    countVersions(socket, version => {
      received++
      outstanding -= version - last
      last = version
      fill()
    })
  }
  fill()
  await until(
    () => outstanding === 0,
    () => received,
  )
  return received
}

/** Resolves once it is so; rejects after a while without progress. */
const until = async (isSo: () => boolean, progress: () => number): Promise<void> => {
  let [last, lastAt] = [progress(), performance.now()]
  while (!isSo()) {
    await new Promise(resolve => setTimeout(resolve, 5))
    if (progress() !== last) [last, lastAt] = [progress(), performance.now()]
    if (performance.now() - lastAt > SILENCE_MS) throw new Error(`nothing comes any more after ${last} deliveries`)
  }
}

const nextState = (user: number): JobView => {
  const version = (versions[user] ?? 0) + 1
  versions[user] = version
  return {
    job_id: `b0b0b0b0-0000-4000-8000-${String(user).padStart(12, '0')}`,
    status: 'PROCESSING',
    progress: version % 90,
    stage: 'generating',
    candidate_id: 7,
    job_row_id: 3,
    file_type: 'word',
    priority: 'default',
    attempt: 1,
    version,
    cache_hit: null,
    queue_position: null,
    eta_seconds: 21,
    warnings: [],
    result_url: null,
    error_message: null,
    created_at: '2026-01-01T00:00:00.000Z',
    started_at: '2026-01-01T00:00:01.000Z',
    completed_at: null,
  }
}
