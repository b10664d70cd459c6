// Ends that only one side makes: a client that says goodbye, or breaks the rules, and never closes its connection.
import { connect as dial, type Socket } from 'node:net'
import t from 'tap'
import { token, until } from '../harness.ts'
import { scrape } from '../metrics-text.ts'
import { openStage } from './socket-setup.ts'

const { server } = await openStage(t, { API_RATE_LIMIT: '10000' })
const sockets = async () => (await scrape(server)).sum('resume_sockets')

/** A socket by bytes, authenticated, which never ends its side of the connection. */
const open = async (): Promise<Socket> => {
  const socket = dial({ port: server.port, host: '127.0.0.1', allowHalfOpen: true })
  t.teardown(() => socket.destroy())
  socket.on('error', () => {})
  let got = ''
  socket.on('data', data => {
    got += data
  })
  const head = [
    'GET /api/resume-async/ws HTTP/1.1',
    'Host: x',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    `Authorization: Bearer ${token('half-open')}`,
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  await until(() => got.includes('"ready"'))
  return socket
}

/** Masked with zeros. */
const frame = (opcode: number, payload: Buffer): Buffer => {
  const { length } = payload
  const size = length < 126 ? [0x80 | length] : [0x80 | 126, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([0x80 | opcode, ...size, 0, 0, 0, 0]), payload])
}

const TEXT = 1
const CLOSE = 8
const ends: [string, Buffer][] = [
  ['a close frame', frame(CLOSE, Buffer.from([1000 >> 8, 1000 & 255]))],
  ['a frame over 16 KiB', frame(TEXT, Buffer.alloc(20_000, 'x'))],
  ['a text that is no UTF-8', frame(TEXT, Buffer.from([0xff, 0xfe]))],
  ['a bad token', frame(TEXT, Buffer.from('{"type":"auth","token":"x"}'))],
]

t.test('two seconds after the close frame the server ends the connection by itself', async t => {
  for (const [name, bytes] of ends) {
    const socket = await open()
    // Past the look at a new one.
    await new Promise(resolve => setTimeout(resolve, 300))
    socket.write(bytes)
    const begun = performance.now()
    await until(async () => (await sockets()) === 0)
    const ms = performance.now() - begun
    t.ok(ms < 5_000, `${name}: gone after ${Math.round(ms)} ms`)
  }
})
