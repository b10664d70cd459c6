// What a chaos run stands on: PostgreSQL, a Redis, two servers, three workers, a stand-in for the model; broken one by one.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type StandIn, startStandIn } from '../../dev/openai/server.ts'
import { freePort } from '../../dev/ports.ts'
import { startPostgres } from '../../dev/postgres.ts'
import { type Redis, startRedis } from '../../dev/redis.ts'
import { removeOwnFolder, testFolder } from '../../dev/test-folder.ts'
import { type Database, openDatabase } from '../../shared/database.ts'
import { createFromTemplate } from '../harness/template.ts'
import { Program } from './program.ts'

export const SECRET = 'a-chaos-secret-of-at-least-32-bytes!'
const SERVERS = 2
const WORKERS = 3
/** How long the stand-in takes for an answer. */
const PACE_MS = 300

export interface House {
  db: Database
  standIn: StandIn
  servers: Program[]
  workers: Program[]
  redis: {
    name: string
    /** Kills Redis; after `ms` it comes back empty, and without the scripts that it was given. */
    lose(ms: number): Promise<void>
  }
  close(): Promise<void>
}

export const openHouse = async (): Promise<House> => {
  const ends: (() => unknown)[] = [removeOwnFolder]
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end()
  }
  try {
    return { ...(await build(ends)), close }
  } catch (error) {
    await close()
    throw error
  }
}

const build = async (ends: (() => unknown)[]): Promise<Omit<House, 'close'>> => {
  const folder = join(await testFolder(), `chaos-${process.pid}`)
  // PostgreSQL's account has to pass through.
  await mkdir(folder, { mode: 0o711 })
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), durable: false })
  ends.push(() => postgres.stop())
  const databaseUrl = await createFromTemplate(postgres.url)
  const db = openDatabase(databaseUrl, 4, 'chaos')
  ends.push(() => db.destroy())
  const dir = join(folder, 'redis')
  let redis: Redis = await startRedis({ dir, persist: false })
  ends.push(() => redis.stop())
  const standIn = await startStandIn({ paceMs: PACE_MS })
  ends.push(() => standIn.close())
  const env = { DATABASE_URL: databaseUrl, REDIS_URL: redis.url, LOG_LEVEL: 'info' }
  const servers = await startServers(env, ends)
  const workers = await startWorkers({ ...env, OPENAI_BASE_URL: standIn.url }, ends)
  const lose = async (ms: number) => {
    await redis.kill()
    await delay(ms)
    redis = await startRedis({ dir, persist: false, port: redis.port })
  }
  return { db, standIn, servers, workers, redis: { name: 'Redis', lose } }
}

const startServers = async (env: NodeJS.ProcessEnv, ends: (() => unknown)[]): Promise<Program[]> => {
  const settings = { ...env, JWT_SECRET: SECRET, HOST: '127.0.0.1', ADDRESS_RATE_LIMIT: '0', API_RATE_LIMIT: '1000000' }
  const ports = await Promise.all(Array.from({ length: SERVERS }, freePort))
  const servers = ports.map(port => new Program('server', 'server/main.ts', settings, port))
  return startAll(servers, ends)
}

const startWorkers = (env: NodeJS.ProcessEnv, ends: (() => unknown)[]): Promise<Program[]> => {
  const settings = {
    ...env,
    OPENAI_API_KEY: 'chaos',
    TASKS_PER_MINUTE: '0',
    RETRY_BASE_MS: '500',
    SHUTDOWN_GRACE_MS: '1000',
  }
  const names = Array.from({ length: WORKERS }, (_, index) => `worker ${index + 1}`)
  return startAll(
    names.map(name => new Program(name, 'worker/main.ts', settings)),
    ends,
  )
}

const startAll = async (programs: Program[], ends: (() => unknown)[]): Promise<Program[]> => {
  for (const program of programs) ends.push(() => program.stop())
  await Promise.all(programs.map(program => program.start()))
  return programs
}
