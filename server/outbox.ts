// What one socket still has to write: at most one pending state a job, the latest, and a bounded number of bytes.
// Knows versions and positions, not where states come from.
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { Preview, Update } from '../shared/bus.ts'
import type { Position } from '../shared/job-reads.ts'
import type { ServerFrame } from '../shared/protocol.ts'
import { encodeCursor } from './cursor.ts'
import type { PushFigures } from './push-figures.ts'
import { Versions } from './versions.ts'
import { connectionOf, drainMark, encodeFrame, flushSoon, join } from './wire.ts'

/** Bytes of one turn past which states wait here instead, where a newer one replaces them. */
const TURN_BYTES = 64 * 1024

export interface OutboxParts {
  pushes: PushFigures
  /** Something waits that the socket does not take at once: whoever watches deadlines has to ask how long it is stuck. */
  lookSoon(socket: WebSocket): void
}

export class Outbox {
  /** Frames carry this position: all below it has been given to the socket. Set by the first subscribe. */
  position: Position | undefined
  readonly #socket: WebSocket
  readonly #connection: Socket
  readonly #parts: OutboxParts
  readonly #versions = new Versions()
  #pending: Map<string, Update> | undefined
  /** Of this turn, not yet written. */
  #frames: Buffer[] = []
  #bytes = 0
  #waiting: (() => void)[] | undefined
  #ended = false
  #mark = 0
  #stuckSince: number | undefined

  constructor(socket: WebSocket, parts: OutboxParts) {
    this.#socket = socket
    this.#parts = parts
    this.#connection = connectionOf(socket)
    this.#connection.on('drain', () => this.#release())
  }

  /** Whether all that was given is on its way; only then may the position move on. */
  get empty(): boolean {
    return !this.#pending?.size
  }

  get cursor(): string {
    return encodeCursor(this.position!)
  }

  send(frame: ServerFrame): void {
    this.#queue(encodeFrame(JSON.stringify(frame)))
  }

  /** Writes the state, or keeps it until the socket has drained; drops it where it is not news. */
  push(update: Update): void {
    if (this.#ended || update.version <= this.#versions.of(update.jobId)) return
    if (!this.full) return this.#writeJob(update)
    this.#pending ??= new Map()
    const waiting = this.#pending.get(update.jobId)
    if (waiting) this.#parts.pushes.conflated++
    if (!waiting || waiting.version < update.version) this.#pending.set(update.jobId, update)
  }

  /** False where the socket is full. None goes out after the job's final state. */
  pushPreview(preview: Preview): boolean {
    if (this.#ended || this.#versions.isFinal(preview.jobId)) return true
    if (this.full) return false
    this.#parts.pushes.previews++
    this.#queue(encodedPreview(preview))
    return true
  }

  /** Forgets what was sent of a job, or of all, and what waits: after an unsubscribe versions begin anew. */
  forget(jobs: 'all' | string[]): void {
    this.#versions.forget(jobs)
    if (jobs === 'all') this.#pending = undefined
    else for (const id of jobs) this.#pending?.delete(id)
  }

  /** Resolves once the socket can take more, or is gone. */
  async ready(): Promise<void> {
    while (this.full && !this.#ended) await this.#drain()
  }

  /** Resolves once no state waits any more, or the socket is gone. */
  async drained(): Promise<void> {
    while (!this.empty && !this.#ended) await this.#drain()
  }

  /** How long nothing has drained, in ms; undefined where nothing waits. Asked from time to time. */
  stuckMs(now: number): number | undefined {
    if (this.#connection.writableLength === 0) {
      this.#stuckSince = undefined
      return undefined
    }
    const mark = drainMark(this.#connection)
    if (mark !== this.#mark) this.#stuckSince = undefined
    this.#mark = mark
    this.#stuckSince ??= now
    return now - this.#stuckSince
  }

  /** The socket is gone, or closing: nothing is kept for it any more. */
  end(): void {
    this.#ended = true
    this.#parts.pushes.dropped += this.#pending?.size ?? 0
    this.#pending = undefined
    this.#wake()
  }

  /** At the end of the turn, or before a close frame: all its frames in one write. */
  flush(): void {
    const frames = this.#frames
    if (frames.length === 0) return
    this.#frames = []
    this.#bytes = 0
    // After a close frame nothing may follow.
    if (this.#socket.readyState !== this.#socket.OPEN) return
    this.#connection.write(join(frames))
    if (this.#connection.writableLength > 0) this.#parts.lookSoon(this.#socket)
    if (!this.full) this.#release()
  }

  /** Whether what comes now has to wait. */
  get full(): boolean {
    return this.#connection.writableNeedDrain || this.#bytes > TURN_BYTES
  }

  #writeJob(update: Update): void {
    this.#versions.remember(update)
    this.#queue(encodedJob(update, this.position!))
    this.#parts.pushes.wroteJob(update)
  }

  #queue(frame: Buffer): void {
    if (this.#frames.push(frame) === 1) flushSoon(this)
    this.#bytes += frame.length
  }

  /** The socket has room: first the states that wait, then whoever waits to produce more. */
  #release(): void {
    for (const [jobId, update] of this.#pending ?? []) {
      if (this.full) return
      this.#pending!.delete(jobId)
      this.push(update)
    }
    this.#wake()
  }

  #drain(): Promise<void> {
    return new Promise(resolve => {
      this.#waiting ??= []
      this.#waiting.push(resolve)
    })
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    for (const resolve of waiting ?? []) resolve()
  }
}

/** The frame of a state at a position is the same for all sockets there, which get it one after the other: made once. */
const encodedJob = (update: Update, position: Position): Buffer => {
  if (last?.update === update && last.position === position) return last.frame
  const frame = encodeFrame('{"type":"job","job":', update.json, ',"cursor":"', encodeCursor(position), '"}')
  last = { update, position, frame }
  return frame
}
let last: { update: Update; position: Position; frame: Buffer } | undefined

const encodedPreview = (preview: Preview): Buffer => {
  const made = previewFrames.get(preview) ?? encodeFrame(preview.json)
  previewFrames.set(preview, made)
  return made
}
const previewFrames = new WeakMap<Preview, Buffer>()
