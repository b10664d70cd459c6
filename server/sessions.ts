// All sockets of this process: admits them, and keeps every deadline with one sweep instead of a timer a socket.
import type { WebSocket } from 'ws'
import { type CloseCode, closeCodes, HEARTBEAT_SECONDS } from '../shared/protocol.ts'
import type { Session } from './session.ts'

const USER_SOCKETS_MAX = 20
/** ms within which the first frame must authenticate. */
const AUTH_MS = 5_000
/** ms without any draining after which a reader is too slow. */
export const STUCK_MS = 30_000
/** ms between a close frame and the end of the connection, for a client that does not answer it. */
const CLOSE_MS = 2_000
/** The same for a reader that was too slow: what waits comes before the close frame, and it may read again. */
const CLOSE_SLOW_MS = 30_000
const SWEEP_MS = 250
/** A sweep asks one socket in so many whether it drains, the only costly question and one that can wait 2 s. */
const SHARES = 8
/** Pings that may go unanswered. */
const MISSED_MAX = 2

interface Watch {
  /** Which sweep asks it whether it drains. */
  share: number
  /** None where the socket was refused at once. */
  session: Session | undefined
  pingAt: number
  missed: number
  /** Once it is closing: when it is cut off. */
  endAt: number | undefined
}

export class Sessions {
  readonly #watches = new Map<WebSocket, Watch>()
  readonly #users = new Map<string, number>()
  readonly #sweep: NodeJS.Timeout
  #draining = false
  #next = 0
  #turn = 0

  constructor() {
    this.#sweep = setInterval(() => this.#check(), SWEEP_MS)
  }

  /** Open sockets. */
  get size(): number {
    return this.#watches.size
  }

  /** From now on the process takes no new ones. */
  get draining(): boolean {
    return this.#draining
  }

  add(session: Session): void {
    const { socket } = session
    this.#watch(socket, session)
    socket.on('pong', () => {
      const watch = this.#watches.get(socket)
      if (watch) watch.missed = 0
    })
  }

  /** Closes a socket that never becomes a session. */
  refuse(socket: WebSocket, code: CloseCode, reason: string): void {
    this.#watch(socket, undefined)
    socket.close(code, reason)
  }

  /** Counts one more of this user's; false, and not counted, where there are as many as one may have. */
  admit(userId: string): boolean {
    const count = this.#users.get(userId) ?? 0
    if (count >= USER_SOCKETS_MAX) return false
    this.#users.set(userId, count + 1)
    return true
  }

  /** Closes all with 1012, spread over `spreadMs`, so that their clients don't come back in one blow. */
  async drain(spreadMs: number): Promise<void> {
    this.#draining = true
    const all = [...this.#watches.values()]
    await Promise.all(
      all.map(async ({ session }, index) => {
        await new Promise(resolve => setTimeout(resolve, (spreadMs * index) / all.length))
        session?.close(closeCodes.restarting, 'the server restarts')
      }),
    )
    const deadline = performance.now() + CLOSE_MS
    while (this.#watches.size > 0 && performance.now() < deadline) await new Promise(resolve => setTimeout(resolve, 20))
    for (const socket of this.#watches.keys()) socket.terminate()
    clearInterval(this.#sweep)
  }

  #watch(socket: WebSocket, session: Session | undefined): void {
    const pingAt = performance.now() + HEARTBEAT_SECONDS * 1000
    this.#watches.set(socket, { share: this.#next++ % SHARES, session, pingAt, missed: 0, endAt: undefined })
    socket.once('close', () => this.#remove(socket, session))
  }

  #remove(socket: WebSocket, session: Session | undefined): void {
    this.#watches.delete(socket)
    session?.end()
    if (!session?.admitted) return
    const userId = session.user!.id
    const left = this.#users.get(userId)! - 1
    if (left > 0) this.#users.set(userId, left)
    else this.#users.delete(userId)
  }

  #check(): void {
    const at = performance.now()
    const time = Date.now()
    this.#turn = (this.#turn + 1) % SHARES
    for (const [socket, watch] of this.#watches) {
      const { session } = watch
      if (!session || socket.readyState !== socket.OPEN) cutOff(socket, watch, at)
      else if (!session.user && at - session.openedAt > AUTH_MS)
        session.close(closeCodes.notAuthenticated, 'no auth frame in time')
      else if (session.user && session.user.expiresAt <= time)
        session.close(closeCodes.notAuthenticated, 'the token ran out')
      else if (watch.share === this.#turn && session.stuckMs(at) > STUCK_MS) {
        watch.endAt = at + CLOSE_SLOW_MS
        session.close(closeCodes.tooSlow, 'reads too slowly')
      } else if (at >= watch.pingAt) ping(socket, watch, at)
    }
  }
}

const cutOff = (socket: WebSocket, watch: Watch, at: number): void => {
  watch.endAt ??= at + CLOSE_MS
  if (at > watch.endAt) socket.terminate()
}

const ping = (socket: WebSocket, watch: Watch, at: number): void => {
  if (watch.missed >= MISSED_MAX) return socket.terminate()
  watch.missed++
  watch.pingAt = at + HEARTBEAT_SECONDS * 1000
  socket.ping()
}
