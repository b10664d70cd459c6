// One connected socket: hello → live → closed. Who it is, what it may ask, when it must go. What it sees is its
// subscription's business; it knows no HTTP and no other session.
import type { WebSocket } from 'ws'
import { type Log, userTag } from '../shared/log.ts'
import {
  type CloseCode,
  closeCodes,
  type ErrorFrameCode,
  HEARTBEAT_SECONDS,
  type ServerFrame,
} from '../shared/protocol.ts'
import type { Authenticate, User } from './auth.ts'
import { FrameGate } from './frame-gate.ts'
import { parseFrame } from './frames.ts'
import type { OpsFeed, Watcher } from './ops-feed.ts'
import { Subscription, type SubscriptionParts } from './subscription.ts'
import { connectionOf } from './wire.ts'

/** Bytes that may wait for a socket that asks and does not read: its answers are not heaped up without end. */
const ANSWERS_BYTES_MAX = 512 * 1024
/** Subscribes waiting for their turn: more than a client may send at once, so past it the database is what is slow. */
const WAITING_MAX = 200

export interface SessionParts extends SubscriptionParts {
  log: Log
  authenticate: Authenticate
  /** Counts one more socket of this user; false: there are too many here already. */
  admit(userId: string): boolean
  opsFeed: OpsFeed
}

export class Session {
  user: User | undefined
  /** It counts as one of its user's sockets. */
  admitted = false
  readonly openedAt = performance.now()
  readonly socket: WebSocket
  readonly #parts: SessionParts
  readonly #gate = new FrameGate()
  #subscription: Subscription | undefined
  #watcher: Watcher | undefined
  #ended = false
  #work: Promise<void> = Promise.resolve()
  #waiting = 0

  /** @param user where the upgrade carried a token; else the first frame must. */
  constructor(socket: WebSocket, parts: SessionParts, user?: User) {
    this.socket = socket
    this.#parts = parts
    if (user) this.#welcome(user)
  }

  /** How long nothing has drained, in ms; undefined where nothing waits. */
  stuckMs(now: number): number | undefined {
    return this.#subscription?.stuckMs(now)
  }

  /** @param text of a frame; undefined for a binary one. */
  onFrame(text: string | undefined): void {
    if (this.#ended || this.socket.readyState !== this.socket.OPEN) return
    // What comes before it is known who sends is one frame at most.
    if (this.user && !this.#gate.admit()) return this.close(closeCodes.tooMany, 'too many frames')
    const frame = parseFrame(text)
    if (typeof frame !== 'string' && frame.type === 'auth') return this.#authenticate(frame.token)
    if (!this.user) return this.close(closeCodes.notAuthenticated, 'the first frame must be auth')
    if (typeof frame === 'string') return this.#invalid(frame)
    this.#gate.valid()
    if (frame.type === 'ping') return this.#send({ type: 'pong' })
    if (frame.jobs === undefined && this.user.role === null)
      return this.#error('FORBIDDEN', 'Your token does not allow this.')
    this.#subscription ??= new Subscription(this.socket, this.#parts, this.user.id)
    const subscription = this.#subscription
    if (frame.jobs === undefined) return this.#enqueue(() => this.#watchOps(subscription))
    this.#enqueue(async () =>
      frame.type === 'subscribe' ? subscription.subscribe(frame) : subscription.unsubscribe(frame),
    )
  }

  /** A ping of the protocol, which is answered, or a pong that nobody may have asked for: they count as frames. */
  onControl(): void {
    if (!this.#gate.admit()) this.close(closeCodes.tooMany, 'too many frames')
    else this.#requireReading()
  }

  /** Nothing is kept for it from now on. */
  close(code: CloseCode, reason: string): void {
    this.#subscription?.flush()
    this.socket.close(code, reason)
    this.end()
  }

  /** The socket is gone, or closing. */
  end(): void {
    this.#ended = true
    this.#unwatchOps()
    this.#subscription?.end()
  }

  #authenticate(token: string): void {
    let user: User
    try {
      user = this.#parts.authenticate(token)
    } catch {
      return this.close(closeCodes.notAuthenticated, 'not authenticated')
    }
    if (this.user && this.user.id !== user.id) return this.close(closeCodes.notAuthenticated, 'another user')
    this.#gate.valid()
    this.#welcome(user)
  }

  #welcome(user: User): void {
    this.user = user
    // It may end sooner than the token before.
    this.#parts.lookSoon(this.socket)
    if (user.role === null) this.#unwatchOps()
    this.admitted ||= this.#parts.admit(user.id)
    if (!this.admitted) return this.close(closeCodes.tooMany, 'too many sockets')
    this.#send({
      type: 'ready',
      user_id: user.id,
      expires_at: new Date(user.expiresAt).toISOString(),
      heartbeat_seconds: HEARTBEAT_SECONDS,
    })
  }

  /** Figures replace each other, so a socket that is full gets the next ones. */
  async #watchOps(subscription: Subscription): Promise<void> {
    subscription.confirm()
    if (this.#watcher || this.user?.role == null) return
    this.#watcher = frame => {
      if (!subscription.full) subscription.send(frame)
    }
    const watcher = this.#watcher
    await this.#parts.opsFeed.watch(watcher)
    if (this.#watcher !== watcher) this.#parts.opsFeed.unwatch(watcher)
  }

  #unwatchOps(): void {
    if (this.#watcher) this.#parts.opsFeed.unwatch(this.#watcher)
    this.#watcher = undefined
  }

  /** One after the other, in the order asked; a failure is the database's, so the client comes back later. */
  #enqueue(work: () => Promise<void>): void {
    if (++this.#waiting > WAITING_MAX) return this.close(closeCodes.overloaded, 'try again later')
    this.#work = this.#work
      .then(() => (this.#ended ? undefined : work()))
      .catch(error => {
        if (this.#ended) return
        this.#parts.log.warn({ err: error, userId: userTag(this.user?.id) }, 'subscription failed')
        this.close(closeCodes.overloaded, 'try again later')
      })
      .finally(() => {
        this.#waiting--
      })
  }

  #invalid(reason: string): void {
    if (!this.#gate.invalid()) return this.close(closeCodes.invalidFrames, 'too many invalid frames')
    this.#error('INVALID_MESSAGE', reason)
  }

  #error(code: ErrorFrameCode, message: string): void {
    this.#send({ type: 'error', code, message })
  }

  #requireReading(): boolean {
    const reads = connectionOf(this.socket).writableLength <= ANSWERS_BYTES_MAX
    if (!reads) this.close(closeCodes.tooSlow, 'reads too slowly')
    return reads
  }

  #send(frame: ServerFrame): void {
    if (!this.#requireReading()) return
    if (this.#subscription) this.#subscription.send(frame)
    else this.socket.send(JSON.stringify(frame))
  }
}
