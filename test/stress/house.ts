// What a stress run stands on: PostgreSQL, a Redis behind a proxy, two servers; started, broken and stopped by us.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PROJECT } from '../../dev/files.ts'
import { freePort } from '../../dev/ports.ts'
import { startPostgres } from '../../dev/postgres.ts'
import { type RunningProcess, startProcess } from '../../dev/processes.ts'
import { type Redis, startRedis } from '../../dev/redis.ts'
import { removeOwnFolder, testFolder } from '../../dev/test-folder.ts'
import { createFromTemplate } from '../harness/template.ts'
import { startTcpProxy, type TcpProxy } from '../server/tcp-proxy.ts'
import { until } from './until.ts'

export const SECRET = 'a-stress-secret-of-at-least-32-bytes'
/** MB: a server that needs more has a leak, or heaps up what it should drop. */
const HEAP_MB = 192

export interface Held {
  heap: number
  sockets: number
  timers: number
}

export class Server {
  readonly port: number
  readonly url: string
  readonly #env: NodeJS.ProcessEnv
  #process: RunningProcess | undefined

  constructor(port: number, env: NodeJS.ProcessEnv) {
    this.port = port
    this.url = `http://127.0.0.1:${port}`
    this.#env = env
  }

  async start(): Promise<void> {
    const pids = join(await testFolder(), 'pids')
    await mkdir(pids, { recursive: true })
    this.#process = startProcess({
      name: `server ${this.port}`,
      command: process.execPath,
      args: [
        '--expose-gc',
        `--max-old-space-size=${HEAP_MB}`,
        '--import',
        join(PROJECT, 'test/stress/probe.ts'),
        join(PROJECT, 'server/main.ts'),
      ],
      env: { PATH: process.env.PATH, ...this.#env, PORT: String(this.port) },
      cwd: PROJECT,
      // By it a later run finds what a killed one left.
      pidFile: join(pids, String(this.port)),
    })
    const isReady = () =>
      fetch(`${this.url}/api/readyz`).then(
        ({ ok }) => ok,
        () => false,
      )
    await until(isReady, `server ${this.port} ready: ${this.#process.lines.slice(-5).join('\n')}`, 30_000)
  }

  get lines(): string[] {
    return this.#process?.lines ?? []
  }

  /** SIGTERM; its exit code once it is gone. */
  async stop(): Promise<number | null | undefined> {
    return (await this.#process?.stop(20_000))?.code
  }

  async kill(): Promise<void> {
    this.#process!.kill('SIGKILL')
    await this.#process!.exited
  }

  /** What it holds, after a collection of garbage. */
  async held(): Promise<Held> {
    const seen = this.lines.length
    this.#process!.kill('SIGUSR2')
    const isProbe = (line: string) => line.startsWith('probe ')
    await until(() => this.lines.length > seen && this.lines.some(isProbe), 'the probe', 5_000)
    return JSON.parse(this.lines.findLast(isProbe)!.slice(6)) as Held
  }
}

export interface Pair {
  servers: [Server, Server]
  settings: { DATABASE_URL: string; REDIS_URL: string }
  redis: Redis
  proxy: TcpProxy
  /** Crashes Redis; `restart` brings it back empty at the same address. */
  killRedis(): Promise<void>
  restartRedis(): Promise<void>
}

export class House {
  readonly #ends: (() => unknown)[] = []
  #databases: string | undefined

  async open(): Promise<void> {
    this.#ends.push(removeOwnFolder)
    const folder = join(await testFolder(), `stress-${process.pid}`)
    // PostgreSQL's account has to pass through.
    await mkdir(folder, { mode: 0o711 })
    const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), durable: false })
    this.#ends.push(() => postgres.stop())
    this.#databases = postgres.url
  }

  /** Two servers on a database and a Redis of their own. */
  async pair(name: string): Promise<Pair> {
    const dir = join(await testFolder(), `stress-redis-${name}-${process.pid}`)
    let redis = await startRedis({ dir, persist: false })
    this.#ends.push(() => redis.stop())
    const proxy = await startTcpProxy({ teardown: end => this.#ends.push(end) }, redis.port)
    const url = new URL(redis.url)
    url.port = String(proxy.port)
    const direct = { DATABASE_URL: await createFromTemplate(this.#databases!), REDIS_URL: redis.url }
    const env = { ...direct, REDIS_URL: url.href, JWT_SECRET: SECRET, HOST: '127.0.0.1', LOG_LEVEL: 'warn' }
    const unlimited = { ADDRESS_RATE_LIMIT: '0', API_RATE_LIMIT: '1000000', DATABASE_POOL: '5' }
    const servers = [
      new Server(await freePort(), { ...env, ...unlimited }),
      new Server(await freePort(), { ...env, ...unlimited }),
    ]
    for (const server of servers) this.#ends.push(() => server.stop())
    await Promise.all(servers.map(server => server.start()))
    return {
      servers: servers as [Server, Server],
      settings: direct,
      redis,
      proxy,
      killRedis: () => redis.kill(),
      restartRedis: async () => {
        redis = await startRedis({ dir, persist: false, port: redis.port })
      },
    }
  }

  /** Everything in reverse. */
  async close(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end()
  }
}
