// npm run fuzz [-- --seed N --requests 20000]: as many seeded requests, and half as many frames, against a real server.
// None may be answered with a 5xx or with words from inside; the server must live and be ready at the end.
import { parseArgs } from 'node:util'
import { Pool } from 'undici'
import WebSocket from 'ws'
import { openStack } from '../bench/stack.ts'
import { type Random, randomFrom } from '../stress/random.ts'
import { flawOfAnswer, flawOfClose, flawOfFrame } from './check.ts'
import { anyFrame } from './frames.ts'
import { JWT_SECRET, knownThings } from './known.ts'
import { anyRequest, type FuzzRequest, type Known } from './requests.ts'

const AT_ONCE = 8
const SOCKETS = 4
const ANSWER_MS = 20_000

const { values } = parseArgs({ options: { seed: { type: 'string' }, requests: { type: 'string', default: '20000' } } })
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6))
const requests = Number(values.requests)
const flaws = new Map<string, { times: number; example: string }>()
const seen = { requests: 0, frames: 0, sockets: 0, byStatus: new Map<number, number>() }

console.log(`seed ${seed}, ${requests} requests, ${requests / 2} frames`)
const stack = await openStack()
try {
  const known = await knownThings(stack.databaseUrl)
  const env = { DATABASE_URL: stack.databaseUrl, REDIS_URL: stack.redisUrl, JWT_SECRET, HOST: '127.0.0.1' }
  const server = await stack.startNode({
    script: 'server/main.ts',
    env: { ...env, LOG_LEVEL: 'error', API_RATE_LIMIT: '10000000', ADDRESS_RATE_LIMIT: '0' },
    readyPath: '/api/readyz',
  })
  await Promise.all([
    ...Array.from({ length: AT_ONCE }, (_, n) => sendRequests(server.port, known, randomFrom(seed, `requests ${n}`))),
    ...Array.from({ length: SOCKETS }, (_, n) => sendFrames(server.port, known, randomFrom(seed, `frames ${n}`))),
  ])
  const ready = await fetch(`http://127.0.0.1:${server.port}/api/readyz`).catch(() => undefined)
  if (!ready?.ok)
    note('at the end', `readyz answers ${ready?.status ?? 'nothing'}: ${server.lines.slice(-3).join(' ')}`)
  for (const line of server.lines) note('logged as an error', line)
} finally {
  await stack.close()
}
const statuses = [...seen.byStatus].sort(([a], [b]) => a - b).map(([status, times]) => `${status}: ${times}`)
console.log(`${seen.requests} requests (${statuses.join(', ')}), ${seen.frames} frames on ${seen.sockets} sockets`)
for (const [flaw, { times, example }] of flaws) console.log(`FAILED ${times} × ${flaw}\n  ${example.slice(0, 600)}`)
console.log(`${flaws.size} kinds of flaws (seed ${seed})`)
process.exit(flaws.size === 0 && seen.requests >= requests ? 0 : 1)

function note(flaw: string, example: string): void {
  const before = flaws.get(flaw)
  flaws.set(flaw, { times: (before?.times ?? 0) + 1, example: before?.example ?? example })
}

async function sendRequests(port: number, known: Known, random: Random): Promise<void> {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 1, headersTimeout: ANSWER_MS })
  while (seen.requests < requests) {
    seen.requests++
    const request = anyRequest(random, known)
    const flaw = await send(pool, request).catch(error => `no answer: ${error.code ?? error.message}`)
    if (flaw) note(flaw, JSON.stringify(request))
  }
  await pool.close()
}

/** What is wrong with the answer. */
async function send(pool: Pool, { method, path, headers, body }: FuzzRequest): Promise<string | undefined> {
  const answer = await pool.request({ method: method as 'GET', path, headers, body: body ?? null })
  seen.byStatus.set(answer.statusCode, (seen.byStatus.get(answer.statusCode) ?? 0) + 1)
  const { 'content-type': type, 'x-request-id': id } = answer.headers
  // A stream of events would go on; its head tells enough.
  const isStream = String(type).startsWith('text/event-stream')
  const text = isStream ? '' : await answer.body.text()
  if (isStream) answer.body.destroy()
  return flawOfAnswer(method, {
    status: answer.statusCode,
    type: String(type),
    requestId: id === undefined ? undefined : String(id),
    body: text,
  })
}

async function sendFrames(port: number, known: Known, random: Random): Promise<void> {
  while (seen.frames < requests / 2) {
    seen.sockets++
    await oneSocket(port, known, random)
  }
}

/** Sends frames, at most as fast as is allowed, until the server closes it or it has sent enough. */
function oneSocket(port: number, known: Known, random: Random): Promise<void> {
  return new Promise(resolve => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/resume-async/ws`)
    const last: string[] = []
    let left = random.between(1, 90)
    socket.on('open', () => {
      const token = random.pick(known.tokens)
      if (random.next() < 0.95) socket.send(JSON.stringify({ type: 'auth', token }))
      const timer = setInterval(() => {
        if (left-- <= 0 || socket.readyState !== socket.OPEN) return socket.close(1000)
        const { data, binary } = anyFrame(random, known)
        last.push(data)
        seen.frames++
        socket.send(data, { binary })
      }, 5)
      socket.once('close', () => clearInterval(timer))
    })
    socket.on('message', data => {
      const flaw = flawOfFrame(String(data))
      if (flaw) note(flaw, `${String(data)} after ${last.slice(-2).join(' ')}`)
    })
    socket.on('error', error => note('a socket failed', error.message))
    socket.once('close', code => {
      const flaw = flawOfClose(code)
      if (flaw) note(flaw, last.slice(-2).join(' '))
      resolve()
    })
  })
}
