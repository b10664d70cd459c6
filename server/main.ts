// The server's composition root: config → parts → app → listen, and closing in reverse.
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { openBus } from '../shared/bus.ts'
import { serverConfig, withConfig } from '../shared/config.ts'
import { openDatabase } from '../shared/database.ts'
import { Forecaster } from '../shared/forecast.ts'
import { jobsById } from '../shared/job-reads.ts'
import { createLog } from '../shared/log.ts'
import { shareFigures } from '../shared/metrics-share.ts'
import { openQueue } from '../shared/queue.ts'
import { openRedis } from '../shared/redis.ts'
import { type App, buildApp, type Parts } from './app.ts'
import { Hub } from './hub.ts'
import { Streams } from './job-stream.ts'
import { createServerMetrics } from './metrics.ts'
import { OpsFeed } from './ops-feed.ts'
import { Readiness } from './readiness.ts'
import { Sessions } from './sessions.ts'
import { SharedCalls } from './shared-calls.ts'

/** Sockets are closed over so many ms, so that their clients don't come back in one blow. */
const DRAIN_SPREAD_MS = 4_000
/** Requests under way have so many ms; a client that never sends the whole of one would hold the process up. */
const REQUESTS_MS = 8_000
/** The process is gone by then, whatever still hangs. */
const EXIT_MS = 18_000
/** How old this server's figures may be in another one's answer of `/metrics`, which is asked every 15 s or so. */
const SHARE_MS = 5_000

await withConfig(async () => {
  const config = serverConfig()
  const log = createLog('server', config.logLevel)
  const db = openDatabase(config.databaseUrl, config.databasePool, 'resume-server')
  const redis = openRedis(config.redisUrl, 'command', log)
  const subscriber = openRedis(config.redisUrl, 'subscribe', log)
  const queue = openQueue(redis, 'producer', log)
  const forecast = new Forecaster(db, redis, config.tasksPerMinute, log)
  const hub = new Hub(db, forecast, log, events => openBus(subscriber, events))
  const readiness = new Readiness(db, redis, hub, log)
  const sessions = new Sessions()
  const streams = new Streams()
  const opsFeed = new OpsFeed(db, redis, () => sessions.size, log)
  const metrics = createServerMetrics(`${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`, {
    sockets: () => sessions.size,
    streams: () => streams.size,
  })
  const parts: Parts = {
    config,
    log,
    db,
    redis,
    jobs: new SharedCalls(ids => jobsById(db, ids)),
    queue,
    hub,
    sessions,
    streams,
    readiness,
    forecast,
    opsFeed,
    metrics,
  }
  const app = await buildApp(parts)

  const stopSharing = shareFigures(redis, metrics, log, SHARE_MS)

  const closeAll = async (signal: string): Promise<void> => {
    log.info({ signal }, 'server closes')
    setTimeout(() => process.exit(1), EXIT_MS).unref()
    readiness.stop()
    await drain(app, parts)
    await Promise.all([hub.close(), opsFeed.stop(), stopSharing()])
    await queue.close(1)
    // Its pending subscriptions would wait for a Redis that is away.
    subscriber.disconnect()
    await Promise.allSettled([db.destroy(), redis.quit()])
    log.info('server closed')
    process.exit(0)
  }
  let closing = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (!closing) void closeAll(signal)
      closing = true
    })

  await app.listen({ host: config.host, port: config.port })
  readiness.start()
  opsFeed.start()
})

/** No new connections, requests finish, streams end, sockets are told to come back. */
const drain = async (app: App, { sessions, streams }: Parts): Promise<void> => {
  const closed = app.close()
  const late = setTimeout(() => app.server.closeAllConnections(), REQUESTS_MS)
  streams.endAll()
  await sessions.drain(DRAIN_SPREAD_MS)
  // Those that were upgraded where there is no channel.
  for (const socket of app.websocketServer.clients) socket.terminate()
  await closed
  clearTimeout(late)
}
