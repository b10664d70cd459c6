// Connections that break off, or ask for what nobody offers: the server goes on, keeps nothing of them, and answers in
// the form of every other answer.
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import t from 'tap'
import { AddressWindows } from '../../server/address-windows.ts'
import { createLog } from '../../shared/log.ts'
import { openRedis } from '../../shared/redis.ts'
import { token, until } from '../harness.ts'
import { API, startRest } from './rest-setup.ts'

const { ask, server, candidate, job, redisUrl, db } = await startRest(t)
const upgrade = [
  `GET ${API}/ws HTTP/1.1`,
  'Host: x',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
]
const bytesOf = (lines: string[], body = '') => `${lines.join('\r\n')}\r\n\r\n${body}`

/** Sends this and, `afterMs` later, resets the connection. */
const sendAndReset = (bytes: string, afterMs = 0) =>
  new Promise<void>(resolve => {
    const socket = connect(server.port, '127.0.0.1', () =>
      socket.write(bytes, () =>
        setTimeout(() => {
          socket.resetAndDestroy()
          resolve()
        }, afterMs),
      ),
    )
    socket.on('error', () => {})
  })

/** What comes back to this, until the connection is closed or the answer is whole. */
const answerTo = (bytes: string) =>
  new Promise<string>((resolve, reject) => {
    let text = ''
    const socket = connect(server.port, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', data => {
      text += data
      if (/\r\n\r\n.*\}$/s.test(text)) socket.destroy()
    })
    socket.on('close', () => resolve(text)).on('error', reject)
  })

t.test('a connection that is reset right after its request ends nothing but itself', async t => {
  for (let round = 0; round < 30; round++) {
    await Promise.all([
      sendAndReset(bytesOf(upgrade)),
      sendAndReset(bytesOf(['GET /docs HTTP/1.1', 'Host: x'])),
      sendAndReset(bytesOf([...upgrade, 'Authorization: Bearer bad'])),
    ])
  }
  t.equal((await ask('GET', '/api/healthz')).status, 200)
  const failed = server.log.filter(line => /toLowerCase|request failed/.test(line))
  t.same(failed, [])
})

t.test('an event stream whose client leaves before it began is not kept', async t => {
  const id = await job(await candidate())
  const redis = openRedis(redisUrl, 'command', createLog('test', 'silent'))
  t.teardown(() => redis.disconnect())
  const channels = async () => ((await redis.pubsub('CHANNELS', '*42')) as string[]).length
  const stream = bytesOf([
    `GET ${API}/job-status/${id} HTTP/1.1`,
    'Host: x',
    `Authorization: Bearer ${token('42')}`,
    'Accept: text/event-stream',
  ])
  // The job's row is locked against nothing: it is the read of it that takes its time here.
  await db.transaction().execute(async transaction => {
    await sql`lock table resume_generation_job in access exclusive mode`.execute(transaction)
    await Promise.all(Array.from({ length: 10 }, () => sendAndReset(stream, 50)))
    await wait(300)
  })
  await Promise.all(Array.from({ length: 20 }, (_, index) => sendAndReset(stream, index)))
  await until(async () => (await ask('GET', `${API}/job-status/${id}`)).status === 200)
  await until(async () => (await channels()) === 0, 5_000)
  t.pass('nobody listens any more')
})

t.test('an upgrade to something else is ignored, and the request answered', async t => {
  const h2c = ['Host: x', 'Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAoAAA']
  const health = await answerTo(bytesOf(['GET /api/healthz HTTP/1.1', ...h2c]))
  t.match(health, /^HTTP\/1\.1 200 OK\r\n/)
  t.match(health, /x-request-id: /)
  t.match(health, /\{"status":"ok"\}$/)
  const body = JSON.stringify({ candidate_id: 0 })
  const post = await answerTo(
    bytesOf(
      [
        `POST ${API}/generate-async HTTP/1.1`,
        ...h2c,
        `Authorization: Bearer ${token('42')}`,
        'Content-Type: application/json',
        `Content-Length: ${body.length}`,
      ],
      body,
    ),
  )
  t.match(post, /^HTTP\/1\.1 404 .*CANDIDATE_NOT_FOUND/s)
})

t.test('a request without Host, or with an expectation that nobody knows, is answered as all others', async t => {
  const bare = await answerTo(bytesOf(['GET /api/healthz HTTP/1.1', 'Connection: close']))
  t.match(bare, /^HTTP\/1\.1 400 Bad Request\r\n.*x-request-id: .*"code":"INVALID_REQUEST"/s)
  const expecting = await answerTo(bytesOf(['GET /api/healthz HTTP/1.1', 'Host: x', 'Expect: wonders']))
  t.match(expecting, /^HTTP\/1\.1 200 OK\r\n.*x-request-id: /s)
})

t.test('a candidate that is just being deleted holds nobody else up', async t => {
  const [locked, free] = [await candidate(), await candidate()]
  const post = (candidateId: number, headers = {}) =>
    ask('POST', `${API}/generate-async`, { body: { candidate_id: candidateId }, headers })
  await db.transaction().execute(async transaction => {
    await sql`select from candidate where id = ${locked} for update`.execute(transaction)
    const held = [post(locked), post(locked), post(locked), post(locked, { 'idempotency-key': 'held' })]
    await wait(100)
    for (let turn = 0; turn < 5; turn++) {
      const answer = await post(free)
      t.equal(answer.status, 202)
      t.ok(answer.ms < 2_000, `${Math.round(answer.ms)} ms`)
    }
    for (const { status, body, headers } of await Promise.all(held))
      t.match([status, body.code, headers['retry-after']], [503, 'UNAVAILABLE', /\d/])
  })
  t.equal((await post(locked)).status, 202, 'it was not deleted after all')
})

t.test('a clock that jumps does not shut an address out', t => {
  let now = 1_000_000
  const windows = new AddressWindows(undefined, () => now)
  const count = (address = 'a'): number => {
    let current = 0
    windows.incr(address, (_error, result) => (current = result!.current), 60_000)
    return current
  }
  t.same([count(), count(), count('b')], [1, 2, 1])
  now += 59_999
  t.equal(count(), 3)
  now += 1
  t.equal(count(), 1, 'a window begins anew')
  for (let address = 0; address < 5_000; address++) count(`${address}`)
  t.equal(count(), 1, 'of too many the oldest are forgotten')
  t.end()
})
