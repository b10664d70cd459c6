// A reader that stops reading costs the server a bounded amount, and gets the latest state when it reads again.
import { createServer, connect as dial, type Socket } from 'node:net'
import t from 'tap'
import { WebSocket } from 'ws'
import { Outbox } from '../../server/outbox.ts'
import { PushFigures } from '../../server/push-figures.ts'
import { STUCK_MS } from '../../server/sessions.ts'
import { publishUpdate } from '../../shared/bus.ts'
import { token, until } from '../harness.ts'
import { connect, ofType } from '../socket-client.ts'
import { openStage } from './socket-setup.ts'

t.test('states of a reader that stopped are replaced, not heaped up; others do not feel it', async t => {
  const { server, jobs } = await openStage(t)
  const JOBS = 40
  const ROUNDS = 600
  const subscribe = async () => {
    const client = await connect(t, server.url, token('slow'))
    client.send({ type: 'subscribe', jobs: 'all' })
    await client.next(ofType('synced'))
    return client
  }
  const [slow, brisk] = [await subscribe(), await subscribe()]
  slow.socket.pause()
  // 2 KB each, 48 MB in all: far more than the kernel takes.
  const padding = 'x'.repeat(2_000)
  for (let version = 1; version <= ROUNDS; version++) {
    const states = Array.from({ length: JOBS }, (_, job) => {
      const jobId = `job-${job}`
      const json = JSON.stringify({ job_id: jobId, version, padding })
      return publishUpdate(jobs.redis, 'slow', { jobId, version, final: false, json })
    })
    await Promise.all(states)
  }
  const seenLast = (client: typeof slow) =>
    new Set(
      client.frames.flatMap(frame => (frame.type === 'job' && frame.job.version === ROUNDS ? frame.job.job_id : [])),
    ).size === JOBS
  await until(() => seenLast(brisk))
  slow.socket.resume()
  await until(() => seenLast(slow))
  const got = slow.frames.length
  t.ok(got < (JOBS * ROUNDS) / 2, `${got} frames of ${JOBS * ROUNDS}`)
  const versions = new Map<string, number>()
  for (const frame of slow.frames) {
    if (frame.type !== 'job') continue
    if (frame.job.version <= (versions.get(frame.job.job_id) ?? 0)) t.fail('a version fell')
    versions.set(frame.job.job_id, frame.job.version)
  }
})

t.test('how long a reader is stuck is judged by what drains, not by what waits', async t => {
  const [near, far] = await socketPair(t)
  const socket = serverSocket(near)
  t.teardown(() => socket.terminate())
  let asked = 0
  const outbox = new Outbox(socket, { pushes: new PushFigures(), lookSoon: () => asked++ })
  t.equal(outbox.stuckMs(1_000), undefined, 'nothing waits')
  outbox.position = { stamp: 1n, id: '' }
  const fill = () => {
    for (let i = 0; i < 20; i++) outbox.send({ type: 'error', code: 'FORBIDDEN', message: 'x'.repeat(1_000_000) })
    outbox.flush()
  }
  outbox.send({ type: 'pong' })
  outbox.flush()
  t.equal(asked, 0, 'the kernel took all')
  far.pause()
  fill()
  await until(() => near.writableLength > 0)
  t.ok(asked > 0, 'somebody has to ask how long it is stuck')
  outbox.stuckMs(2_000)
  await settled(near)
  outbox.stuckMs(3_000)
  t.ok(outbox.stuckMs(3_000 + STUCK_MS + 1)! > STUCK_MS, 'it has not drained for so long')
  fill()
  t.ok(outbox.stuckMs(4_000 + STUCK_MS)! > STUCK_MS, 'more that waits changes nothing')
  const waiting = near.writableLength
  far.once('data', () => far.pause())
  far.resume()
  await until(() => {
    far.resume()
    return near.writableLength < waiting || !outbox.stuckMs(60_000)
  })
  t.ok((outbox.stuckMs(60_001) ?? 0) <= 1, 'some has drained')
  far.resume()
  await until(() => near.writableLength === 0)
  t.equal(outbox.stuckMs(90_000), undefined)
})

/** As `ws` makes one after an upgrade. */
const serverSocket = (connection: Socket): WebSocket => {
  const Accepted = WebSocket as unknown as new (address: null, protocols: undefined, options: object) => WebSocket
  const socket = new Accepted(null, undefined, { isServer: true }) as WebSocket & {
    setSocket(connection: Socket, head: Buffer, options: object): void
  }
  socket.setSocket(connection, Buffer.alloc(0), { maxPayload: 0 })
  return socket
}

const socketPair = async (t: { teardown(end: () => void): void }): Promise<[Socket, Socket]> => {
  const server = createServer({ pauseOnConnect: false })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const accepted = new Promise<Socket>(resolve => server.once('connection', resolve))
  const far = dial((server.address() as { port: number }).port, '127.0.0.1')
  const near = await accepted
  for (const socket of [near, far]) socket.on('error', () => {})
  t.teardown(() => {
    far.destroy()
    near.destroy()
    server.close()
  })
  return [near, far]
}

/** The kernel takes no more. */
const settled = async (socket: Socket): Promise<void> => {
  let length = -1
  await until(async () => {
    const before = length
    length = socket.writableLength
    await new Promise(resolve => setTimeout(resolve, 50))
    return length === before
  })
}
