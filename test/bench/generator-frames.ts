// Counts what arrives, far cheaper than a WebSocket client could: a load generator that is slower than the server would
// measure itself. Takes a socket over from `ws` once its handshake is done.
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'

const VERSION = Buffer.from('"version":')
const TEXT = 1
const PING = 9
/** Engine.IO's ping, a text of one character. */
const PING_TEXT = 50
const ZERO = 48

/** From now on calls `onVersion` for each job state that comes; beside that, pings are answered. */
export const countVersions = (socket: WebSocket, onVersion: (version: number) => void): void => {
  const connection = (socket as unknown as { _socket: Socket })._socket
  let rest: Buffer | undefined
  connection.removeAllListeners('data').on('data', (chunk: Buffer) => {
    const bytes = rest ? Buffer.concat([rest, chunk]) : chunk
    const end = readFrames(socket, bytes, onVersion)
    rest = end < bytes.length ? bytes.subarray(end) : undefined
  })
}

/** Returns where the first frame begins that is not whole yet. A server's frames carry no mask. */
const readFrames = (socket: WebSocket, bytes: Buffer, onVersion: (version: number) => void): number => {
  let start = 0
  while (start + 2 <= bytes.length) {
    const short = bytes[start + 1]!
    if (short === 126 && start + 4 > bytes.length) break
    if (short === 127) throw new Error('a frame of 64 KiB and more')
    const body = start + (short === 126 ? 4 : 2)
    const end = body + (short === 126 ? bytes.readUInt16BE(start + 2) : short)
    if (end > bytes.length) break
    const kind = bytes[start]! & 15
    if (kind === PING) socket.pong()
    else if (kind === TEXT && end === body + 1 && bytes[body] === PING_TEXT) socket.send('3')
    else if (kind === TEXT) readVersion(bytes, body, end, onVersion)
    start = end
  }
  return start
}

const readVersion = (bytes: Buffer, body: number, end: number, onVersion: (version: number) => void): void => {
  const found = bytes.indexOf(VERSION, body)
  if (found < 0 || found >= end) return
  let version = 0
  for (let at = found + VERSION.length; bytes[at]! >= ZERO && bytes[at]! <= ZERO + 9; at++)
    version = version * 10 + bytes[at]! - ZERO
  onVersion(version)
}
