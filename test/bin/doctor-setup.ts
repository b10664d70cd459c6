// What the doctor's tests share: a whole service to look at, its answer in JSON, and neighbours that are broken.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { Redis } from 'ioredis'
import type root from 'tap'
import { examine, type Report } from '../../bin/doctor/examine.ts'
import { startStandIn } from '../../dev/openai/server.ts'
import { listServers } from '../../shared/servers.ts'
import { createDatabase, createRedis, JWT_SECRET, startServer, startWorker, type Test, until } from '../harness.ts'

export type Settings = Record<string, string>

export const API_KEY = 'sk-a-key-that-nobody-may-see'

/** What `npm run doctor -- --json` does with these settings, but in this process: that costs much less. */
export const look = (settings: Settings, url?: string, withJob?: boolean): Promise<Report> =>
  examine(settings, url === undefined ? undefined : new URL(url), withJob)

/** Database, Redis, stand-in, server and worker, all whole. */
export const openService = async (t: typeof root) => {
  const standIn = await startStandIn({ paceMs: 0 })
  t.teardown(() => standIn.close())
  const redis = await createRedis(t)
  const stores = { DATABASE_URL: await createDatabase(t), REDIS_URL: redis.url }
  const openai = { OPENAI_API_KEY: API_KEY, OPENAI_BASE_URL: standIn.url }
  const [server, worker] = await Promise.all([startServer(t, stores), startWorker(t, { ...stores, ...openai })])
  const connection = new Redis(redis.url)
  t.teardown(() => connection.disconnect())
  // It is written some seconds after the start, where Redis was not yet connected then.
  await until(async () => (await listServers(connection)).length === 1, 20_000)
  const settings: Settings = { ...stores, ...openai, JWT_SECRET, HOST: '127.0.0.1', PORT: String(server.port) }
  return { redis, server, worker, standIn, settings }
}

/** An HTTP server that answers as `answer` does; its URL. */
export const startAnswering = async (
  t: Test,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> => {
  const server = createServer(answer)
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** An OpenAI that answers everything with this. */
export const startOpenAi = (t: Test, status: number, body: object): Promise<string> =>
  startAnswering(t, (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })

/** A port that takes connections and never says a word: what a frozen process is to its clients. */
export const startSilent = async (t: Test): Promise<number> => {
  const sockets = new Set<Socket>()
  const server = createTcpServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  t.teardown(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** The URL with another password. */
export const withPassword = (url: string, password: string): string => {
  const changed = new URL(url)
  changed.password = password
  return changed.href
}
