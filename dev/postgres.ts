// A private PostgreSQL on 127.0.0.1: the real server in a data folder of ours, as root under another account.
// Knows nothing of tables.
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, readdir, realpath, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { keptSecret } from './files.ts'
import { freePort } from './ports.ts'
import { findPostgres, handOver, isReachable, outsideFolder, type PostgresBinaries } from './postgres-binaries.ts'
import { describeExit, type Exit, type RunningProcess, runTask, startProcess, stopLeftover } from './processes.ts'

export interface PostgresOptions {
  /** Kept between runs. Where the account that runs PostgreSQL can't reach it, a folder in /var/tmp stands in for it. */
  dataDir: string
  port?: number
  /** false: no fsync, for data that may be lost. */
  durable?: boolean
  log?: (line: string) => void
}

export interface Postgres {
  url: string
  port: number
  pid: number
  exited: Promise<Exit>
  /** Ends open connections, writes everything to disk. */
  stop(): Promise<void>
}

/** PostgreSQL refuses to run as root; this account ("nobody") exists everywhere. */
const NOBODY = 65_534
const START_TIMEOUT_MS = 60_000

/** One that an earlier run left on the same data is stopped first. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const uid = process.getuid?.() === 0 ? NOBODY : undefined
  const binaries = await findPostgres(uid)
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 })
  // One name for one folder: a left-over is known by it.
  const home = await prepareHome(await realpath(options.dataDir), uid, options.log)
  const data = join(home, 'data')
  const password = await keptSecret(join(home, 'password'))
  await handOver(join(home, 'password'), uid)
  await stopLeftoverPostgres(home)
  await prepareData({ data, home, uid, binaries, log: options.log })
  for (let tries = 0; ; tries++) {
    const port = options.port ?? (await freePort())
    const server = spawnServer({ options, binaries, data, uid, port })
    const problem = await waitUntilReady(server, data)
    if (!problem) {
      const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
      return { url, port, pid: server.pid!, exited: server.exited, stop: () => stopServer(server) }
    }
    // Somebody may take the port between our look and the server's start.
    const portTaken = options.port === undefined && /could not (bind|create)/.test(problem)
    if (!portTaken || tries === 2) throw new Error(`PostgreSQL doesn't start on ${data}: ${problem}`)
  }
}

/** Stops the PostgreSQL that a killed run left on this data folder; true when there was one. */
export async function stopLeftoverPostgres(dataDir: string): Promise<boolean> {
  const pidFile = join(dataDir, 'data', 'postmaster.pid')
  const stopped = await stopLeftover(pidFile, join(dataDir, 'data'), 'SIGINT')
  // Its number may be another process's by now (in a new container, say), which PostgreSQL would take for itself.
  await rm(pidFile, { force: true })
  return stopped
}

async function prepareHome(dataDir: string, uid: number | undefined, log?: (line: string) => void): Promise<string> {
  if (isReachable(join(dataDir, '..'), uid) && (await handOver(dataDir, uid))) return dataDir
  const home = join(await outsideFolder(dataDir), 'postgres')
  await mkdir(home, { recursive: true, mode: 0o700 })
  await handOver(home, uid)
  log?.(`PostgreSQL's data is in ${home}, since its account can't reach ${dataDir}`)
  return home
}

interface DataPlace {
  data: string
  home: string
  uid: number | undefined
  binaries: PostgresBinaries
  log?: ((line: string) => void) | undefined
}

async function prepareData({ data, home, uid, binaries, log }: DataPlace): Promise<void> {
  const advice = 'delete that folder to begin anew (its jobs and candidates are lost), or set DATABASE_URL'
  const versionFile = join(data, 'PG_VERSION')
  if (existsSync(versionFile)) {
    const major = Number(readFileSync(versionFile, 'utf8'))
    if (major === binaries.major) return
    throw new Error(`${data} was made by PostgreSQL ${major}, and this is PostgreSQL ${binaries.major}: ${advice}`)
  }
  if (existsSync(data) && (await readdir(data)).length > 0) {
    throw new Error(`${data} is not a PostgreSQL data folder (PG_VERSION is missing): ${advice}`)
  }
  log?.('making a new database')
  // Made beside and renamed when whole: a killed initdb leaves nothing that looks like data.
  const fresh = `${data}.new`
  await rm(fresh, { recursive: true, force: true })
  await rm(data, { recursive: true, force: true })
  await mkdir(fresh, { mode: 0o700 })
  await handOver(fresh, uid)
  const flags = ['-U', 'postgres', '-E', 'UTF8', '--locale=C', '--auth=scram-sha-256', '--no-sync']
  await runTask({
    name: 'initdb',
    command: join(binaries.bin, 'initdb'),
    args: ['-D', fresh, ...flags, `--pwfile=${join(home, 'password')}`],
    env: { PATH: process.env.PATH },
    cwd: home,
    uid,
  })
  await chmod(fresh, 0o700)
  await rename(fresh, data)
}

interface ServerPlace {
  options: PostgresOptions
  binaries: PostgresBinaries
  data: string
  uid: number | undefined
  port: number
}

function spawnServer({ options, binaries, data, uid, port }: ServerPlace): RunningProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: 200,
    ...(options.durable === false && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return startProcess({
    name: 'PostgreSQL',
    command: join(binaries.bin, 'postgres'),
    args: ['-D', data, ...flags],
    env: { PATH: process.env.PATH },
    cwd: data,
    uid,
    stopSignal: 'SIGINT',
  })
}

/** What went wrong, or undefined once it accepts connections. */
async function waitUntilReady(server: RunningProcess, data: string): Promise<string | undefined> {
  const file = join(data, 'postmaster.pid')
  const deadline = Date.now() + START_TIMEOUT_MS
  while (!server.hasExited()) {
    // Line 1 is the process, line 8 its state: see PostgreSQL's miscadmin.h.
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
    if (Number(lines[0]) === server.pid && lines[7]?.trim() === 'ready') return undefined
    if (Date.now() > deadline) {
      await server.stop()
      return `not ready after ${START_TIMEOUT_MS / 1000} s: ${server.lines.slice(-5).join(' · ')}`
    }
    await delay(10)
  }
  return `${describeExit(await server.exited)}: ${server.lines.slice(-5).join(' · ')}`
}

async function stopServer(server: RunningProcess): Promise<void> {
  await server.stop(20_000)
}
