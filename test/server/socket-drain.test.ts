// SIGTERM: every socket is told to come back, spread over some seconds, and the process is gone within 20 s.
import { Agent, request } from 'node:http'
import { connect as dial } from 'node:net'
import t from 'tap'
import { createDatabase, createRedis, startServer, token, until } from '../harness.ts'
import { connect, ofType } from '../socket-client.ts'
import { isJob, openStage } from './socket-setup.ts'

t.test('sockets are closed with 1012, one after the other, and pushed to until then', async t => {
  const { server, jobs } = await openStage(t)
  const id = await jobs.create('stays')
  const clients = await Promise.all(Array.from({ length: 12 }, () => connect(t, server.url, token('stays'))))
  for (const client of clients) client.send({ type: 'subscribe', jobs: 'all' })
  for (const client of clients) await client.next(ofType('synced'))
  const anonymous = await connect(t, server.url)
  const deaf = await connect(t, server.url, token('deaf'))
  deaf.socket.pause()
  const refused = await connect(t, server.url, undefined, { headers: { origin: 'https://evil.example.com' } })
  refused.socket.pause()
  const kept = await keptAlive(server.url)
  const elsewhere = 'GET /nope HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n'
  const upgrade = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'
  const body = `POST /api/candidates HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token('stays')}\r\n`
  const length = 'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"basics"'
  for (const text of ['GET /api/healthz HTT', elsewhere + upgrade, body + length])
    await unfinished(t, server.port, text)

  const begun = performance.now()
  const ended: number[] = []
  for (const client of clients) void client.closed.then(() => ended.push(performance.now() - begun))
  server.process.kill('SIGTERM')
  await Promise.race(clients.map(client => client.closed))
  await jobs.finish(id)
  t.equal(await kept.upgrade(), 'closed', 'an upgrade on an open connection is not taken any more')
  for (const client of clients) t.equal(await client.closed, 1012)
  t.equal(await anonymous.closed.then(code => code === 1012 || code === 4401), true)
  t.ok(Math.max(...ended) - Math.min(...ended) > 1_500, 'spread')
  t.ok(clients.some(client => client.frames.some(isJob(id, 'SUCCESS'))))
  await server.stop()
  const { code } = await server.process.exited
  t.equal(code, 0)
  t.ok(performance.now() - begun < 20_000)
  t.ok(server.log.some(line => line.includes('server closed')))
  deaf.socket.resume()
  t.equal(await deaf.closed, 1012, 'its close frame was on the way')
})

/** A connection that sends this much and no more. */
const unfinished = async (t: { teardown(end: () => void): void }, port: number, text: string): Promise<void> => {
  const socket = dial(port, '127.0.0.1')
  t.teardown(() => socket.destroy())
  socket.on('error', () => {}).resume()
  await new Promise<void>(resolve => socket.write(text, () => resolve()))
}

/** A connection that the server keeps open between requests. */
const keptAlive = async (url: string) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const get = () =>
    new Promise<string>(resolve => {
      const sent = request(`${url}/api/healthz`, { agent }, response =>
        response.resume().on('end', () => resolve('answered')),
      )
      sent.on('error', () => resolve('closed')).end()
    })
  await get()
  t.teardown(() => agent.destroy())
  return {
    upgrade: () =>
      new Promise<string>(resolve => {
        const headers = {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        }
        const sent = request(`${url}/api/resume-async/ws`, { agent, headers })
        sent.on('upgrade', (_response, socket) => socket.on('data', () => {}).on('close', () => resolve('closed')))
        sent.on('response', () => resolve('closed'))
        sent.on('error', () => resolve('closed')).end()
      }),
  }
}

t.test('it ends in time with Redis gone, too', async t => {
  const redis = await createRedis(t)
  const server = await startServer(t, { DATABASE_URL: await createDatabase(t), REDIS_URL: redis.url })
  await redis.kill()
  const client = await connect(t, server.url, token('late'))
  client.send({ type: 'subscribe', jobs: 'all' })
  await client.next(ofType('synced'))
  const begun = performance.now()
  await server.stop()
  t.equal((await server.process.exited).code, 0)
  t.ok(performance.now() - begun < 10_000)
  t.equal(await client.closed, 1012)
  await until(() => server.log.some(line => line.includes('server closed')))
})
