// One authenticated socket: opens, says hello, keeps the token fresh, notices silence, and ends once with a close code.
// Knows nothing of jobs, of retries, or of what comes after its end.
import type { ClientFrame, ReadyFrame, ServerFrame } from '../shared/protocol.ts'

export interface ChannelOptions {
  url: string
  token: string
  /** A fresh token for the open socket, before the old one runs out. */
  renewToken: () => Promise<string>
  /** From the first byte to `ready`. */
  connectTimeoutMs: number
  onReady: (frame: ReadyFrame) => void
  onFrame: (frame: ServerFrame) => void
  /** Once, unless `close()` was called. 1006 where the end was noticed only here. */
  onEnd: (code: number) => void
}

/** After a wake-up the other end has this long to show that it is there. */
const PROBE_MS = 5_000
const MAX_TIMER_MS = 2 ** 31 - 1

export class Channel {
  readonly #options: ChannelOptions
  readonly #socket: WebSocket
  readonly #timers: Record<'connect' | 'tick' | 'probe' | 'renew', ReturnType<typeof setTimeout> | undefined>
  #heartbeatMs = 0
  #heardAt = 0
  #tickedAt = 0
  #probeEndsAt = Number.POSITIVE_INFINITY
  #ready = false
  #ended = false

  constructor(options: ChannelOptions) {
    this.#options = options
    this.#timers = { connect: undefined, tick: undefined, probe: undefined, renew: undefined }
    this.#socket = new WebSocket(options.url)
    this.#socket.onopen = () => this.send({ type: 'auth', token: options.token })
    this.#socket.onmessage = event => this.#receive(event.data)
    this.#socket.onclose = event => this.#end(event.code)
    // A close event always follows an error event, and only the close says anything.
    this.#socket.onerror = null
    this.#timers.connect = setTimeout(() => this.#end(1006), options.connectTimeoutMs)
  }

  send(frame: ClientFrame): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame))
  }

  /** Asks the other end for a sign of life; without one in time the socket counts as closed. */
  probe(withinMs = PROBE_MS): void {
    if (!this.#ready || this.#ended) return
    const endsAt = Date.now() + withinMs
    // A later question must not put off the end of an earlier one.
    if (endsAt >= this.#probeEndsAt) return
    this.#probeEndsAt = endsAt
    this.send({ type: 'ping' })
    clearTimeout(this.#timers.probe)
    this.#timers.probe = setTimeout(() => this.#end(1006), withinMs)
  }

  /** Closes without a word to `onEnd`. */
  close(): void {
    this.#dispose()
  }

  #receive(data: unknown): void {
    const frame = parse(data)
    if (!frame || this.#ended) return
    this.#heardAt = Date.now()
    this.#probeEndsAt = Number.POSITIVE_INFINITY
    clearTimeout(this.#timers.probe)
    if (frame.type === 'ready') this.#welcome(frame)
    else this.#options.onFrame(frame)
  }

  #welcome(frame: ReadyFrame): void {
    clearTimeout(this.#timers.connect)
    this.#scheduleRenewal(renewalDelayMs(frame.expires_at))
    if (this.#ready) return
    this.#ready = true
    this.#heartbeatMs = frame.heartbeat_seconds * 1000
    this.#tick()
    this.#options.onReady(frame)
  }

  // A browser never shows the server's pings, so an idle socket is asked once a heartbeat. A tick that comes far too
  // late means that the machine slept: then the answer has to come soon.
  #tick(): void {
    const now = Date.now()
    const slept = this.#tickedAt > 0 && now - this.#tickedAt > 2 * this.#heartbeatMs
    if (slept) this.probe()
    else if (now - this.#heardAt >= this.#heartbeatMs) this.probe(this.#heartbeatMs)
    this.#tickedAt = now
    this.#timers.tick = setTimeout(() => this.#tick(), this.#heartbeatMs / 2)
  }

  #scheduleRenewal(delayMs: number): void {
    clearTimeout(this.#timers.renew)
    this.#timers.renew = setTimeout(() => void this.#renew(), delayMs)
  }

  async #renew(): Promise<void> {
    try {
      const token = await this.#options.renewToken()
      if (!this.#ended) this.send({ type: 'auth', token })
    } catch {
      // Not fatal: when the old token runs out the server closes with 4401, and the next try asks again.
      if (!this.#ended) this.#scheduleRenewal(PROBE_MS)
    }
  }

  #end(code: number): void {
    if (this.#ended) return
    this.#dispose()
    this.#options.onEnd(code)
  }

  #dispose(): void {
    this.#ended = true
    for (const timer of Object.values(this.#timers)) clearTimeout(timer)
    // A dead peer never answers the closing handshake: nothing of this socket is listened to any more.
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null
    this.#socket.close()
  }
}

/** At four fifths of the token's life. A life already over means that this clock is wrong: then every half minute. */
function renewalDelayMs(expiresAt: string): number {
  const leftMs = Date.parse(expiresAt) - Date.now()
  return leftMs > 0 ? Math.min(leftMs * 0.8, MAX_TIMER_MS) : 30_000
}

function parse(data: unknown): ServerFrame | null {
  try {
    return JSON.parse(String(data)) as ServerFrame
  } catch {
    return null // Not a frame of ours (a proxy's, say): the next one tells.
  }
}
