// What one process counts about itself, for Prometheus: the registry with the figures that server and worker have in
// common. Labels are drawn from closed lists: no ids, no texts, nothing of a person.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { Buckets } from './buckets.ts'
import { watchLoop } from './event-loop.ts'
import type { ViewRow } from './job-view.ts'

/** Label values by label name: each of them is shown from the start, so that its first rise is seen as one. */
type Labels<L extends string> = Record<L, readonly string[]>

/** What takes longer to read the more sockets there are: a list of all of them, each time. */
const DEAR = ['nodejs_active_handles', 'nodejs_active_requests', 'nodejs_active_resources', 'process_open_fds']
/**
 * Kept by waking the process a hundred times a second, and begun anew whenever anybody reads them, which a process does
 * itself to share them.
 */
const LOOP_GAUGES = ['min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99'].map(
  of => `nodejs_eventloop_lag_${of}_seconds`,
)
/** How often the monitor behind them wakes the process, which can't be turned off. */
const RARELY_MS = 60_000

export interface ProcessMetrics {
  registry: Registry
  role: 'server' | 'worker'
  /** Names this process among all that live, and that lived. */
  id: string
  /** A job got its final state here. */
  jobEnded(job: ViewRow): void
}

export const processMetrics = (role: ProcessMetrics['role'], id: string): ProcessMetrics => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: RARELY_MS })
  for (const name of DEAR) for (const metric of [name, `${name}_total`]) registry.removeSingleMetric(metric)
  for (const name of LOOP_GAUGES) registry.removeSingleMetric(name)
  timeLoop(registry)
  return { registry, role, id, jobEnded: countEnded(registry) }
}

export const counter = <L extends string = never>(
  registry: Registry,
  name: string,
  help: string,
  labels = {} as Labels<L>,
): Counter<L> => {
  const labelNames = Object.keys(labels) as L[]
  const made = new Counter({ name, help, labelNames, registers: [registry] })
  const [only] = labelNames
  if (labelNames.length === 1) for (const value of labels[only!]) made.inc({ [only!]: value } as Record<L, string>, 0)
  return made
}

/** A counter whose numbers are kept elsewhere: `read` gives them by label value, or the one, when somebody asks. */
export const countedElsewhere = <L extends string>(
  registry: Registry,
  name: string,
  help: string,
  read: () => number | [Record<L, string>, number][],
  labelNames: L[] = [],
): void => {
  new Counter({
    name,
    help,
    labelNames,
    registers: [registry],
    collect() {
      const counts = read()
      this.reset()
      if (typeof counts === 'number') this.inc(counts)
      else for (const [labels, count] of counts) this.inc(labels, count)
    },
  })
}

/** @param read gives how many there are when somebody asks. */
export const gauge = (registry: Registry, name: string, help: string, read: () => number): void => {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read())
    },
  })
}

/** @param buckets upper bounds in seconds. */
export const histogram = <L extends string = never>(
  registry: Registry,
  name: string,
  help: string,
  buckets: number[],
  labelNames: L[] = [],
): Histogram<L> => new Histogram({ name, help, labelNames, buckets, registers: [registry] })

/** A histogram whose numbers are kept elsewhere: `read` gives them when somebody asks. */
export const observedElsewhere = <L extends string>(
  registry: Registry,
  name: string,
  help: string,
  read: () => [Record<L, string>, Buckets][],
): void => {
  const valuesOf = ([labels, { bounds, counts, sum }]: [Record<L, string>, Buckets]) => {
    let below = 0
    const bucket = (le: number | string, count: number) => {
      below += count
      return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: below }
    }
    const rows = counts.map((count, place) => bucket(bounds[place] ?? '+Inf', count))
    return [
      ...rows,
      { metricName: `${name}_sum`, labels, value: sum },
      { metricName: `${name}_count`, labels, value: below },
    ]
  }
  const metric = {
    name,
    help,
    type: 'histogram',
    aggregator: 'sum',
    get: async () => ({ name, help, type: 'histogram', aggregator: 'sum', values: read().flatMap(valuesOf) }),
    reset: () => {},
  }
  registry.registerMetric(metric as unknown as Histogram)
}

/** In place of the gauges that come by default. */
const timeLoop = (registry: Registry): void => {
  const late = new Buckets([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5])
  watchLoop(ms => late.observe(ms / 1000))
  observedElsewhere(
    registry,
    'resume_event_loop_delay_seconds',
    'How much later than asked for the event loop came round, asked four times a second.',
    () => [[{}, late]],
  )
}

const countEnded = (registry: Registry): ProcessMetrics['jobEnded'] => {
  const ended = counter(registry, 'resume_jobs_ended_total', 'Jobs that got their final state, by outcome.', {
    outcome: ['succeeded', 'failed', 'cancelled'],
  })
  const hits = counter(registry, 'resume_cache_hits_total', 'Jobs answered without a generation of their own.', {
    layer: ['redis', 'database', 'shared'],
  })
  const duration = histogram(
    registry,
    'resume_job_duration_seconds',
    'From the 202 to the final state of jobs that succeeded, by where the document came from.',
    [0.05, 0.1, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 900, 3600],
    ['source'],
  )
  return ({ status, stage, cache_hit, created_at, completed_at }) => {
    ended.inc({ outcome: status === 'SUCCESS' ? 'succeeded' : stage === 'cancelled' ? 'cancelled' : 'failed' })
    if (status !== 'SUCCESS') return
    if (cache_hit) hits.inc({ layer: cache_hit })
    const ms = (completed_at?.getTime() ?? created_at.getTime()) - created_at.getTime()
    duration.observe({ source: cache_hit ?? 'generated' }, Math.max(0, ms) / 1000)
  }
}
