// The queues: entries that say «this job wants work», nothing else. The only importer of bee-queue, and the place where
// its traps end: reloaded scripts, reused ids, a Redis that is away when it starts.
import { createRequire } from 'node:module'
import { setTimeout as wait } from 'node:timers/promises'
import BeeQueue from 'bee-queue'
import type { Log } from './log.ts'
import type { Priority } from './protocol.ts'
import { type Redis, whenReady } from './redis.ts'

export const queueNames = { default: 'resume_generation', high: 'priority_high' } as const
const priorities: Priority[] = ['high', 'default']

export interface Entry {
  jobId: string
  priority: Priority
  /** The job's fence when it was queued: the same job at the same fence is queued once. */
  fence: number
}

export interface Queue {
  /** Rejects where Redis is away: the row is committed, so the sweep makes up for it. */
  enqueue(entry: Entry): Promise<void>
  /** Enqueues those that aren't queued already; how many those were. Rejects where Redis is away. */
  enqueueMissing(entries: Entry[]): Promise<number>
  /** Whether it waits or is being handled. Rejects where Redis is away. */
  has(entry: Entry): Promise<boolean>
  /** Takes it back, where no worker has taken it yet: one that is handled ends by itself. Rejects where Redis is away. */
  takeBack(entry: Entry): Promise<void>
  /** Takes entries, `concurrency` at once from each queue, until `close`. The handler never rejects. */
  process(concurrency: number, handler: (jobId: string) => Promise<void>): void
  /** Stops taking entries, waits `graceMs` for running handlers, and lets go of the connections. */
  close(graceMs: number): Promise<void>
}

/** Entries of a worker that died come back after about twice this. */
const STALL_MS = 2_000
/** bee-queue doubles its wait after each failed read, without end. */
const RETRY_MAX_MS = 1_000
/** After the last handler has ended, for its entry to be taken off; an entry that stays is a stalled one. */
const FINISH_MS = 1_000

const { scripts } = createRequire(import.meta.url)('bee-queue/lib/lua') as { scripts: Record<string, string> }
type Client = { eval(...args: unknown[]): void }
type Done = (error: Error | null, result?: unknown) => void
/** What bee-queue keeps to itself, of what is changed here. */
interface Inside {
  _evalScriptOn(client: Client, args: unknown[]): Promise<unknown>
  _doStalledJobCheck(): Promise<number>
  _waitForJob(): Promise<unknown>
}
const inside = BeeQueue.prototype as unknown as Inside

class MendedQueue extends BeeQueue {
  _redisFailureRetryDelay = 0

  /** After a restart Redis has forgotten the scripts: send the text instead (bee-queue #24, #147, #489). */
  _evalScriptOn(client: Client, args: unknown[]): Promise<unknown> {
    const name = args[0] as string
    const rest = args.slice(1)
    return inside._evalScriptOn.call(this, client, [name, ...rest]).catch((error: Error) => {
      if (!error.message.startsWith('NOSCRIPT')) throw error
      return new Promise((resolve, reject) => {
        const done: Done = (failure, result) => (failure ? reject(failure) : resolve(result))
        client.eval(scripts[name], ...rest, done)
      })
    })
  }

  /** `process` begins with this, and where it rejects (a full Redis, a replica) it would never take an entry. */
  _doStalledJobCheck(): Promise<number> {
    return inside._doStalledJobCheck.call(this).catch((error: Error) => {
      this.emit('error', error)
      return 0
    })
  }

  _waitForJob(): Promise<unknown> {
    this._redisFailureRetryDelay = Math.min(this._redisFailureRetryDelay, RETRY_MAX_MS / 2)
    return inside._waitForJob.call(this)
  }
}

/**
 * @param redis for a worker a `queue` connection, since it blocks; for a producer a `command` one, so that enqueueing does
 * not hang while Redis is away. Closed by the caller.
 */
export const openQueue = (redis: Redis, role: 'worker' | 'producer', log: Log): Queue => {
  let queues: Queues | undefined
  let closed = false
  const handling = new Set<Promise<void>>()
  const opened = open(redis, role, log, () => closed).then(made => {
    queues = made
  })

  const enqueue = async ({ jobId, priority, fence }: Entry): Promise<void> => {
    await opening(queues)[priority].createJob({}).setId(entryId(jobId, fence)).save()
  }

  return {
    enqueue,
    async enqueueMissing(entries) {
      const missing = await missingOf(redis, opening(queues), entries)
      await Promise.all(missing.map(enqueue))
      return missing.length
    },
    has: async entry => (await missingOf(redis, opening(queues), [entry])).length === 0,
    async takeBack({ jobId, priority, fence }) {
      const keyPrefix = keyPrefixOf(opening(queues)[priority])
      const taken = await redis.lrem(`${keyPrefix}waiting`, 1, entryId(jobId, fence))
      if (taken > 0) await redis.hdel(`${keyPrefix}jobs`, entryId(jobId, fence))
    },
    process(concurrency, handler) {
      const handle = async (entry: { id: string }): Promise<void> => {
        const jobId = entry.id.slice(0, entry.id.lastIndexOf(':'))
        const work = handler(jobId).catch(error => log.error({ err: error, jobId }, 'entry not handled'))
        handling.add(work)
        await work.finally(() => handling.delete(work))
      }
      void opened.then(() => {
        if (!closed && queues) for (const priority of priorities) start(queues[priority], concurrency, handle)
      })
    },
    async close(graceMs) {
      closed = true
      if (!queues) return
      const drained = Promise.all(Object.values(queues).map(queue => queue.close(Math.max(graceMs, 1)).catch(() => {})))
      // Those end before their entries are taken off, which a Redis that is away never does.
      const handled = Promise.all(handling).then(() => wait(FINISH_MS, undefined, { ref: false }))
      await Promise.race([drained, handled])
    },
  }
}

type Queues = Record<Priority, BeeQueue>

/** A queue that is made while Redis is away, or loses it just then, is dead for ever: another one is made. */
const open = async (
  redis: Redis,
  role: 'worker' | 'producer',
  log: Log,
  isClosed: () => boolean,
): Promise<Queues | undefined> => {
  for (;;) {
    await whenReady(redis)
    if (isClosed()) return undefined
    const made = { high: make('high', redis, role, log), default: make('default', redis, role, log) }
    try {
      await Promise.all(priorities.map(priority => made[priority].ready()))
      return made
    } catch (error) {
      log.warn({ err: error }, 'queue not opened; tried again')
      await Promise.all(priorities.map(priority => made[priority].close(1).catch(() => {})))
      await wait(RETRY_MAX_MS)
    }
  }
}

const opening = (queues: Queues | undefined): Queues => {
  if (!queues) throw new Error('the queue is not open: Redis has not been reached yet')
  return queues
}

const entryId = (jobId: string, fence: number): string => `${jobId}:${fence}`

/** bee-queue has every entry that waits or runs in one hash. */
const missingOf = async (redis: Redis, queues: Queues, entries: Entry[]): Promise<Entry[]> => {
  const missing = priorities.map(async priority => {
    const own = entries.filter(entry => entry.priority === priority)
    if (own.length === 0) return []
    const known = await redis.hmget(
      `${keyPrefixOf(queues[priority])}jobs`,
      ...own.map(({ jobId, fence }) => entryId(jobId, fence)),
    )
    return own.filter((_, index) => known[index] === null)
  })
  return (await Promise.all(missing)).flat()
}

const keyPrefixOf = (queue: BeeQueue): string => (queue.settings as unknown as { keyPrefix: string }).keyPrefix

const make = (priority: Priority, redis: Redis, role: 'worker' | 'producer', log: Log): BeeQueue => {
  const queue = new MendedQueue(queueNames[priority], {
    redis: redis as never,
    isWorker: role === 'worker',
    stallInterval: STALL_MS,
    getEvents: false,
    sendEvents: false,
    storeJobs: false,
    removeOnSuccess: true,
    removeOnFailure: true,
  })
  queue.on('error', error => log.warn({ err: error, queue: queue.name }, 'queue error'))
  return queue
}

const start = (queue: BeeQueue, concurrency: number, handle: (entry: { id: string }) => Promise<void>): void => {
  queue.process(concurrency, handle)
  // Its errors are emitted; the interval goes on after them.
  void queue.checkStalledJobs(STALL_MS)
}
