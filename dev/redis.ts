// A private Redis on 127.0.0.1, the data in a folder of ours. Knows nothing of what is stored in it.
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { keptSecret } from './files.ts'
import { freePort } from './ports.ts'
import { describeExit, type Exit, type RunningProcess, startProcess, stopLeftover } from './processes.ts'
import { findRedis, type RedisBinary } from './redis-binary.ts'

export interface RedisOptions {
  /** Holds its files; the password in it is kept, so a restart on the same port has the same URL. */
  dir: string
  port?: number
  /** Append-only file on: the data survives a restart. Else a restart comes up empty. */
  persist: boolean
  log?: (line: string) => void
}

export interface Redis {
  url: string
  port: number
  pid: number
  exited: Promise<Exit>
  stop(): Promise<void>
  /** As a crash would: SIGKILL. */
  kill(): Promise<void>
}

const START_TIMEOUT_MS = 30_000

/** One that an earlier run left in the same folder is stopped first. */
export async function startRedis(options: RedisOptions): Promise<Redis> {
  const binary = await findRedis(options.log)
  const dir = resolve(options.dir)
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const password = await keptSecret(join(dir, 'password'))
  await stopLeftoverRedis(dir)
  for (let tries = 0; ; tries++) {
    const port = options.port ?? (await freePort())
    await writeFile(configFile(dir), config({ dir, port, password, persist: options.persist }), { mode: 0o600 })
    const server = spawnServer(binary, dir)
    const problem = await server.ready
    if (!problem) return running(server.process, port, password)
    const portTaken = options.port === undefined && /bind|listening/i.test(problem)
    if (!portTaken || tries === 2) throw new Error(`Redis doesn't start in ${dir}: ${problem}`)
  }
}

/** Stops the Redis that a killed run left in this folder; true when there was one. */
export async function stopLeftoverRedis(dir: string): Promise<boolean> {
  return await stopLeftover(pidFile(dir), configFile(dir))
}

const configFile = (dir: string) => join(dir, 'redis.conf')
const pidFile = (dir: string) => join(dir, 'process.pid')

function config(values: { dir: string; port: number; password: string; persist: boolean }): string {
  return [
    'bind 127.0.0.1',
    `port ${values.port}`,
    `dir "${values.dir}"`,
    // In a file and not on the command line, which every account of the machine can read.
    `requirepass ${values.password}`,
    'save ""',
    `appendonly ${values.persist ? 'yes' : 'no'}`,
    // Else the command line, by which a left-over is known, is replaced by a title.
    'set-proc-title no',
    '',
  ].join('\n')
}

function spawnServer(
  binary: RedisBinary,
  dir: string,
): { process: RunningProcess; ready: Promise<string | undefined> } {
  const { promise, resolve: settle } = Promise.withResolvers<string | undefined>()
  const server = startProcess({
    name: 'Redis',
    command: binary.path,
    argv0: 'redis-server',
    args: [configFile(dir)],
    env: { PATH: process.env.PATH, ...binary.env },
    cwd: dir,
    pidFile: pidFile(dir),
    onLine: line => /ready to accept connections/i.test(line) && settle(undefined),
  })
  const timer = setTimeout(() => settle(`not ready after ${START_TIMEOUT_MS / 1000} s`), START_TIMEOUT_MS)
  server.exited.then(exit => settle(`${describeExit(exit)}: ${server.lines.slice(-5).join(' · ')}`))
  const ready = promise.then(async problem => {
    clearTimeout(timer)
    if (problem) await server.stop()
    return problem
  })
  return { process: server, ready }
}

function running(server: RunningProcess, port: number, password: string): Redis {
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    port,
    pid: server.pid!,
    exited: server.exited,
    stop: async () => void (await server.stop()),
    kill: async () => {
      server.kill('SIGKILL')
      await server.exited
    },
  }
}
