// A client that sends its request drop by drop gets so long and no longer, and holds nobody else up.
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { token } from '../harness.ts'
import { API, startRest } from './rest-setup.ts'

const { ask, server } = await startRest(t)
/** The 15 s a request has, how often that is looked at, and a slow machine. */
const CUT_BY_MS = 25_000

const head = `POST ${API}/generate-async HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token('42')}\r\n`
const slow: Record<string, { first: string; drop: string }> = {
  'says nothing at all': { first: '', drop: '' },
  'sends its head drop by drop': { first: 'GET /api/healthz HTTP/1.1\r\nHost: x\r\n', drop: 'X-A: b\r\n' },
  'sends its body drop by drop': {
    first: `${head}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n`,
    drop: ' ',
  },
}

t.test('a slow client is cut off', async t => {
  const cut = Object.entries(slow).map(async ([name, { first, drop }]) => {
    const { answer, ms } = await drip(first, drop)
    t.ok(ms > 5_000 && ms < CUT_BY_MS, `one that ${name}: after ${Math.round(ms)} ms`)
    t.match(answer, /^HTTP\/1\.1 400 Bad Request\r\n/, name)
    t.match(JSON.parse(answer.split('\r\n\r\n')[1]!), { code: 'INVALID_REQUEST', message: /too long to arrive/ })
  })
  const many = Array.from({ length: 200 }, () => drip('GET / HTTP/1.1\r\n', 'X-A: b\r\n'))
  for (let i = 0; i < 20; i++) t.equal((await ask('GET', '/api/candidates')).status, 200, 'others are served meanwhile')
  await Promise.all(cut)
  const last = Math.max(...(await Promise.all(many)).map(({ ms }) => ms))
  t.ok(last < CUT_BY_MS, `the last of many after ${Math.round(last)} ms`)
})

/** Sends the first piece, then a drop each second; what came back, and how long the connection lasted. */
function drip(first: string, drop: string): Promise<{ answer: string; ms: number }> {
  return new Promise((resolve, reject) => {
    const begun = performance.now()
    const socket = connect({ port: server.port, host: '127.0.0.1' }, async () => {
      socket.write(first)
      while (!socket.destroyed && drop !== '') {
        await wait(1_000)
        if (socket.writable) socket.write(drop)
      }
    })
    let answer = ''
    socket.on('data', data => {
      answer += data
    })
    socket.on('close', () => resolve({ answer, ms: performance.now() - begun }))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A drop that met the closed connection.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
    })
  })
}
