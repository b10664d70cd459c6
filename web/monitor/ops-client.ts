// The monitor's live figures: one socket, subscribed to `ops`, that comes back by itself. No React. Never polls.
import type { ServerFrame } from '../../shared/protocol.ts'
import { afterClose, type Backoff } from '../backoff.ts'
import { Channel } from '../channel.ts'
import type { Figures } from './ops-types.ts'

export type OpsState = 'live' | 'catching-up' | 'signed-out' | 'refused'
export interface OpsSnapshot {
  readonly state: OpsState
  /** Null before the first frame; then the last one. */
  readonly figures: Figures | null
  /** Raised with each frame. */
  readonly frames: number
}

/** As for the app: so many refused tokens in a row, and the operator has to paste another. */
const REFUSALS_BEFORE_SIGNED_OUT = 2
const STABLE_MS = 10_000
const backoff: Backoff = { baseMs: 500, capMs: 15_000, random: Math.random }

export class OpsClient {
  readonly #token: string
  readonly #listeners = new Set<() => void>()
  #snapshot: OpsSnapshot = { state: 'catching-up', figures: null, frames: 0 }
  #channel: Channel | null = null
  #retry: ReturnType<typeof setTimeout> | undefined
  #failures = 0
  #refusals = 0
  #readyAt = 0

  constructor(token: string) {
    this.#token = token
  }

  readonly getSnapshot = (): OpsSnapshot => this.#snapshot

  /** The first listener connects, the last to go disconnects. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    if (this.#listeners.size === 1) this.#connect()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#stop()
    }
  }

  #connect(): void {
    this.#readyAt = 0
    this.#channel = new Channel({
      url: `${location.origin.replace(/^http/, 'ws')}/api/resume-async/ws`,
      token: this.#token,
      renewToken: async () => this.#token,
      connectTimeoutMs: 5_000,
      onReady: () => this.#ready(),
      onFrame: frame => this.#receive(frame),
      onEnd: code => this.#ended(code),
    })
  }

  #ready(): void {
    this.#readyAt = Date.now()
    this.#refusals = 0
    this.#channel?.send({ type: 'subscribe', ops: true })
  }

  #receive(frame: ServerFrame): void {
    if (frame.type === 'error' && frame.code === 'FORBIDDEN') return this.#halt('refused')
    if (frame.type !== 'ops') return
    this.#tell({ state: 'live', figures: frame, frames: this.#snapshot.frames + 1 })
  }

  #ended(code: number): void {
    this.#channel = null
    const wasGood = this.#readyAt > 0 && Date.now() - this.#readyAt > STABLE_MS
    this.#failures = wasGood ? 0 : this.#failures + 1
    this.#refusals = code === 4401 ? this.#refusals + 1 : 0
    if (this.#refusals >= REFUSALS_BEFORE_SIGNED_OUT) return this.#halt('signed-out')
    const verdict = afterClose(code, this.#failures, backoff)
    if (!verdict.retry) return this.#halt('refused')
    this.#tell({ ...this.#snapshot, state: 'catching-up' })
    this.#retry = setTimeout(() => this.#connect(), verdict.delayMs)
  }

  #halt(state: OpsState): void {
    this.#stop()
    this.#tell({ ...this.#snapshot, state })
  }

  #stop(): void {
    clearTimeout(this.#retry)
    this.#channel?.close()
    this.#channel = null
  }

  #tell(snapshot: OpsSnapshot): void {
    this.#snapshot = snapshot
    for (const listener of [...this.#listeners]) listener()
  }
}
