// Pub/sub: one channel a user, each message a state on its way to that user's browsers. Messages may be lost, and
// nothing here repairs that. A message is a header line and the job view's JSON, so that nobody needs to parse it to
// pass it on.
import { isFinal, type JobView, type PreviewFrame } from './protocol.ts'
import { deleteKeys, type Redis } from './redis.ts'

const CHANNEL_PREFIX = 'resume:user:'

/** A state on its way to browsers. */
export interface Update {
  jobId: string
  version: number
  final: boolean
  /** The job view, as JSON text. */
  json: string
  /** When it was published, by the publisher's clock, in ms since the epoch; only where it came over the bus. */
  publishedAt?: number | undefined
}

/** The draft of a job as far as it is written, on its way to browsers. */
export interface Preview {
  jobId: string
  section: string
  /** The whole frame, as JSON text. */
  json: string
}

export const toUpdate = (view: JobView): Update => ({
  jobId: view.job_id,
  version: view.version,
  final: isFinal(view.status),
  json: JSON.stringify(view),
})

/** Rejects where Redis is away. The state is committed, so readers get it later all the same. */
export const publishUpdate = async (redis: Redis, userId: string, update: Update): Promise<void> => {
  await redis.publish(CHANNEL_PREFIX + userId, encode(update))
}

/** Also kept for a while, for whoever joins later. Rejects where Redis is away: a draft is no state, it may be lost. */
export const publishPreview = async (redis: Redis, userId: string, frame: PreviewFrame): Promise<void> => {
  const json = JSON.stringify(frame)
  await redis
    .pipeline()
    .hset(previewKey(frame.job_id), frame.section, json)
    .expire(previewKey(frame.job_id), PREVIEW_KEPT_SECONDS)
    .publish(CHANNEL_PREFIX + userId, `preview\t${frame.job_id}\t${frame.section}\n${json}`)
    .exec()
}

/** What is written so far of these jobs. */
export const readPreviews = async (redis: Redis, jobIds: string[]): Promise<Preview[]> => {
  if (jobIds.length === 0) return []
  const pipeline = redis.pipeline()
  for (const jobId of jobIds) pipeline.hgetall(previewKey(jobId))
  const results = (await pipeline.exec()) ?? []
  return results.flatMap(([, sections], index) =>
    Object.entries((sections ?? {}) as Record<string, string>).map(([section, json]) => ({
      jobId: jobIds[index]!,
      section,
      json,
    })),
  )
}

/** Before they run out by themselves: nothing of these jobs is to be kept. Rejects where Redis is away. */
export const dropPreviews = (redis: Redis, jobIds: string[]): Promise<void> => deleteKeys(redis, jobIds.map(previewKey))

const previewKey = (jobId: string): string => `resume:preview:${jobId}`
const PREVIEW_KEPT_SECONDS = 600

const encode = ({ jobId, version, final, json }: Update): string =>
  `job\t${jobId}\t${version}\t${final ? 1 : 0}\t${Date.now()}\n${json}`

/** Hands a message on as what it is; one that is not of ours is dropped. */
const decode = (userId: string, message: string, events: BusEvents): void => {
  const end = message.indexOf('\n')
  const [kind, jobId, third, fourth, fifth] = message.slice(0, Math.max(end, 0)).split('\t')
  if (!jobId || !third) return
  const json = message.slice(end + 1)
  if (kind === 'preview') events.onPreview(userId, { jobId, section: third, json })
  const version = Number(third)
  if (kind !== 'job' || !Number.isSafeInteger(version)) return
  // Absent where a server or worker of an older version published it.
  const publishedAt = Number(fifth) || undefined
  events.onUpdate(userId, { jobId, version, final: fourth === '1', json, publishedAt })
}

const CANCEL_CHANNEL = 'resume:cancel'
const WORK_CHANNEL = 'resume:work'

/** Tells whichever worker runs the job to stop at once. A lost message only costs time: the fence stops it too. */
export const publishCancel = async (redis: Redis, jobId: string): Promise<void> => {
  await redis.publish(CANCEL_CHANNEL, jobId)
}

/** Tells the workers that somebody got in line. A lost message only costs time: they look by themselves too. */
export const publishWork = async (redis: Redis): Promise<void> => {
  await redis.publish(WORK_CHANNEL, '')
}

export interface WorkerEvents {
  onCancel(jobId: string): void
  onWork(): void
}

/** What workers listen to. @param subscriber a `subscribe` connection, used for nothing else. */
export const listenAsWorker = (subscriber: Redis, { onCancel, onWork }: WorkerEvents): void => {
  subscriber.on('message', (channel: string, message: string) => {
    if (channel === CANCEL_CHANNEL) onCancel(message)
    if (channel === WORK_CHANNEL) onWork()
  })
  // Waits for Redis, and is made again after each reconnection.
  void subscriber.subscribe(CANCEL_CHANNEL, WORK_CHANNEL).catch(() => {})
}

export interface Bus {
  /** Resolves once Redis has confirmed; while Redis is away that waits, and the subscription is made when it is back. */
  subscribe(userId: string): Promise<void>
  unsubscribe(userId: string): void
  /** Gives up a connection that looks alive and says nothing, and makes a new one; nothing where it is away anyway. */
  renew(): void
}

export interface BusEvents {
  onUpdate(userId: string, update: Update): void
  onPreview(userId: string, preview: Preview): void
  /** Redis is back: whatever was published meanwhile is lost. */
  onReconnect(): void
}

/** @param subscriber a `subscribe` connection, used for nothing else. */
export const openBus = (subscriber: Redis, events: BusEvents): Bus => {
  subscriber.on('message', (channel: string, message: string) => {
    decode(channel.slice(CHANNEL_PREFIX.length), message, events)
  })
  let connected = subscriber.status === 'ready'
  subscriber.on('ready', () => {
    if (connected) events.onReconnect()
    connected = true
  })
  return {
    async subscribe(userId) {
      await subscriber.subscribe(CHANNEL_PREFIX + userId)
    },
    unsubscribe(userId) {
      // A connection that is lost meanwhile has no subscriptions to end.
      void subscriber.unsubscribe(CHANNEL_PREFIX + userId).catch(() => {})
    },
    renew() {
      if (subscriber.status === 'ready') subscriber.disconnect(true)
    },
  }
}
