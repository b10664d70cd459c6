// Whether this process can do its work: PostgreSQL, Redis, the push path end to end, live workers.
import { randomUUID } from 'node:crypto'
import { publishUpdate } from '../shared/bus.ts'
import { type Database, isMigrated } from '../shared/database.ts'
import type { Log } from '../shared/log.ts'
import type { ReadyBody } from '../shared/protocol.ts'
import type { Redis } from '../shared/redis.ts'
import { listWorkers } from '../shared/workers.ts'
import type { Hub, Listener } from './hub.ts'

const CHECK_MS = 1_000
const CANARY_EVERY_MS = 3_000
/** A canary that came back within this long says that the push path works. */
const CANARY_FRESH_MS = 15_000

export class Readiness implements Listener {
  /** A user that no token names, one for each server. */
  readonly #canaryUser = ` canary ${randomUUID()}`
  readonly #db: Database
  readonly #redis: Redis
  readonly #hub: Hub
  readonly #log: Log
  #sent = 0
  #returnedAt = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined

  constructor(db: Database, redis: Redis, hub: Hub, log: Log) {
    this.#db = db
    this.#redis = redis
    this.#hub = hub
    this.#log = log
  }

  /** Sends canaries until `stop`. */
  start(): void {
    void this.#beat()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#hub.leave(this.#canaryUser, this)
  }

  /** A canary came back, by the way that every update takes. */
  receive(): void {
    this.#returnedAt = performance.now()
  }

  async check(): Promise<ReadyBody> {
    const [database, redis, workers] = await Promise.all([
      passes(isMigrated(this.#db)),
      passes(this.#redis.ping().then(() => true)),
      within(listWorkers(this.#redis)).catch(() => []),
    ])
    const push = performance.now() - this.#returnedAt < CANARY_FRESH_MS
    const mark = (ok: boolean) => (ok ? ('ok' as const) : ('failed' as const))
    const whole = database && redis && push
    return {
      status: !whole ? 'unavailable' : workers.length === 0 ? 'warning' : 'ok',
      checks: { database: mark(database), redis: mark(redis), push: mark(push), workers: workers.length },
    }
  }

  async #beat(): Promise<void> {
    // Again each time: a join that failed while PostgreSQL was away is made up for.
    this.#timer = setTimeout(() => void this.#beat(), CANARY_EVERY_MS)
    try {
      await this.#hub.join(this.#canaryUser, this)
      const canary = { jobId: 'canary', version: ++this.#sent, final: false, json: '{}' }
      if (this.#timer) await publishUpdate(this.#redis, this.#canaryUser, canary)
    } catch (error) {
      this.#log.debug({ err: error }, 'canary not sent')
    }
  }
}

/** Rejects after a second. */
export const within = <T>(work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), CHECK_MS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

const passes = (work: Promise<boolean>): Promise<boolean> => within(work).catch(() => false)
