// The way up of `npm start`, step by step: services, tables, demo candidates, stand-in, web app, server, worker.
import { join } from 'node:path'
import { DEMO_USER } from '../shared/protocol.ts'
import { keptSecret, PROJECT } from './files.ts'
import { createLogLines } from './log-lines.ts'
import { type Mains, startMain, stopLeftoverMains, waitForAnswer } from './mains.ts'
import type { Parts } from './parts.ts'
import { freePort } from './ports.ts'
import { startPostgres } from './postgres.ts'
import { runTask } from './processes.ts'
import type { Progress } from './progress.ts'
import { startRedis } from './redis.ts'
import { seedCandidates } from './seed.ts'
import { buildWeb } from './web-build.ts'
import { welcome } from './welcome.ts'

export interface House {
  dataDir: string
  parts: Parts
  progress: Progress
}

type Environment = Record<string, string | undefined>

/** Resolves when the service is ready and its address was printed. */
export async function startHouse(house: House): Promise<void> {
  const { dataDir, parts, progress } = house
  const mains: Mains = { pidsDir: join(dataDir, 'pids'), parts, say: progress.say }
  const leftovers = await stopLeftoverMains(mains.pidsDir)
  if (leftovers) progress.say(`stopped ${leftovers} processes that an earlier npm start left`)
  const databaseUrl = given(house, 'DATABASE_URL') ?? (await startDatabase(house))
  const redisUrl = given(house, 'REDIS_URL') ?? (await startCache(house))
  const secret = process.env.JWT_SECRET || (await keptSecret(join(dataDir, 'jwt-secret')))
  await migrate(house, databaseUrl)
  const seeded = await step(
    house,
    'demo candidates',
    () => seedCandidates(databaseUrl, DEMO_USER),
    ({ stored, count }) => `${count} ${stored ? 'stored' : 'there already'}`,
  )
  const openai = process.env.OPENAI_API_KEY ? {} : await startStandIn(house, mains)
  await step(house, 'web app', buildWeb, outcome => (outcome === 'no vite' ? 'not built, Vite is missing' : outcome))
  const env = { ...process.env, ...openai, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl }
  const url = await startService(house, mains, { ...env, JWT_SECRET: secret })
  progress.say(welcome({ url, secret, seeded, standIn: 'STAND_IN' in openai }))
}

/** A setting that says where to find what we would start ourselves. */
function given({ progress }: House, name: string): string | undefined {
  const value = process.env[name] || undefined
  if (value) progress.say(`${name} is set: using that`)
  return value
}

/** A step that isn't begun once everything is to end. */
async function step<T>(
  { parts, progress }: House,
  name: string,
  work: (note: (line: string) => void) => Promise<T>,
  describe: (result: T) => string,
): Promise<T> {
  parts.check()
  return await progress.step(name, work, describe)
}

async function startDatabase(house: House): Promise<string> {
  const dataDir = join(house.dataDir, 'postgres')
  const start = (log: (line: string) => void) => startPostgres({ dataDir, log })
  const server = await step(house, 'PostgreSQL', start, ({ port }) => `on port ${port}`)
  house.parts.add({ ...server, name: 'PostgreSQL' })
  return server.url
}

async function startCache(house: House): Promise<string> {
  const dir = join(house.dataDir, 'redis')
  const start = (log: (line: string) => void) => startRedis({ dir, persist: true, log })
  const server = await step(house, 'Redis', start, ({ port }) => `on port ${port}`)
  house.parts.add({ name: 'Redis', exited: server.exited, stop: server.stop })
  return server.url
}

async function migrate(house: House, databaseUrl: string): Promise<void> {
  const task = {
    name: 'npm run migrate',
    command: process.execPath,
    args: [join(PROJECT, 'sql/migrate.ts')],
    // Only what holds it up is of interest here: a database that can't be reached, say.
    env: { ...process.env, DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn' },
    cwd: PROJECT,
    onLine: createLogLines('migrate', house.progress.say),
  }
  await step(
    house,
    'migrations',
    () => runTask(task),
    () => 'applied',
  )
}

async function startStandIn(house: House, mains: Mains): Promise<Environment> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/v1`
  const start = async () => {
    const env = { ...process.env, HOST: '127.0.0.1', PORT: String(port) }
    startMain(mains, { name: 'stand-in', script: 'dev/openai/main.ts', env, shown: false })
    await waitForAnswer(url, () => true, house.parts)
  }
  await step(house, 'stand-in for OpenAI', start, () => `on port ${port}`)
  return { STAND_IN: '1', OPENAI_API_KEY: 'stand-in', OPENAI_BASE_URL: url }
}

/** Server and worker; resolves with the server's URL once `readyz` says ok. */
async function startService(house: House, mains: Mains, given: Environment): Promise<string> {
  const wanted = Number(process.env.PORT || 3000)
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_535)
    throw new Error('PORT must be a number from 1 to 65535')
  const port = await freePort(wanted)
  if (port !== wanted) house.progress.say(`port ${wanted} is taken: using ${port}`)
  const host = process.env.HOST || '127.0.0.1'
  const env: Environment = {
    SHUTDOWN_GRACE_MS: '2000',
    ...given,
    PORT: String(port),
    HOST: host,
    NODE_ENV: 'development',
  }
  const serverEnv = { ...env, DEV_LOGIN: '1', JWT_PUBLIC_KEY: '', JWT_PUBLIC_KEY_PREVIOUS: '', OPENAI_API_KEY: '' }
  const url = `http://127.0.0.1:${port}`
  const start = async () => {
    startMain(mains, { name: 'server', script: 'server/main.ts', env: serverEnv, shown: true })
    startMain(mains, { name: 'worker', script: 'worker/main.ts', flags: SMALL_HEAP, env, shown: true })
    await waitForAnswer(`${url}/api/readyz`, isAllWell, house.parts)
  }
  await step(house, 'server and worker', start, () => 'ready')
  return url
}

/** Young objects get little room: a worker holds 40 MB less. */
const SMALL_HEAP = ['--max-semi-space-size=4']

async function isAllWell(response: Response): Promise<boolean> {
  const body = (await response.json().catch(() => ({}))) as { status?: string }
  return body.status === 'ok'
}
