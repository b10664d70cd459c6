// What one socket has asked to see, and how it is kept up with: snapshot or replay first, then only higher versions.
// Knows the hub and the reads; knows no tokens, limits of frames, or other sockets.
import type { WebSocket } from 'ws'
import { type Preview, toUpdate, type Update } from '../shared/bus.ts'
import type { Database } from '../shared/database.ts'
import type { Forecaster } from '../shared/forecast.ts'
import { changesSince, findJobs, type Position, positionOf, startOf } from '../shared/job-reads.ts'
import { jobView, type ViewRow } from '../shared/job-view.ts'
import {
  type ErrorFrame,
  isFinal,
  type ServerFrame,
  type SubscribeFrame,
  type UnsubscribeFrame,
} from '../shared/protocol.ts'
import type { Redis } from '../shared/redis.ts'
import { decodeCursor, encodeCursor, holds, isBefore, later, type Span } from './cursor.ts'
import { Drafts } from './drafts.ts'
import type { Hub, Listener } from './hub.ts'
import { storedId } from './job-id.ts'
import { Outbox, type OutboxParts } from './outbox.ts'
import type { SharedCalls } from './shared-calls.ts'
import { FRAME_JOBS_MAX, SOCKET_JOBS_MAX, Watched } from './watched.ts'

const REPLAY_PAGE = 100

export interface SubscriptionParts extends OutboxParts {
  hub: Hub
  forecast: Forecaster
  db: Database
  /** Of users, by id. */
  unfinished: SharedCalls<ViewRow[]>
  /** A `command` connection. */
  redis: Redis
}

export class Subscription implements Listener {
  readonly #parts: SubscriptionParts
  readonly #userId: string
  readonly #watched = new Watched()
  readonly #outbox: Outbox
  /** Updates that came while a subscribe was being answered, the latest of each job. */
  #held: Map<string, Update> | undefined
  /** A replay is under way: the position is the replay's, not the hub's. */
  #replaying = false
  /** Every change since the position was watched; after an unsubscribe, or on ids alone, the position stands still. */
  #continuous = false
  /** While it is continuous, and since a replay: all that changed between here and the position has been sent here. */
  #from: Position | undefined
  #drafts: Drafts | undefined
  #ended = false

  constructor(socket: WebSocket, parts: SubscriptionParts, userId: string) {
    this.#parts = parts
    this.#userId = userId
    this.#outbox = new Outbox(socket, parts)
  }

  send(frame: ServerFrame): void {
    this.#outbox.send(frame)
  }

  /** Writes what this loop turn has brought so far: before a close frame. */
  flush(): void {
    this.#outbox.flush()
  }

  /** How long nothing has drained, in ms; undefined where nothing waits. */
  stuckMs(now: number): number | undefined {
    return this.#outbox.stuckMs(now)
  }

  receive(update: Update): void {
    if (update.final) this.#drafts?.drop(update.jobId)
    if (!this.#held || this.#replaying) return this.#push(update)
    const held = this.#held.get(update.jobId)
    if (!held || held.version < update.version) this.#held.set(update.jobId, update)
  }

  receivePreview(preview: Preview): void {
    if (this.#watched.previews(preview.jobId)) this.#openDrafts().receive(preview)
  }

  /** Rejects where PostgreSQL can't be read. */
  async subscribe(frame: SubscribeFrame): Promise<void> {
    if (frame.jobs !== 'all' && this.#watched.exceedsWith(frame.jobs.map(storedId))) return this.send(limitExceeded)
    const { hub, db } = this.#parts
    await this.#outbox.ready()
    if (this.#ended) return
    if (this.#outbox.position) this.#advance()
    this.#held = new Map()
    await hub.join(this.#userId, this)
    if (this.#ended) return
    const since = frame.since ? decodeCursor(frame.since) : undefined
    const start = since && (await startOf(db, since, hub.position))
    if (!this.#outbox.position) {
      this.#outbox.position = start ?? hub.position
      this.#continuous = frame.jobs === 'all'
    }
    const preview = frame.preview === true
    const drafts = frame.jobs === 'all' ? await this.#all(start, preview) : await this.#ids(frame.jobs, preview)
    this.#release()
    if (preview) await this.#openDrafts().showKept(drafts)
    await this.#outbox.drained()
    this.send({ type: 'synced', cursor: this.#cursor() })
  }

  /** For a subscribe that watches no jobs. */
  confirm(): void {
    this.send({ type: 'subscribed', jobs: [], cursor: encodeCursor(this.#outbox.position ?? this.#parts.hub.position) })
  }

  get full(): boolean {
    return this.#outbox.full
  }

  async unsubscribe(frame: UnsubscribeFrame): Promise<void> {
    await this.#outbox.ready()
    if (this.#ended) return
    const jobs = frame.jobs === 'all' ? frame.jobs : frame.jobs.map(storedId)
    if (jobs !== 'all' && this.#watched.exceedsWithout(jobs)) return this.send(limitExceeded)
    this.#continuous = false
    this.#watched.remove(jobs)
    this.#outbox.forget(jobs)
    this.send({ type: 'unsubscribed', jobs })
  }

  /** The socket is gone, or closing. */
  end(): void {
    this.#ended = true
    this.#drafts?.close()
    this.#outbox.end()
    this.#parts.hub.leave(this.#userId, this)
  }

  /** Returns the jobs whose drafts are news. */
  async #all(start: Position | undefined, preview: boolean): Promise<ViewRow[]> {
    const previewed = this.#watched.previewed()
    this.#watched.addAll(preview)
    const sent = this.#sent()
    this.#replaying = true
    if (start) {
      this.#from = sent && !isBefore(sent.to, start) && isBefore(sent.from, start) ? sent.from : start
      this.#outbox.position = start
      this.#continuous = true
    }
    this.send({ type: 'subscribed', jobs: 'all', cursor: this.#cursor() })
    if (start) await this.#replay(start, sent)
    const rows = (await this.#parts.unfinished.find(this.#userId)) ?? []
    this.#pushRows(rows)
    this.#replaying = false
    return rows.filter(row => !previewed(row.id))
  }

  /** In pages, each sent only when the one before has drained. */
  async #replay(start: Position, sent: Span | undefined): Promise<void> {
    const { db, hub } = this.#parts
    for await (const { rows, position } of changesSince(db, this.#userId, start, hub.position, REPLAY_PAGE)) {
      this.#pushRows(rows, sent)
      await this.#outbox.ready()
      if (this.#ended) return
      if (this.#outbox.empty) this.#outbox.position = later(this.#outbox.position!, position)
    }
  }

  /** Returns the jobs whose drafts are news. */
  async #ids(jobs: string[], preview: boolean): Promise<ViewRow[]> {
    const asked = new Map(jobs.map(id => [storedId(id), id]))
    const ids = [...asked.keys()]
    // PostgreSQL's text can't hold a NUL, so no job has such an id.
    const possible = ids.filter(id => !id.includes('\0'))
    const mine = (await findJobs(this.#parts.db, possible)).filter(row => row.user_id === this.#userId)
    const found = new Set(mine.map(row => row.id))
    const unknown = ids.filter(id => !found.has(id)).map(id => asked.get(id)!)
    const previewed = this.#watched.previewed()
    for (const id of found) this.#watched.add(id, preview)
    this.send({ type: 'subscribed', jobs: [...found], cursor: this.#cursor() })
    if (unknown.length > 0)
      this.send({ type: 'error', code: 'JOB_NOT_FOUND', message: 'There is no such job.', jobs: unknown })
    this.#pushRows(mine, this.#sent())
    return mine.filter(row => !previewed(row.id))
  }

  #openDrafts(): Drafts {
    this.#drafts ??= new Drafts(
      this.#parts.redis,
      preview => this.#ended || !this.#watched.previews(preview.jobId) || this.#outbox.pushPreview(preview),
    )
    return this.#drafts
  }

  /** What came meanwhile, now that the snapshot is sent; all of it before the position may move. */
  #release(): void {
    for (const update of this.#held!.values()) if (this.#watched.covers(update.jobId)) this.#outbox.push(update)
    this.#held = undefined
  }

  /** @param sent what was sent before: final states are not remembered for ever. */
  #pushRows(rows: ViewRow[], sent?: Span): void {
    for (const row of rows)
      if (this.#watched.covers(row.id) && !(sent && isFinal(row.status) && holds(sent, positionOf(row))))
        this.#outbox.push(toUpdate(jobView(row, this.#parts.forecast.of(row))))
  }

  #push(update: Update): void {
    if (!this.#watched.covers(update.jobId)) return
    this.#advance()
    this.#outbox.push(update)
  }

  /** The hub's position holds for this socket too, once it has caught up and all is written. */
  #advance(): void {
    const whole = this.#continuous && !this.#replaying && !this.#held && this.#outbox.empty
    if (whole) this.#outbox.position = later(this.#outbox.position!, this.#parts.hub.position)
  }

  /** What has been sent on this socket without a gap. */
  #sent(): Span | undefined {
    return this.#continuous && this.#from ? { from: this.#from, to: this.#outbox.position! } : undefined
  }

  #cursor(): string {
    this.#advance()
    return this.#outbox.cursor
  }
}

const limitExceeded: ErrorFrame = {
  type: 'error',
  code: 'LIMIT_EXCEEDED',
  message: `At most ${FRAME_JOBS_MAX} jobs in a frame, ${SOCKET_JOBS_MAX} on a socket.`,
}
