// Who lives, by the records in Redis; and whether workers take entries: one of no job goes through each queue.
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Priority, ServerSockets, WorkerBody } from '../../shared/protocol.ts'
import { type Entry, openQueue, type Queue, queueNames } from '../../shared/queue.ts'
import type { Redis } from '../../shared/redis.ts'
import { listServers } from '../../shared/servers.ts'
import { listWorkers } from '../../shared/workers.ts'
import { type Finding, type Findings, failed, Late, ok, rounded, skipped, warning, within } from './finding.ts'
import { explain, log } from './redis.ts'

const ASK_MS = 2_000
/** The other worker of two takes over a frozen one's entry within about this. */
const TAKE_MS = 5_000
const LOOK_MS = 20

export interface Living {
  findings: Findings
  /** How many; 0 where that is not known. */
  servers: number
  workers: number
}

export const listLiving = async (redis: Redis): Promise<Living> => {
  try {
    const [servers, workers] = await within(ASK_MS, Promise.all([listServers(redis), listWorkers(redis)]))
    const findings = { servers: serversFound(servers), workers: workersFound(workers) }
    return { findings, servers: servers.length, workers: workers.length }
  } catch (error) {
    const unknown = failed(...explain(error))
    return { findings: { servers: unknown, workers: unknown }, servers: 0, workers: 0 }
  }
}

const serversFound = (servers: ServerSockets[]): Finding => {
  const sockets = servers.reduce((sum, server) => sum + server.sockets, 0)
  const values = { live: servers.length, sockets }
  if (servers.length === 0) return warning('none lives', 'start one: `npm run server`', values)
  return ok(`${servers.length} live, with ${sockets} sockets`, values)
}

const workersFound = (workers: WorkerBody[]): Finding => {
  const slots = workers.reduce((sum, worker) => sum + worker.concurrency, 0)
  const running = workers.reduce((sum, worker) => sum + worker.running.length, 0)
  const values = { live: workers.length, slots, running }
  if (workers.length === 0) return warning('none lives', 'start one: `npm run worker`', values)
  return ok(`${workers.length} live, ${running} of ${slots} slots taken`, values)
}

/** The worker looks the job up in its PostgreSQL, finds none, and is done with it: no row, no slot, no call, no trace. */
export const tryQueues = async (redis: Redis, living: Promise<Living>): Promise<Finding> => {
  if ((await living).workers === 0) return skipped('no live worker is known that could take an entry')
  const queue = openQueue(redis, 'producer', log)
  try {
    const [high, normal] = await Promise.all([tryQueue(queue, 'high'), tryQueue(queue, 'default')])
    const untaken = [high === undefined && queueNames.high, normal === undefined && queueNames.default].filter(Boolean)
    if (untaken.length > 0)
      return failed(
        `no worker was done with an entry of ${untaken.join(' and ')} within ${TAKE_MS / 1000} s`,
        "see the workers' logs: frozen, overloaded, on another Redis, or without their PostgreSQL",
      )
    const ms = rounded(Math.max(high!, normal!))
    return ok(`a worker took an entry from each queue and was done in ${ms} ms`, { ms })
  } catch (error) {
    return failed(error instanceof Late ? 'the queue does not open' : explain(error)[0], explain(error)[1])
  } finally {
    void queue.close(1)
  }
}

/** ms; undefined where nobody took it. */
const tryQueue = async (queue: Queue, priority: Priority): Promise<number | undefined> => {
  const entry: Entry = { jobId: `doctor-${randomUUID()}`, priority, fence: 0 }
  const begun = performance.now()
  await within(ASK_MS, enqueue(queue, entry))
  while (performance.now() - begun < TAKE_MS) {
    if (!(await queue.has(entry))) return performance.now() - begun
    await wait(LOOK_MS)
  }
  await queue.takeBack(entry)
  return undefined
}

/** It opens by itself, a moment after it was made. */
const enqueue = async (queue: Queue, entry: Entry): Promise<void> => {
  for (;;) {
    try {
      return await queue.enqueue(entry)
    } catch (error) {
      if (!/not open/.test((error as Error).message)) throw error
      await wait(LOOK_MS)
    }
  }
}
