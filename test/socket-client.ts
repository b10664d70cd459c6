// A WebSocket client for tests: keeps every frame, and waits for one.
import { WebSocket } from 'ws'
import type { ServerFrame } from '../shared/protocol.ts'
import { until } from './harness.ts'

export interface SocketClient {
  /** All frames so far, in order. */
  frames: ServerFrame[]
  /** The close code, once it is closed. */
  closed: Promise<number>
  socket: WebSocket
  send(frame: unknown): void
  /** The first frame at or after `from` for which the condition holds. */
  next<F extends ServerFrame>(is: (frame: ServerFrame) => frame is F, from?: number, timeoutMs?: number): Promise<F>
  close(): void
}

export const ofType =
  <T extends ServerFrame['type']>(type: T) =>
  (frame: ServerFrame): frame is Extract<ServerFrame, { type: T }> =>
    frame.type === type

/** Opens the channel of a server at `url` (`http://…`); with a token it authenticates and waits for `ready`. */
export const connect = async (
  t: { teardown(end: () => void): void },
  url: string,
  token?: string,
  options: { headers?: Record<string, string>; query?: string } = {},
): Promise<SocketClient> => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/resume-async/ws${options.query ?? ''}`, {
    ...(options.headers && { headers: options.headers }),
  })
  const frames: ServerFrame[] = []
  socket.on('message', data => frames.push(JSON.parse(String(data)) as ServerFrame))
  const closed = new Promise<number>(resolve => socket.on('close', resolve))
  t.teardown(() => socket.terminate())
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const client: SocketClient = {
    frames,
    closed,
    socket,
    send: frame => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    next: (is, from = 0, timeoutMs = 10_000) => until(() => frames.slice(from).find(is), timeoutMs) as never,
    close: () => socket.close(),
  }
  if (token === undefined) return client
  client.send({ type: 'auth', token })
  await client.next(ofType('ready'))
  return client
}
