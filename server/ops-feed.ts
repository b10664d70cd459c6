// The monitor's live figures: read once a second while somebody watches, told to all who do when they have changed.
import { hostname } from 'node:os'
import type { Database } from '../shared/database.ts'
import type { Log } from '../shared/log.ts'
import type { OpsFrame } from '../shared/protocol.ts'
import type { Redis } from '../shared/redis.ts'
import { listServers, removeServer, writeServer } from '../shared/servers.ts'
import { listWorkers } from '../shared/workers.ts'
import { figuresForFeed } from './ops-figures.ts'

const INTERVAL_MS = 1_000
/** A frame this soon after a watcher's last one would be two in a second; the rest is what a timer may be early. */
const APART_MS = 900
/** How often this server says that it lives, and how many sockets it has. */
const RECORD_MS = 5_000

export type Watcher = (frame: OpsFrame) => void

export class OpsFeed {
  readonly #server = `${hostname()}-${process.pid}`
  readonly #figures: ReturnType<typeof figuresForFeed>
  readonly #redis: Redis
  readonly #log: Log
  readonly #sockets: () => number
  /** With what each was told last, and when. */
  readonly #watchers = new Map<Watcher, { text: string; at: number }>()
  #timer: NodeJS.Timeout | undefined
  #record: NodeJS.Timeout | undefined
  readonly #write = (): void => {
    if (this.#redis.status !== 'ready') return
    writeServer(this.#redis, { server: this.#server, sockets: this.#sockets() }).catch(error =>
      this.#log.debug({ err: error }, 'server record not written'),
    )
  }

  /** @param redis a `command` connection. @param sockets how many this server has now. */
  constructor(db: Database, redis: Redis, sockets: () => number, log: Log) {
    this.#figures = figuresForFeed(db)
    this.#redis = redis
    this.#sockets = sockets
    this.#log = log
  }

  /** Tells that this server lives until `stop`. */
  start(): void {
    this.#write()
    this.#redis.on('ready', this.#write)
    this.#record = setInterval(this.#write, RECORD_MS)
  }

  async stop(): Promise<void> {
    this.#redis.off('ready', this.#write)
    clearInterval(this.#record)
    clearInterval(this.#timer)
    await removeServer(this.#redis, this.#server).catch(() => {})
  }

  /** A frame now, then each that differs. Where the figures can't be read now, the first comes once they can. */
  async watch(watcher: Watcher): Promise<void> {
    const frame = await this.#read().catch(error => {
      this.#log.debug({ err: error }, 'figures not read')
      return undefined
    })
    if (frame) watcher(frame)
    const told = frame ? { text: JSON.stringify(frame), at: performance.now() } : { text: '', at: -APART_MS }
    this.#watchers.set(watcher, told)
    this.#timer ??= setInterval(() => void this.#tell(), INTERVAL_MS)
  }

  unwatch(watcher: Watcher): void {
    this.#watchers.delete(watcher)
    if (this.#watchers.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  async #tell(): Promise<void> {
    try {
      const frame = await this.#read()
      const text = JSON.stringify(frame)
      const now = performance.now()
      for (const [watcher, told] of this.#watchers) {
        if (text === told.text || now - told.at < APART_MS) continue
        Object.assign(told, { text, at: now })
        watcher(frame)
      }
    } catch (error) {
      this.#log.debug({ err: error }, 'figures not read')
    }
  }

  async #read(): Promise<OpsFrame> {
    const [figures, workers, servers] = await Promise.all([
      this.#figures(),
      listWorkers(this.#redis),
      listServers(this.#redis),
    ])
    const others = servers.filter(({ server }) => server !== this.#server)
    const sockets = [...others, { server: this.#server, sockets: this.#sockets() }]
    return { type: 'ops', queues: figures.queues, workers, stats: figures.stats, sockets }
  }
}
