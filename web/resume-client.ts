// Follows résumé jobs: over the push channel, by polling where sockets don't get through, and back again by itself.
// No React and no dependencies; runs in browsers and in Node. Knows nothing of how tokens are made.
import type { JobView, ServerFrame } from '../shared/protocol.ts'
import { afterClose, type Backoff, jitterMs, type Verdict } from './backoff.ts'
import { Channel } from './channel.ts'
import type { Connection, ConnectionState, ResumeClientOptions } from './connection.ts'
import { type Draft, DraftStore } from './draft-store.ts'
import { JobStore } from './job-store.ts'
import { startPolling } from './poll.ts'
import { Subscriptions } from './subscriptions.ts'
import { atTurnsEnd } from './turns-end.ts'
import { onWakeUp } from './wake-ups.ts'

export type { Connection, ConnectionState, Draft, ResumeClientOptions }

/** So many tries in a row without `ready`, and polling begins. */
const TRIES_BEFORE_POLLING = 2
/** So many refused tokens in a row, and the user counts as signed out. */
const REFUSALS_BEFORE_SIGNED_OUT = 3
/** A socket that lived so long was a good one: the next try begins from the shortest wait. */
const STABLE_MS = 10_000
/** Leaving a page and entering the next (or React's StrictMode) is no reason to close the socket. */
const LINGER_MS = 1_000
const stopStates = new Set<ConnectionState>(['signed-out', 'refused'])

export class ResumeClient {
  readonly #options: ResumeClientOptions
  readonly #origin: string
  readonly #backoff: Backoff
  readonly #store = new JobStore()
  readonly #subscriptions = new Subscriptions(this.#store)
  readonly #drafts = new DraftStore(this.#store, id => this.#subscriptions.wantsDraft(id))
  /** Many watches of one moment (a list that appears) become one frame. */
  readonly #flushSoon = atTurnsEnd(() => this.#flush())
  readonly #timers: Partial<Record<'retry' | 'linger', ReturnType<typeof setTimeout>>> = {}
  #connection: Connection = { state: 'offline', message: null }
  #running = false
  #channel: Channel | null = null
  /** Raised with each try and at each stop: what an older one still awaits is void. */
  #try = 0
  #token = ''
  #userId: string | null = null
  #failures = 0
  #refusals = 0
  #readyAt = 0
  #stopPolling: (() => void) | null = null
  #stopWakeUps: (() => void) | null = null

  constructor(options: ResumeClientOptions) {
    this.#options = options
    this.#origin = options.origin ?? location.origin
    this.#backoff = { baseMs: 500, capMs: 30_000, random: Math.random, ...options.backoff }
  }

  /** Calls `listener` after each change of a job or of the connection, until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener)
  readonly getConnection = (): Connection => this.#connection
  readonly getJob = (id: string): JobView | undefined => this.#store.get(id)
  /** Every known job, newest first; the same array until something changes. */
  readonly getJobs = (): readonly JobView[] => this.#store.list()
  /** What is written so far of a job that is watched with `preview`; gone with its final state. */
  readonly getDraft = (id: string): Draft | undefined => this.#drafts.get(id)
  /** The server has no such job for this user. */
  readonly isMissing = (id: string): boolean => this.#subscriptions.isMissing(id)

  /**
   * Follows one job, or `all` of the user's, until the returned function is called; with `preview` also the text as it
   * is being written. The first one connects.
   */
  watch(target: string, { preview = false }: { preview?: boolean } = {}): () => void {
    clearTimeout(this.#timers.linger)
    this.#subscriptions.add(target, preview)
    if (this.#running) this.#flushSoon()
    else this.#start()
    let released = false
    return () => {
      if (!released) this.#release(target, preview)
      released = true
    }
  }

  /** Takes job views that came by REST, say: the higher version wins. */
  put(jobs: readonly JobView[]): void {
    if (this.#store.put(jobs)) this.#store.notify()
    this.#flushSoon()
  }

  /** Tries at once: after signing in again, when the network is back, when a laptop wakes up. */
  reconnect(): void {
    if (!this.#running) return
    if (this.#connection.state === 'live') this.#channel?.probe()
    if (this.#channel) return
    this.#refusals = 0
    void this.#connect()
  }

  /** Ends everything at once; a later `watch` begins anew. */
  stop(): void {
    this.#running = false
    clearTimeout(this.#timers.linger)
    this.#stopWakeUps?.()
    this.#halt('offline')
  }

  #start(): void {
    this.#running = true
    this.#failures = this.#refusals = 0
    this.#stopWakeUps = onWakeUp(() => !stopStates.has(this.#connection.state) && this.reconnect())
    void this.#connect()
  }

  #release(target: string, preview: boolean): void {
    this.#subscriptions.remove(target, preview)
    if (preview) this.#drafts.dropUnwanted()
    if (!this.#running) return
    this.#flushSoon()
    if (this.#subscriptions.isEmpty) this.#timers.linger = setTimeout(() => this.stop(), LINGER_MS)
  }

  async #connect(): Promise<void> {
    const thisTry = ++this.#try
    clearTimeout(this.#timers.retry)
    if (!this.#stopPolling) this.#setState('catching-up')
    try {
      const token = await this.#options.getToken()
      if (thisTry !== this.#try) return
      this.#token = token
    } catch (error) {
      if (thisTry === this.#try) this.#tokenFailed(error)
      return
    }
    this.#channel = new Channel({
      url: `${this.#origin.replace(/^http/, 'ws')}/api/resume-async/ws`,
      token: this.#token,
      renewToken: () => this.#renewToken(),
      connectTimeoutMs: this.#options.connectTimeoutMs ?? 5_000,
      onReady: frame => this.#ready(frame.user_id),
      onFrame: frame => this.#receive(frame),
      onEnd: code => this.#ended(code),
    })
  }

  #ready(userId: string): void {
    this.#readyAt = Date.now()
    this.#refusals = 0
    this.#subscriptions.startSocket()
    if (this.#userId !== null && this.#userId !== userId) {
      this.#store.clear()
      this.#drafts.clear()
      this.#subscriptions.startUser()
    }
    this.#userId = userId
    this.#flush()
    this.#settle()
  }

  #receive(frame: ServerFrame): void {
    if (frame.type === 'preview') return this.#drafts.put(frame)
    this.#subscriptions.receive(frame)
    const changed = frame.type === 'job' && this.#store.put([frame.job])
    if (changed && !this.#subscriptions.isSynced) this.#store.notifySoon()
    else if (changed || frame.type === 'error') this.#store.notifyPaced()
    if (frame.type !== 'pong') this.#flush()
    this.#settle()
  }

  /** Live as soon as nothing that was asked for is outstanding. */
  #settle(): void {
    if (!this.#subscriptions.isSynced || this.#connection.state === 'live') return
    this.#endPolling()
    this.#setState('live')
  }

  #ended(code: number): void {
    this.#channel = null
    const livedMs = this.#readyAt > 0 ? Date.now() - this.#readyAt : 0
    this.#readyAt = 0
    this.#failures = livedMs > STABLE_MS ? 0 : this.#failures + 1
    this.#refusals = code === 4401 ? this.#refusals + 1 : 0
    if (this.#refusals >= REFUSALS_BEFORE_SIGNED_OUT) this.#halt('signed-out')
    else this.#obey(afterClose(code, this.#failures, this.#backoff))
  }

  #tokenFailed(error: unknown): void {
    const status = (error as { status?: unknown } | null)?.status
    this.#failures++
    if (status === 401 || status === 403) this.#halt('signed-out')
    else this.#comeBack(jitterMs(this.#failures, this.#backoff))
  }

  #obey(verdict: Verdict): void {
    if (verdict.retry) this.#comeBack(verdict.delayMs, verdict.poll)
    else this.#halt(verdict.state, verdict.message)
  }

  #comeBack(delayMs: number, poll = false): void {
    if (!this.#stopPolling) this.#setState('catching-up')
    const blocked = this.#failures >= TRIES_BEFORE_POLLING && this.#refusals === 0
    if (poll || blocked) this.#beginPolling()
    this.#timers.retry = setTimeout(() => void this.#connect(), delayMs)
  }

  #halt(state: ConnectionState, message: string | null = null): void {
    this.#try++
    clearTimeout(this.#timers.retry)
    this.#channel?.close()
    this.#channel = null
    this.#readyAt = 0
    this.#endPolling()
    this.#setState(state, message)
  }

  #beginPolling(): void {
    this.#stopPolling ??= startPolling({
      origin: this.#origin,
      everyMs: this.#options.pollEveryMs ?? 2_000,
      getToken: async renew => (renew || this.#token === '' ? await this.#renewToken() : this.#token),
      wanted: () => ({ all: this.#subscriptions.wantsAll, ids: this.#subscriptions.unsettled() }),
      onJobs: jobs => this.put(jobs),
      onMissing: id => {
        this.#subscriptions.markMissing(id)
        this.#store.notify()
      },
      onRound: ok => this.#setState(ok ? 'polling' : 'offline'),
      onSignedOut: () => this.#halt('signed-out'),
    })
  }

  #endPolling(): void {
    this.#stopPolling?.()
    this.#stopPolling = null
  }

  async #renewToken(): Promise<string> {
    this.#token = await this.#options.getToken()
    return this.#token
  }

  #flush(): void {
    if (this.#readyAt === 0) return
    for (const frame of this.#subscriptions.takeFrames()) this.#channel?.send(frame)
  }

  #setState(state: ConnectionState, message: string | null = null): void {
    if (this.#connection.state === state && this.#connection.message === message) return
    this.#connection = { state, message }
    this.#store.notify()
  }
}
