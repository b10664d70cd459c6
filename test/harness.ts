// What every test file uses: a database, a Redis, servers and workers of its own, tokens, and waiting for conditions.
// All of it real processes, all of it gone at the test's end.
import { createHmac, randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import root from 'tap'
import { PROJECT } from '../dev/files.ts'
import { freePort } from '../dev/ports.ts'
import { startPostgres } from '../dev/postgres.ts'
import { describeExit, type RunningProcess, startProcess } from '../dev/processes.ts'
import { type Redis, startRedis } from '../dev/redis.ts'
import { removeOwnFolder, testFolder } from '../dev/test-folder.ts'
import { createLog } from '../shared/log.ts'
import { openRedis } from '../shared/redis.ts'
import { listWorkers } from '../shared/workers.ts'
import { createFromTemplate, dropDatabase } from './harness/template.ts'

export { freePort } from '../dev/ports.ts'

/** tap's test object: `t` itself or that of a subtest. */
export type Test = Pick<typeof root, 'teardown' | 'fail'>

/** The key that `token` signs with and that servers started here check. */
export const JWT_SECRET = 'a-test-secret-of-at-least-32-bytes!'

/** A server or worker that takes longer to end is killed. */
const STOP_MS = 30_000

export interface TestProcess {
  /** Its log, line by line. */
  log: string[]
  process: RunningProcess
  /** Crashes it; `startServer` and `startWorker` then don't count its end as a failure. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** SIGTERM, then waits until it is gone. */
  stop(): Promise<void>
}

export interface TestServer extends TestProcess {
  /** `http://127.0.0.1:<port>` */
  url: string
  port: number
}

/** A database of its own with all migrations applied; its URL. Dropped at the end. */
export async function createDatabase(t: Test): Promise<string> {
  const server = await databaseServer()
  const url = await createFromTemplate(server)
  t.teardown(() => dropDatabase(server, url))
  return url
}

/** A Redis of its own, empty, without persistence; with `kill` and `stop` for faults. */
export async function createRedis(t: Test, options: { port?: number } = {}): Promise<Redis> {
  const dir = await temporaryFolder(t)
  const redis = await startRedis({ dir, persist: false, ...options })
  t.teardown(() => redis.stop())
  return redis
}

/** The URL of a Redis of its own. */
export async function redisUrl(t: Test): Promise<string> {
  return (await createRedis(t)).url
}

/** A folder of its own, removed at the end. */
export async function temporaryFolder(t: Test): Promise<string> {
  const dir = await mkdtemp(join(await testFolder(), 'test-'))
  // PostgreSQL's account has to pass through.
  await chmod(dir, 0o711)
  t.teardown(() => rm(dir, { recursive: true, force: true, maxRetries: 3 }))
  return dir
}

/** `node server/main.ts` with these settings, once `readyz` answers 200 (`ready: false`: once `healthz` does). */
export async function startServer(t: Test, env: NodeJS.ProcessEnv, options = { ready: true }): Promise<TestServer> {
  const port = Number(env.PORT ?? (await freePort()))
  const settings = { HOST: '127.0.0.1', JWT_SECRET, ...env, PORT: String(port) }
  const server = await startMain(t, 'server/main.ts', settings)
  const url = `http://127.0.0.1:${port}`
  const path = options.ready ? '/api/readyz' : '/api/healthz'
  await whileRunning(
    server,
    until(async () => (await fetch(url + path)).ok),
  )
  return { ...server, url, port }
}

/** `node worker/main.ts` with these settings, once it is among the live workers in Redis. */
export async function startWorker(t: Test, env: NodeJS.ProcessEnv): Promise<TestProcess> {
  const worker = await startMain(t, 'worker/main.ts', { OPENAI_API_KEY: 'test', ...env })
  const redis = openRedis(env.REDIS_URL!, 'command', createLog('test', 'silent'))
  const isLive = async () => (await listWorkers(redis)).some(({ pid }) => pid === worker.process.pid)
  await whileRunning(worker, until(isLive)).finally(() => redis.disconnect())
  return worker
}

/** `node <script>` as a process that the test owns; PATH, HOME and the given settings are its whole environment. */
export async function startMain(
  t: Test,
  script: string,
  env: NodeJS.ProcessEnv,
  args: string[] = [],
): Promise<TestProcess> {
  const folder = join(await testFolder(), 'pids')
  await mkdir(folder, { recursive: true })
  const child = startProcess({
    name: script,
    command: process.execPath,
    args: [join(PROJECT, script), ...args],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    cwd: PROJECT,
    pidFile: join(folder, randomBytes(6).toString('hex')),
  })
  let ending = false
  const crash = async (signal: NodeJS.Signals = 'SIGKILL') => {
    ending = true
    child.kill(signal)
    await child.exited
  }
  const stop = async () => {
    ending = true
    await child.stop(STOP_MS)
  }
  child.exited.then(exit => {
    if (!ending) t.fail(`${script} ended by itself (${describeExit(exit)}):\n${child.lines.slice(-20).join('\n')}`)
  })
  t.teardown(stop)
  return { log: child.lines, process: child, kill: crash, stop }
}

/** A JWT for `sub`, good for an hour, signed with `JWT_SECRET`; `claims` win. */
export function token(sub: string | number, claims: Record<string, unknown> = {}, secret = JWT_SECRET): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub, iat: now, exp: now + 3600, ...claims })}`
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`
}

type Truthy<T> = Exclude<T, false | 0 | '' | null | undefined>

/** A machine that is busy with something else takes its time: only what never comes true should fail. */
const WAIT_MS = 60_000

/** The first truthy value of `condition`, asked every 10 ms; throws after `timeoutMs` with the last error. */
export async function until<T>(condition: () => T | Promise<T>, timeoutMs = WAIT_MS): Promise<Truthy<T>> {
  const deadline = Date.now() + timeoutMs
  let last: unknown
  do {
    try {
      const value = await condition()
      if (value) return value as Truthy<T>
      last = undefined
    } catch (error) {
      last = error
    }
    await delay(10)
  } while (Date.now() < deadline)
  throw new Error(`not so after ${timeoutMs} ms: ${condition}`, { cause: last })
}

/** Fails the test when, at its end, a socket or timer is left that wasn't there at the call. Call it first. */
export function leakCheck(t: Test): void {
  const watched = () => process.getActiveResourcesInfo().filter(name => /TCP|Timeout|Immediate/.test(name)).length
  const before = watched()
  t.teardown(async () => {
    await until(() => watched() <= before, 2_000).catch(() => {
      t.fail(`left behind: ${process.getActiveResourcesInfo().join(', ')}`)
    })
  })
}

async function whileRunning(child: TestProcess, condition: Promise<unknown>): Promise<void> {
  const ended = child.process.exited.then(exit => {
    throw new Error(`${child.process.name} ended (${describeExit(exit)}):\n${child.log.slice(-20).join('\n')}`)
  })
  const late = condition.catch(error => {
    throw new Error(`${child.process.name} is not ready: ${error.message}\n${child.log.slice(-20).join('\n')}`, {
      cause: error,
    })
  })
  await Promise.race([ended, late])
  ended.catch(() => undefined)
}

// The first to be added is the last to run.
root.teardown(removeOwnFolder)

let ownServer: Promise<string> | undefined

/** Given by `npm test`; a test file that is run alone brings up one of its own. */
async function databaseServer(): Promise<string> {
  if (process.env.TEST_DATABASE_URL) return process.env.TEST_DATABASE_URL
  ownServer ??= startOwnServer()
  return await ownServer
}

async function startOwnServer(): Promise<string> {
  const postgres = await startPostgres({ dataDir: join(await testFolder(), 'postgres'), durable: false })
  root.teardown(() => postgres.stop())
  return postgres.url
}
