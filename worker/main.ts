// A worker's composition root: config → parts → wait for the tables → take entries; at SIGTERM it hands back what is left.
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { listenAsWorker } from '../shared/bus.ts'
import { openCache } from '../shared/cache.ts'
import { withConfig, workerConfig } from '../shared/config.ts'
import { isMigrated, openDatabase } from '../shared/database.ts'
import { Forecaster } from '../shared/forecast.ts'
import { recentGenerations } from '../shared/job-records.ts'
import { createLog } from '../shared/log.ts'
import { shareFigures } from '../shared/metrics-share.ts'
import { openQueue } from '../shared/queue.ts'
import { openRedis } from '../shared/redis.ts'
import { startHeartbeat } from './heartbeat.ts'
import { CancelledJob, HandBack } from './hold.ts'
import { takeIn } from './intake.ts'
import { openLine } from './line.ts'
import { createWorkerMetrics } from './metrics.ts'
import { createModel } from './openai.ts'
import { createRate } from './rate.ts'
import { startRetention } from './retention.ts'
import { Slots } from './slots.ts'
import { startSweep } from './sweep.ts'
import type { WorkerParts } from './task.ts'
import { closeThread, warmUp } from './thread.ts'

/** Entries taken in at once from each queue: each takes a few reads and one write. */
const TAKEN_IN_MAX = 16
const HAND_BACK_MS = 20
/** ms for what was aborted at the end of the grace to settle. */
const SETTLE_MS = 3_000
/** How old its figures may be in a server's answer of `/metrics`; a worker has no push that reading them would delay. */
const SHARE_MS = 2_000

await withConfig(async () => {
  const config = workerConfig()
  const id = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`
  const log = createLog('worker', config.logLevel).child({ worker: id })
  const db = openDatabase(config.databaseUrl, config.databasePool, 'resume-worker')
  const redis = openRedis(config.redisUrl, 'command', log)
  const blocking = openRedis(config.redisUrl, 'queue', log)
  const subscriber = openRedis(config.redisUrl, 'subscribe', log)
  // One takes entries and waits for Redis as long as it takes; the other must fail fast.
  const entries = openQueue(blocking, 'worker', log)
  const queue = openQueue(redis, 'producer', log)
  const parts: WorkerParts = {
    id,
    config,
    log,
    db,
    redis,
    queue,
    cache: openCache(redis, config.cacheTtlSeconds, log),
    model: createModel({
      apiKey: config.openaiApiKey,
      baseUrl: config.openaiBaseUrl,
      model: config.openaiModel,
      idleTimeoutMs: config.openaiIdleTimeoutMs,
    }),
    slots: new Slots(
      config.workerConcurrency,
      createRate(redis, config.tasksPerMinute, withinMs => recentGenerations(db, withinMs), log),
      openLine(() => parts),
      log,
    ),
    forecast: new Forecaster(db, redis, config.tasksPerMinute, log),
    holds: new Map(),
    tally: { done: 0, failed: 0 },
    metrics: createWorkerMetrics(id, { slots: config.workerConcurrency, running: () => parts.holds.size }),
  }

  const stopSharing = shareFigures(redis, parts.metrics, log, SHARE_MS)
  let stopping = false
  let stopSweep = (): void => {}
  let stopRetention = (): void => {}
  let stopHeartbeat = async (): Promise<void> => {}

  const stop = async (signal: string): Promise<void> => {
    log.info({ signal }, 'worker stops')
    setTimeout(() => process.exit(1), config.shutdownGraceMs + 2 * SETTLE_MS).unref()
    stopSweep()
    stopRetention()
    // Those in line are in nobody's hands; those that generate have the grace.
    const ended = Promise.all([parts.slots.close(), entries.close(SETTLE_MS)])
    await Promise.race([ended, wait(config.shutdownGraceMs)])
    // Again and again: one that was being claimed at the end of the grace is held only now.
    const handingBack = setInterval(() => {
      for (const hold of parts.holds.values()) hold.abort(new HandBack())
    }, HAND_BACK_MS)
    await Promise.race([ended, wait(SETTLE_MS)])
    clearInterval(handingBack)
    await Promise.allSettled([stopHeartbeat(), stopSharing(), queue.close(1)])
    for (const connection of [redis, blocking, subscriber]) connection.disconnect()
    await Promise.race([closeThread(), wait(SETTLE_MS)])
    // It waits for what runs, which a PostgreSQL that hangs never ends.
    await Promise.race([db.destroy().catch(() => {}), wait(SETTLE_MS)])
    log.info('worker stopped')
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (!stopping) void stop(signal)
      stopping = true
    })

  listenAsWorker(subscriber, {
    onCancel: jobId => parts.holds.get(jobId)?.abort(new CancelledJob()),
    onWork: () => parts.slots.look(),
  })
  while (!stopping && !(await migrated())) await wait(1000)
  // The first document would cost some hundred ms more.
  void warmUp().catch(error => log.warn({ err: error }, 'thread not warmed up'))
  if (stopping) return
  stopHeartbeat = startHeartbeat(parts)
  stopSweep = startSweep(parts)
  stopRetention = startRetention(parts)
  entries.process(TAKEN_IN_MAX, jobId => takeIn(parts, jobId))
  parts.slots.open()
  log.info('worker takes jobs')

  async function migrated(): Promise<boolean> {
    try {
      if (await isMigrated(db)) return true
      log.warn('waiting for the database to be migrated')
    } catch (error) {
      log.warn({ err: error }, 'waiting for PostgreSQL')
    }
    return false
  }
})
