// Tells Redis that this worker lives and what it does; the record runs out by itself when it does not.
import { hostname } from 'node:os'
import { removeWorker, writeWorker } from '../shared/workers.ts'
import type { WorkerParts } from './task.ts'

const INTERVAL_MS = 5_000

/** Beats until the returned function is called, which takes the record away. */
export const startHeartbeat = ({ id, config, redis, holds, tally, log }: WorkerParts): (() => Promise<void>) => {
  const started = new Date().toISOString()
  const beat = (): Promise<void> =>
    writeWorker(redis, {
      id,
      host: hostname(),
      pid: process.pid,
      started_at: started,
      heartbeat_at: new Date().toISOString(),
      concurrency: config.workerConcurrency,
      running: [...holds.keys()],
      done: tally.done,
      failed: tally.failed,
    }).catch(error => log.warn({ err: error }, 'heartbeat not written'))
  redis.on('ready', beat)
  if (redis.status === 'ready') void beat()
  const timer = setInterval(beat, INTERVAL_MS)
  return async () => {
    clearInterval(timer)
    redis.off('ready', beat)
    await removeWorker(redis, id).catch(() => {})
  }
}
