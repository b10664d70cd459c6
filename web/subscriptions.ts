// What the application wants to hear of, what was asked for on the current socket, and the cursor to come back with.
// Turns the difference into frames; sends nothing itself.
import type { ClientFrame, ServerFrame } from '../shared/protocol.ts'
import { isFinal, type JobStore } from './job-store.ts'

/** More ids than this the server refuses in one frame. */
const IDS_IN_A_FRAME = 100

export class Subscriptions {
  readonly #store: JobStore
  /** `all` or a job's id → how many want it. */
  readonly #wanted = new Map<string, number>()
  /** Of these, how many want its draft too. */
  readonly #drafted = new Map<string, number>()
  readonly #missing = new Set<string>()
  /** Asked for on this socket, and whether with its draft. */
  readonly #asked = new Map<string, boolean>()
  /** Heard of on this socket: what is known of these is current. */
  readonly #heard = new Set<string>()
  #openSnapshots = 0
  #followsAll = false
  #cursor: string | null = null

  constructor(store: JobStore) {
    this.#store = store
  }

  add(target: string, preview: boolean): void {
    count(this.#wanted, target, 1)
    if (preview) count(this.#drafted, target, 1)
  }

  remove(target: string, preview: boolean): void {
    count(this.#wanted, target, -1)
    if (preview) count(this.#drafted, target, -1)
  }

  get isEmpty(): boolean {
    return this.#wanted.size === 0
  }

  /** Every snapshot and replay that was asked for is complete. */
  get isSynced(): boolean {
    return this.#openSnapshots === 0
  }

  get wantsAll(): boolean {
    return this.#wanted.has('all')
  }

  wantsDraft(id: string): boolean {
    return this.#drafted.has(id) || this.#drafted.has('all')
  }

  isMissing(id: string): boolean {
    return this.#missing.has(id)
  }

  markMissing(id: string): void {
    this.#missing.add(id)
  }

  /** Jobs whose state can still change or isn't known: what polling has to read one by one. */
  unsettled(): string[] {
    const wanted = [...this.#wanted.keys()].filter(id => id !== 'all' && this.#isOpen(id))
    if (!this.wantsAll) return wanted
    return [...new Set([...wanted, ...this.#unfinished()])]
  }

  /** A new socket: nothing was asked for on it. */
  startSocket(): void {
    this.#asked.clear()
    this.#heard.clear()
    this.#openSnapshots = 0
    this.#followsAll = false
  }

  /** Another user: neither cursor nor refusals hold. */
  startUser(): void {
    this.#cursor = null
    this.#missing.clear()
  }

  /** The frames that bring the socket to what is wanted; they count as sent. */
  takeFrames(): ClientFrame[] {
    const frames: ClientFrame[] = []
    if (this.wantsAll && !this.#isAsked('all')) frames.push(this.#subscribeAll())
    if (!this.wantsAll && this.#asked.has('all')) frames.push(this.#unsubscribeAll())
    const ids = this.#idsToAsk()
    frames.push(...inFrames(ids.filter(id => !this.#drafted.has(id))))
    frames.push(
      ...inFrames(
        ids.filter(id => this.#drafted.has(id)),
        true,
      ),
    )
    for (const id of ids) this.#asked.set(id, this.#drafted.has(id))
    const dropped = this.#idsToDrop()
    if (dropped.length > 0) frames.push({ type: 'unsubscribe', jobs: dropped })
    for (const id of dropped) this.#asked.delete(id)
    this.#openSnapshots += frames.filter(frame => frame.type === 'subscribe').length
    return frames
  }

  /** Notes what a frame says about subscriptions; job states are not its business. */
  receive(frame: ServerFrame): void {
    if (frame.type === 'job') this.#heard.add(frame.job.job_id)
    if (frame.type === 'subscribed' && frame.jobs === 'all') this.#followsAll = true
    // A cursor of a socket that doesn't follow everything would hide what it never sent.
    if ('cursor' in frame && this.#followsAll) this.#cursor = frame.cursor
    if (frame.type === 'synced') this.#closeSnapshot()
    if (frame.type === 'error') this.#refused(frame.code, frame.jobs ?? [])
  }

  #refused(code: string, ids: string[]): void {
    if (code === 'JOB_NOT_FOUND') for (const id of ids) this.#missing.add(id)
    if (code !== 'INVALID_MESSAGE' && code !== 'LIMIT_EXCEEDED') return
    this.#closeSnapshot()
    if (code === 'INVALID_MESSAGE' && !this.#followsAll && this.#cursor !== null) {
      // The server doesn't know this cursor (another database, say): begin anew without it.
      this.#cursor = null
      this.#asked.delete('all')
    }
  }

  #subscribeAll(): ClientFrame {
    const preview = this.#drafted.has('all')
    this.#asked.set('all', preview)
    const since = this.#cursor === null ? {} : { since: this.#cursor }
    return { type: 'subscribe', jobs: 'all', ...since, ...(preview && { preview }) }
  }

  #unsubscribeAll(): ClientFrame {
    this.#asked.clear()
    this.#followsAll = false
    return { type: 'unsubscribe', jobs: 'all' }
  }

  // Beside `all`, a single id is asked for only where nothing current is known of it: without a cursor, `all` says
  // nothing of a job that finished before it.
  #idsToAsk(): string[] {
    const candidates = this.wantsAll && !(this.#followsAll && this.isSynced) ? [] : this.unsettled()
    return candidates.filter(id => !this.#isAsked(id) && (!this.#isKnownByAll(id) || this.#drafted.has(id)))
  }

  #isKnownByAll(id: string): boolean {
    return this.wantsAll && this.#heard.has(id)
  }

  /** As it is wanted now: with its draft, or without. */
  #isAsked(target: string): boolean {
    const withDraft = this.#asked.get(target)
    return withDraft !== undefined && (withDraft || !this.#drafted.has(target) || this.#asked.get('all') === true)
  }

  // After `all`, an unsubscribed id would be left out of it: nothing is dropped then.
  #idsToDrop(): string[] {
    if (this.wantsAll) return []
    return [...this.#asked.keys()].filter(id => !this.#wanted.has(id))
  }

  #unfinished(): string[] {
    return this.#store
      .list()
      .filter(job => !isFinal(job.status))
      .map(job => job.job_id)
  }

  #isOpen(id: string): boolean {
    const job = this.#store.get(id)
    return job ? !isFinal(job.status) : !this.#missing.has(id)
  }

  #closeSnapshot(): void {
    this.#openSnapshots = Math.max(0, this.#openSnapshots - 1)
  }
}

function count(counts: Map<string, number>, target: string, change: 1 | -1): void {
  const now = (counts.get(target) ?? 0) + change
  if (now > 0) counts.set(target, now)
  else counts.delete(target)
}

function inFrames(ids: string[], preview = false): ClientFrame[] {
  const frames: ClientFrame[] = []
  for (let at = 0; at < ids.length; at += IDS_IN_A_FRAME) {
    frames.push({ type: 'subscribe', jobs: ids.slice(at, at + IDS_IN_A_FRAME), ...(preview && { preview }) })
  }
  return frames
}
