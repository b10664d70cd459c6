// How the figures of all processes come together: each leaves its own in Redis, and whoever is asked adds them up to one
// text. Series keep the process they come from as a label, so a restart begins new ones and no counter ever falls.
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import { Registry } from 'prom-client'
import type { Log } from './log.ts'
import type { ProcessMetrics } from './metrics.ts'
import type { Redis } from './redis.ts'

const INDEX = 'resume:metrics'
const key = (id: string): string => `resume:metrics:${id}`
/** Longer than Prometheus usually waits between two looks: what a process counted at its end is seen once more. */
const KEPT_MS = 120_000
/**
 * Some pauses between two shares. Of a process that has said nothing for so long only the counts are told, not how it
 * stands.
 */
const PRESENT_MS = 15_000

/** As prom-client gives it (its types call `type` a number). */
export interface Figure {
  name: string
  help: string
  type: string
  values: { metricName?: string; labels: Record<string, string | number>; value: number }[]
}

/** Of one process; what `labels` says holds for all its values. */
export interface Figures {
  labels: { role?: string; process?: string }
  figures: Figure[]
}

export const figuresOf = async ({ registry, role, id }: ProcessMetrics): Promise<Figures> => {
  const figures = (await registry.getMetricsAsJSON()) as unknown as Figure[]
  return { labels: { role, process: id }, figures: figures.map(finite) }
}

/** Some gauges are NaN as long as there is nothing to tell, which JSON can't say. */
const finite = ({ name, help, type, values }: Figure): Figure => ({
  name,
  help,
  type,
  values: values.filter(({ value }) => Number.isFinite(value)),
})

/**
 * Leaves the figures in Redis every `everyMs` until the returned function is called, which leaves the last ones. Adding
 * them up takes some ms in which the process does nothing else.
 */
export const shareFigures = (
  redis: Redis,
  metrics: ProcessMetrics,
  log: Log,
  everyMs: number,
): (() => Promise<void>) => {
  const share = async (): Promise<void> => {
    try {
      // A tenth of the size or less: Redis may be small.
      const bytes = await deflate(JSON.stringify(await figuresOf(metrics)))
      await redis.multi().set(key(metrics.id), bytes, 'PX', KEPT_MS).sadd(INDEX, metrics.id).exec()
    } catch (error) {
      log.debug({ err: error }, 'figures not shared')
    }
  }
  redis.on('ready', share)
  if (redis.status === 'ready') void share()
  const timer = setInterval(share, everyMs)
  return async () => {
    clearInterval(timer)
    redis.off('ready', share)
    await share()
  }
}

/** What all the other processes left. Rejects where Redis is away. */
export const readShared = async (redis: Redis, ownId: string): Promise<Figures[]> => {
  const ids = (await redis.smembers(INDEX)).filter(id => id !== ownId)
  const left = await Promise.all(ids.map(id => Promise.all([redis.getBuffer(key(id)), redis.pttl(key(id))])))
  const gone = ids.filter((_, index) => left[index]![0] === null)
  if (gone.length > 0) await redis.srem(INDEX, ...gone)
  return Promise.all(left.flatMap(([bytes, life]) => (bytes ? [unpack(bytes, KEPT_MS - life)] : [])))
}

const unpack = async (bytes: Buffer, ageMs: number): Promise<Figures> => {
  const { labels, figures } = JSON.parse(String(await inflate(bytes))) as Figures
  return { labels, figures: ageMs < PRESENT_MS ? figures : figures.filter(({ type }) => type !== 'gauge') }
}

const deflate = promisify<string, Buffer>(deflateRaw)
const inflate = promisify<Buffer, Buffer>(inflateRaw)

/** All in one, in Prometheus' text format: a name once, with the values of every process. */
export const toText = (all: Figures[]): Promise<string> => {
  const together = new Registry()
  const labelled = all.flatMap(({ labels, figures }) =>
    figures.map(figure => ({
      ...figure,
      values: figure.values.map(value => ({ ...value, labels: { ...value.labels, ...labels } })),
    })),
  )
  for (const [name, figures] of Map.groupBy(labelled, figure => figure.name)) {
    const one = { ...figures[0]!, values: figures.flatMap(figure => figure.values) }
    together.registerMetric({ name, get: async () => one } as never)
  }
  return together.metrics()
}

export const CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE
