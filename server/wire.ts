// Bytes to a socket: a frame is encoded once for all who get it, and what one loop turn brings goes out in one write.
// The only place that reaches into `ws`: its own send() encodes and writes for each socket and each message anew.
import type { Socket } from 'node:net'
import { WebSocket } from 'ws'

/** The first byte of a frame: a text, whole; neither compressed nor masked, as the channel has no extensions. */
const WHOLE_TEXT = 0x81

/** A whole text frame (RFC 6455, section 5.2) of these pieces, ready to be written to any number of sockets. */
export const encodeFrame = (...pieces: string[]): Buffer => {
  let length = 0
  for (const piece of pieces) length += Buffer.byteLength(piece)
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(head + length)
  frame[0] = WHOLE_TEXT
  frame[1] = head === 2 ? length : head === 4 ? 126 : 127
  if (head === 4) frame.writeUInt16BE(length, 2)
  if (head === 10) frame.writeBigUInt64BE(BigInt(length), 2)
  let at = head
  for (const piece of pieces) at += frame.write(piece, at)
  return frame
}

/** Sockets that tell when they begin to close, also where `ws` does so by itself: on a close frame or one it can't read. */
export const tellingClose = (closing: (socket: WebSocket) => void): typeof WebSocket =>
  class extends WebSocket {
    override close(...how: Parameters<WebSocket['close']>): void {
      super.close(...how)
      closing(this)
    }
  }

/** The connection below a socket. */
export const connectionOf = (socket: WebSocket): Socket => (socket as unknown as { _socket: Socket })._socket

interface Flushable {
  flush(): void
}
let turn: Flushable[] = []

/** Has `flush` called at the end of this loop turn. */
export const flushSoon = (one: Flushable): void => {
  if (turn.push(one) === 1) setImmediate(flushAll)
}

const flushAll = (): void => {
  const these = turn
  turn = []
  for (const one of these) one.flush()
}

let lastFrames: Buffer[] = []
let lastJoined = Buffer.alloc(0)

/** The frames as one buffer. The sockets of one user get the same ones in a turn: joined once for all of them. */
export const join = (frames: Buffer[]): Buffer => {
  if (frames.length === 1) return frames[0]!
  if (frames.length !== lastFrames.length || frames.some((frame, index) => frame !== lastFrames[index])) {
    lastFrames = frames
    lastJoined = Buffer.concat(frames)
  }
  return lastJoined
}

/** A number that changes whenever the kernel took more bytes of what waits. */
export const drainMark = (connection: Socket): number => {
  const handle = (connection as unknown as { _handle?: { writeQueueSize?: number } | null })._handle
  return connection.bytesWritten - connection.writableLength - (handle?.writeQueueSize ?? 0)
}
