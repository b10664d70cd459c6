// All sockets of this process: admits them, and keeps every deadline on one timer wheel instead of a timer a socket.
import type { WebSocket } from 'ws'
import { type CloseCode, closeCodes, HEARTBEAT_SECONDS } from '../shared/protocol.ts'
import type { Session } from './session.ts'
import { Wheel, type Wheeled } from './wheel.ts'

const USER_SOCKETS_MAX = 20
/** ms within which the first frame must authenticate. */
const AUTH_MS = 5_000
/** ms without any draining after which a reader is too slow. */
export const STUCK_MS = 30_000
/** ms between a close frame and the end of the connection, for a client that does not answer it. */
const CLOSE_MS = 2_000
/** The same for a reader that was too slow: what waits comes before the close frame, and it may read again. */
const CLOSE_SLOW_MS = 30_000
/** How often one is asked for whom something waits, in ms. */
const STUCK_LOOK_MS = 2_000
/** Pings that may go unanswered. */
const MISSED_MAX = 2

interface Watch extends Wheeled {
  readonly socket: WebSocket
  /** None where the socket was refused at once. */
  readonly session: Session | undefined
  pingAt: number
  missed: number
  /** Once it is closing: when it is cut off. */
  endAt: number | undefined
}

export class Sessions {
  readonly #watches = new Map<WebSocket, Watch>()
  readonly #users = new Map<string, number>()
  readonly #wheel = new Wheel<Watch>(watch => this.#look(watch))
  #draining = false

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

  /** Its deadlines are others than before: it is closing, has a new token, or something waits that it does not take. */
  lookSoon(socket: WebSocket): void {
    const watch = this.#watches.get(socket)
    if (watch) this.#wheel.set(watch, 0)
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
    this.#wheel.stop()
  }

  #watch(socket: WebSocket, session: Session | undefined): void {
    const pingAt = performance.now() + HEARTBEAT_SECONDS * 1000
    this.#watches.set(socket, { socket, session, pingAt, missed: 0, endAt: undefined, slot: undefined })
    this.lookSoon(socket)
    socket.once('close', () => this.#remove(socket, session))
  }

  #remove(socket: WebSocket, session: Session | undefined): void {
    this.#wheel.delete(this.#watches.get(socket)!)
    this.#watches.delete(socket)
    session?.end()
    if (!session?.admitted) return
    const userId = session.user!.id
    const left = this.#users.get(userId)! - 1
    if (left > 0) this.#users.set(userId, left)
    else this.#users.delete(userId)
  }

  /** Does what is due; in how many ms the next thing is. */
  #look(watch: Watch): number {
    const { socket, session } = watch
    const at = performance.now()
    if (!session || socket.readyState !== socket.OPEN) return cutOff(watch, at)
    if (!session.user) return untilAuthenticated(session, at)
    const valid = session.user.expiresAt - Date.now()
    if (valid <= 0) {
      session.close(closeCodes.notAuthenticated, 'the token ran out')
      return 0
    }
    const stuck = session.stuckMs(at)
    if (stuck !== undefined && stuck > STUCK_MS) {
      watch.endAt = at + CLOSE_SLOW_MS
      session.close(closeCodes.tooSlow, 'reads too slowly')
      return 0
    }
    if (at >= watch.pingAt) ping(watch, at)
    return Math.min(valid, watch.pingAt - at, stuck === undefined ? Number.POSITIVE_INFINITY : STUCK_LOOK_MS)
  }
}

const untilAuthenticated = (session: Session, at: number): number => {
  const left = session.openedAt + AUTH_MS - at
  if (left <= 0) session.close(closeCodes.notAuthenticated, 'no auth frame in time')
  return left
}

const cutOff = (watch: Watch, at: number): number => {
  watch.endAt ??= at + CLOSE_MS
  if (at >= watch.endAt) watch.socket.terminate()
  return watch.endAt - at
}

const ping = (watch: Watch, at: number): void => {
  if (watch.missed >= MISSED_MAX) return watch.socket.terminate()
  watch.missed++
  watch.pingAt = at + HEARTBEAT_SECONDS * 1000
  watch.socket.ping()
}
