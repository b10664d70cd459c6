// What the load runs against: one server, one worker without a rate limit, a stand-in that answers at once, and users
// with a candidate each, who watch all their jobs on one socket.
import WebSocket from 'ws'
import { demoCandidates } from '../../dev/candidates/index.ts'
import { createCandidate } from '../../shared/candidates.ts'
import { openDatabase } from '../../shared/database.ts'
import { type JobView, type ServerFrame, WS_PATH } from '../../shared/protocol.ts'
import { signToken } from '../../shared/token.ts'
import { JWT_SECRET } from './http-client.ts'
import type { NodeServer, Stack } from './stack.ts'

/** Generations at once in the worker. */
export const CONCURRENCY = 8

export interface LoadHouse {
  server: NodeServer
  worker: NodeServer
  standIn: NodeServer
}

export const startHouse = async (stack: Stack): Promise<LoadHouse> => {
  const common = { DATABASE_URL: stack.databaseUrl, REDIS_URL: stack.redisUrl, LOG_LEVEL: 'info' }
  const probed = ['--expose-gc', '--import', './test/bench/probe.ts']
  const standIn = await stack.startNode({
    script: 'dev/openai/main.ts',
    env: { STAND_IN_DURATION_MS: '0' },
    readyPath: '/',
  })
  const server = await stack.startNode({
    script: 'server/main.ts',
    env: { ...common, LOG_LEVEL: 'warn', JWT_SECRET, HOST: '127.0.0.1', ADDRESS_RATE_LIMIT: '0' },
    nodeArgs: probed,
    readyPath: '/api/healthz',
  })
  const model = { OPENAI_API_KEY: 'bench', OPENAI_BASE_URL: `http://127.0.0.1:${standIn.port}/v1` }
  const worker = await stack.startNode({
    script: 'worker/main.ts',
    env: { ...common, ...model, WORKER_CONCURRENCY: String(CONCURRENCY), TASKS_PER_MINUTE: '0' },
    // As `npm run worker` starts it.
    nodeArgs: ['--max-semi-space-size=4', ...probed],
    readyLine: 'worker takes jobs',
  })
  return { server, worker, standIn }
}

export interface LoadUser {
  token: string
  candidateId: number
}

export const createUsers = async (databaseUrl: string, count: number): Promise<LoadUser[]> => {
  const db = openDatabase(databaseUrl, 4, 'bench')
  const profiles = demoCandidates()
  const make = async (_: unknown, n: number): Promise<LoadUser> => {
    const sub = `load-${n}`
    const candidateId = await createCandidate(db, sub, profiles[n % profiles.length]!.profile)
    return { token: signToken(JWT_SECRET, { sub }, 4 * 3600), candidateId }
  }
  return Promise.all(Array.from({ length: count }, make)).finally(() => db.destroy())
}

/** A socket that watches all its user's jobs; resolves once it is live. Rejects where it is closed before. */
export const watch = (port: number, { token }: LoadUser, onJob: (job: JobView) => void): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${WS_PATH}`, { headers: { authorization: `Bearer ${token}` } })
    socket.once('open', () => socket.send('{"type":"subscribe","jobs":"all"}'))
    socket.once('error', reject).once('close', code => reject(new Error(`a socket was closed with ${code}`)))
    socket.on('message', data => {
      const frame = JSON.parse(String(data)) as ServerFrame
      if (frame.type === 'synced') resolve(socket)
      if (frame.type === 'job') onJob(frame.job)
    })
  })
