// What a bench runs on: a PostgreSQL, a Redis and node processes of its own, all of them gone at the end. Knows no bench.
import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { PROJECT } from '../../dev/files.ts'
import { freePort } from '../../dev/ports.ts'
import { startPostgres } from '../../dev/postgres.ts'
import { describeExit, type RunningProcess, startProcess } from '../../dev/processes.ts'
import { startRedis } from '../../dev/redis.ts'
import { removeOwnFolder, testFolder } from '../../dev/test-folder.ts'
import { migrate } from '../../sql/migrate.ts'
import { createFromTemplate } from '../harness/template.ts'

export interface NodeOptions {
  script: string
  /** Beside PATH and HOME, the whole environment; PORT is added. */
  env: NodeJS.ProcessEnv
  /** Options of node itself. */
  nodeArgs?: string[]
  /** It is ready once a GET of this path is answered 200; a program that serves nothing, once it prints `readyLine`. */
  readyPath?: string
  readyLine?: string
  /** Within so many ms; 20,000 where absent. */
  readyMs?: number
}

export interface NodeServer {
  pid: number
  port: number
  /** Its last lines of output. */
  lines: string[]
  stop(): Promise<void>
}

export interface Stack {
  databaseUrl: string
  redisUrl: string
  startNode(options: NodeOptions): Promise<NodeServer>
  /** Another one, migrated and empty; its URL. */
  createDatabase(): Promise<string>
  /** Stops everything that still runs, the newest first. */
  close(): Promise<void>
}

const READY_MS = 20_000
const STOP_MS = 30_000

export const openStack = async (): Promise<Stack> => {
  const folder = await testFolder()
  const closers: (() => Promise<void>)[] = [removeOwnFolder]
  const close = async () => {
    for (let closer = closers.pop(); closer; closer = closers.pop()) await closer()
  }
  // The processes are in groups of their own, which a terminal's Ctrl-C does not reach.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void close().then(() => process.exit(1)))
  try {
    const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), durable: false })
    closers.push(() => postgres.stop())
    const redis = await startRedis({ dir: join(folder, 'redis'), persist: false })
    closers.push(() => redis.stop())
    await migrate(postgres.url)
    const pids = join(folder, 'pids')
    await mkdir(pids, { recursive: true })
    const startNode = async (options: NodeOptions) => {
      const { server, ready } = await spawnServer(options, pids)
      closers.push(server.stop)
      await ready
      return server
    }
    const createDatabase = () => createFromTemplate(postgres.url)
    return { databaseUrl: postgres.url, redisUrl: redis.url, startNode, createDatabase, close }
  } catch (error) {
    await close()
    throw error
  }
}

const spawnServer = async (
  { script, env, nodeArgs = [], readyPath, readyLine, readyMs = READY_MS }: NodeOptions,
  pids: string,
): Promise<{ server: NodeServer; ready: Promise<void> }> => {
  const port = await freePort()
  const child = startProcess({
    name: script,
    command: process.execPath,
    args: [...nodeArgs, join(PROJECT, script)],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env, PORT: String(port) },
    cwd: PROJECT,
    pidFile: join(pids, randomBytes(6).toString('hex')),
  })
  const stop = async () => void (await child.stop(STOP_MS))
  const isReady = async (): Promise<boolean> => {
    if (readyLine) return child.lines.some(line => line.includes(readyLine))
    const url = `http://127.0.0.1:${port}${readyPath}`
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined))?.ok === true
  }
  const ready = untilReady(child, isReady, readyMs)
  return { server: { pid: child.pid!, port, lines: child.lines, stop }, ready }
}

const untilReady = async (child: RunningProcess, isReady: () => Promise<boolean>, readyMs: number): Promise<void> => {
  const deadline = Date.now() + readyMs
  while (!child.hasExited() && Date.now() < deadline) {
    if (await isReady()) return
    await delay(20)
  }
  const how = child.hasExited() ? describeExit(await child.exited) : `not ready in ${readyMs / 1000} s`
  throw new Error(`${child.name}: ${how}\n${child.lines.slice(-10).join('\n')}`)
}
