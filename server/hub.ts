// Who listens: user → listeners, in this process. Passes updates on from the bus, and repairs what the bus lost by
// reading again what changed. Knows nothing of sockets or frames.
import { type Bus, type BusEvents, type Preview, toUpdate, type Update } from '../shared/bus.ts'
import type { Database } from '../shared/database.ts'
import type { Forecaster } from '../shared/forecast.ts'
import { changesOfUsers, durablePosition, type Position, presentSnapshot } from '../shared/job-reads.ts'
import { jobView } from '../shared/job-view.ts'
import type { Log } from '../shared/log.ts'

/** A session or an event stream of one user. */
export interface Listener {
  /** May be called with a state that it knows already: it compares versions. */
  receive(update: Update): void
  receivePreview?(preview: Preview): void
}

interface Channel {
  listeners: Set<Listener>
  subscribed: Promise<void>
}

/** How often what changed is read again, so that a lost message costs at most so much. */
const REREAD_MS = 4_000
/** Joining goes on without Redis after so long; the re-read makes up for it. */
const SUBSCRIBE_WAIT_MS = 1_000
/**
 * After so long the numbers of transactions that were rolled back are on disk too, and no crash brings them back: three
 * times PostgreSQL's `wal_writer_delay` of 200 ms, and some.
 */
const DURABLE_MS = 2_000
/** Users asked about in one query. */
const REREAD_USERS = 1_000
/**
 * A bus that brought nothing for so long is renewed. The canary of readiness comes by every few seconds, so silence
 * means a connection that died without a word, or Redis away.
 */
const SILENT_MS = 10_000

export class Hub {
  readonly #channels = new Map<string, Channel>()
  readonly #db: Database
  readonly #forecast: Forecaster
  readonly #log: Log
  readonly #bus: Bus
  /**
   * All changes below it have been handed to every listener that was here for them, so each frame may carry it. One
   * for all users, moved only by a re-read, never by a message.
   */
  #position: Promise<Position> | undefined
  #reached: Position | undefined
  /** Handed on as well, but not yet old enough to be safe from a crash of PostgreSQL. */
  #next: { position: Position; at: number } | undefined
  /** What the last re-read brought, by job: its version. As long as an open transaction holds the position back, the
   * same rows are read again; each is handed on once. */
  #brought = new Map<string, number>()
  /** What was visible before the last re-read: while it still is all, there is nothing to read. */
  #visible: string | undefined
  #heardAt = performance.now()
  #timer: NodeJS.Timeout | undefined
  #reading: Promise<void> | undefined
  #again = false
  #closed = false

  constructor(db: Database, forecast: Forecaster, log: Log, openBus: (events: BusEvents) => Bus) {
    this.#db = db
    this.#forecast = forecast
    this.#log = log
    this.#bus = openBus({
      onUpdate: (userId, update) => {
        this.#heardAt = performance.now()
        this.#deliver(userId, update)
      },
      onPreview: (userId, preview) => {
        for (const listener of this.#listeners(userId)) listener.receivePreview?.(preview)
      },
      onReconnect: () => this.reread(),
    })
    this.#timer = setTimeout(() => this.reread(), REREAD_MS)
  }

  /** Present once somebody has joined. */
  get position(): Position {
    if (!this.#reached) throw new Error('nobody has joined yet')
    return this.#reached
  }

  /** From now on the listener gets the user's updates: join first, then read a snapshot, and nothing falls between. */
  async join(userId: string, listener: Listener): Promise<void> {
    const channel = this.#channels.get(userId) ?? this.#open(userId)
    channel.listeners.add(listener)
    await channel.subscribed
    if (!this.#reached) await this.#firstPosition()
  }

  leave(userId: string, listener: Listener): void {
    const channel = this.#channels.get(userId)
    if (!channel?.listeners.delete(listener) || channel.listeners.size > 0) return
    this.#channels.delete(userId)
    this.#bus.unsubscribe(userId)
  }

  /** Reads again, now; once more afterwards where a reading is under way. */
  reread(): void {
    if (this.#closed) return
    if (this.#reading) {
      this.#again = true
      return
    }
    clearTimeout(this.#timer)
    this.#renewSilentBus()
    this.#reading = this.#readAll()
      .catch(error => this.#log.warn({ err: error }, 're-read failed'))
      .finally(() => {
        this.#reading = undefined
        const soon = this.#again
        this.#again = false
        if (!this.#closed) this.#timer = setTimeout(() => this.reread(), soon ? 0 : REREAD_MS)
      })
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#reading
  }

  /** Asked for once, however many join at once. */
  async #firstPosition(): Promise<void> {
    this.#position ??= durablePosition(this.#db).finally(() => {
      this.#position = undefined
    })
    const position = await this.#position
    this.#reached ??= position
  }

  #open(userId: string): Channel {
    const confirmed = this.#bus.subscribe(userId).catch(error => this.#log.warn({ err: error }, 'subscribe failed'))
    let timer: NodeJS.Timeout | undefined
    const waited = new Promise<void>(resolve => {
      timer = setTimeout(resolve, SUBSCRIBE_WAIT_MS)
    })
    const subscribed = Promise.race([confirmed, waited]).finally(() => clearTimeout(timer))
    const channel = { listeners: new Set<Listener>(), subscribed }
    this.#channels.set(userId, channel)
    return channel
  }

  #listeners(userId: string): Iterable<Listener> {
    return this.#channels.get(userId)?.listeners ?? []
  }

  #deliver(userId: string, update: Update): void {
    for (const listener of this.#listeners(userId)) listener.receive(update)
  }

  #renewSilentBus(): void {
    const now = performance.now()
    if (this.#channels.size === 0 || now - this.#heardAt < SILENT_MS) return
    this.#log.warn('the bus is silent: renewed')
    this.#heardAt = now
    this.#bus.renew()
  }

  async #readAll(): Promise<void> {
    if (!this.#reached) return
    const { position: next, visible } = await presentSnapshot(this.#db)
    // Who joined since then has read a snapshot of it.
    if (visible === this.#visible) return this.#moveOn(next)
    // Transactions that begin anew with lower numbers: the database was restored.
    const from = next.stamp < this.#reached.stamp ? next : this.#reached
    const before = this.#brought
    const brought = new Map<string, number>()
    const users = [...this.#channels.keys()]
    for (let start = 0; start < users.length; start += REREAD_USERS) {
      const some = users.slice(start, start + REREAD_USERS)
      for await (const rows of changesOfUsers(this.#db, some, from))
        for (const row of rows) {
          brought.set(row.id, row.version)
          if (before.get(row.id) !== row.version)
            this.#deliver(row.user_id, toUpdate(jobView(row, this.#forecast.of(row))))
        }
    }
    this.#brought = brought
    this.#visible = visible
    this.#moveOn(next)
  }

  /** All below `next` has been handed on: the position goes where it was some time ago. */
  #moveOn(next: Position): void {
    const at = performance.now()
    if (next.stamp < this.#reached!.stamp) {
      this.#reached = next
      this.#next = undefined
    }
    if (this.#next && at - this.#next.at < DURABLE_MS) return
    // The same object for all sockets while nothing changes: their frames are then the same bytes.
    if (this.#next && this.#next.position.stamp !== this.#reached!.stamp) this.#reached = this.#next.position
    this.#next = { position: next, at }
  }
}
