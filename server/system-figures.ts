// How the whole stands, as this server sees it when it is asked: the line, the workers, what it depends on. Without a
// process as a label: whichever server answers, these series are the same.
import { Gauge, Registry } from 'prom-client'
import type { Database } from '../shared/database.ts'
import type { Figure, Figures } from '../shared/metrics-share.ts'
import { countQueues } from '../shared/ops-reads.ts'
import type { QueueCount } from '../shared/protocol.ts'
import { type Readiness, within } from './readiness.ts'

/** What can't be read in time is left out. */
export const readSystem = async (db: Database, readiness: Readiness): Promise<Figures> => {
  const [{ checks }, queues] = await Promise.all([readiness.check(), within(countQueues(db)).catch(() => [])])
  const { workers, ...dependencies } = checks
  const registry = new Registry()
  const gauge = (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] })
  const up = gauge('resume_dependency_up', '1: it answered within a second (push: a canary came back).', 'dependency')
  for (const [dependency, state] of Object.entries(dependencies)) up.set({ dependency }, state === 'ok' ? 1 : 0)
  if (checks.redis === 'ok') gauge('resume_workers', 'Workers that live.').set(workers)
  if (queues.length > 0) showQueues(gauge, queues)
  return { labels: {}, figures: (await registry.getMetricsAsJSON()) as unknown as Figure[] }
}

const showQueues = (
  gauge: (name: string, help: string, ...labelNames: string[]) => Gauge,
  queues: QueueCount[],
): void => {
  const jobs = gauge('resume_queue_jobs', 'Unfinished jobs, by queue and what they wait for.', 'queue', 'state')
  const oldest = gauge('resume_queue_oldest_wait_seconds', 'Age of the oldest job in line; 0: none.', 'queue')
  for (const { name: queue, waiting, active, delayed, oldest_wait_seconds } of queues) {
    jobs.set({ queue, state: 'waiting' }, waiting)
    jobs.set({ queue, state: 'active' }, active)
    jobs.set({ queue, state: 'delayed' }, delayed)
    oldest.set({ queue }, oldest_wait_seconds ?? 0)
  }
}
