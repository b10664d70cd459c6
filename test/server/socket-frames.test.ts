// What a client may send: frames and their refusal, and how many.
import { randomUUID } from 'node:crypto'
import t from 'tap'
import type { ErrorFrame } from '../../shared/protocol.ts'
import { token, until } from '../harness.ts'
import { connect, ofType, type SocketClient } from '../socket-client.ts'
import { openStage } from './socket-setup.ts'

const { server } = await openStage(t)

const errors = (client: SocketClient): ErrorFrame[] => client.frames.filter(frame => frame.type === 'error')

const invalidFrames = [
  'no JSON',
  '',
  '[]',
  'null',
  '"auth"',
  {},
  { type: 'nonsense' },
  { type: '__proto__' },
  { type: 7 },
  { type: 'subscribe' },
  { type: 'subscribe', ops: false },
  { type: 'subscribe', jobs: null },
  { type: 'subscribe', jobs: 'some' },
  { type: 'subscribe', ops: true, jobs: 7 },
  { type: 'subscribe', jobs: [7] },
  { type: 'subscribe', jobs: 'all', since: 7 },
  { type: 'subscribe', jobs: 'all', since: '' },
  { type: 'subscribe', jobs: 'all', since: 'not a cursor' },
  { type: 'subscribe', jobs: [], since: "c1'; drop table" },
  { type: 'subscribe', jobs: 'all', preview: 'yes' },
  { type: 'unsubscribe' },
  { type: 'auth' },
]

t.test('an invalid frame is answered with INVALID_MESSAGE and the socket stays open', async t => {
  const client = await connect(t, server.url, token('invalid'))
  for (const frame of invalidFrames) {
    const before = client.frames.length
    client.send(frame)
    const error = await client.next(ofType('error'), before)
    t.equal(error.code, 'INVALID_MESSAGE', JSON.stringify(frame))
    t.ok(error.message)
    client.send({ type: 'ping' })
    await client.next(ofType('pong'), before)
  }
  const before = client.frames.length
  client.socket.send(Buffer.from('{"type":"ping"}'))
  t.equal((await client.next(ofType('error'), before)).code, 'INVALID_MESSAGE', 'a binary frame')
})

t.test('unknown fields are ignored, and null in an optional field is absent', async t => {
  const client = await connect(t, server.url, token('lenient'))
  client.send({ type: 'subscribe', jobs: 'all', since: null, preview: null, more: { than: 'asked' } })
  await client.next(ofType('synced'))
  t.same(errors(client), [])
})

t.test('ten invalid frames in a row close with 1008; a valid one between begins the count anew', async t => {
  const client = await connect(t, server.url, token('row'))
  for (let i = 0; i < 9; i++) client.send('nonsense')
  client.send({ type: 'ping' })
  for (let i = 0; i < 9; i++) client.send({ type: 'subscribe', jobs: 'all', since: '?' })
  await until(() => errors(client).length === 18)
  client.send({ type: 'ping' })
  await until(() => client.frames.filter(frame => frame.type === 'pong').length === 2)
  for (let i = 0; i < 10; i++) client.send('nonsense')
  t.equal(await client.closed, 1008)
  t.equal(errors(client).length, 27)
})

t.test('a hundred frames at once are answered; many more close with 4429', async t => {
  const client = await connect(t, server.url, token('burst'))
  await client.next(ofType('ready'))
  for (let i = 0; i < 100; i++) client.send({ type: 'ping' })
  await until(() => client.frames.filter(frame => frame.type === 'pong').length === 100)
  for (let i = 0; i < 150; i++) client.send({ type: 'ping' })
  t.equal(await client.closed, 4429)
})

t.test('a hundred subscribes at once are each answered', async t => {
  const client = await connect(t, server.url, token('subscribes'))
  for (let i = 0; i < 95; i++) client.send({ type: 'subscribe', jobs: i % 2 ? 'all' : [randomUUID()] })
  await until(() => client.frames.filter(frame => frame.type === 'synced').length === 95)
})

t.test(
  "a hundred of the protocol's own pings at once are answered; more of them, or of pongs, close with 4429",
  async t => {
    const client = await connect(t, server.url, token('pings'))
    await client.next(ofType('ready'))
    let pongs = 0
    client.socket.on('pong', () => pongs++)
    for (let i = 0; i < 100; i++) client.socket.ping()
    await until(() => pongs === 100)
    for (let i = 0; i < 150; i++) client.socket.ping()
    t.equal(await client.closed, 4429)
    const answers = await connect(t, server.url, token('pongs'))
    for (let i = 0; i < 150; i++) answers.socket.pong()
    t.equal(await answers.closed, 4429)
  },
)

t.test('a frame over 16 KiB closes with 1009, whatever its size; one of 16 KiB does not', async t => {
  for (const bytes of [16 * 1024 + 1, 100_000, 8_000_000]) {
    const client = await connect(t, server.url, token('large'))
    client.socket.send('x'.repeat(bytes))
    t.equal(await client.closed, 1009, `${bytes} bytes`)
  }
  const client = await connect(t, server.url, token('large'))
  const frame = JSON.stringify({ type: 'ping', padding: '' })
  client.send(frame.replace('""', `"${'x'.repeat(16 * 1024 - frame.length)}"`))
  await client.next(ofType('pong'))
})

t.test('text that is not UTF-8 closes with 1007', async t => {
  const client = await connect(t, server.url, token('utf8'))
  client.socket.send(Buffer.from([0xff, 0xfe]), { binary: false })
  t.equal(await client.closed, 1007)
})

t.test('ops frames are not for those without the role', async t => {
  const client = await connect(t, server.url, token('no-ops'))
  client.send({ type: 'subscribe', ops: true })
  t.equal((await client.next(ofType('error'))).code, 'FORBIDDEN')
  client.send({ type: 'ping' })
  await client.next(ofType('pong'))
})

t.test('ops with null for jobs is ops alone', async t => {
  const client = await connect(t, server.url, token('ops', { role: 'ops-read' }))
  client.send({ type: 'subscribe', ops: true, jobs: null })
  t.match(await client.next(ofType('subscribed')), { jobs: [] })
  await client.next(ofType('ops'))
  client.send({ type: 'ping' })
  await client.next(ofType('pong'))
  t.same(errors(client), [])
})

t.test('the path answers 404 to what is no upgrade', async t => {
  const response = await fetch(`${server.url}/api/resume-async/ws`)
  t.equal(response.status, 404)
})
