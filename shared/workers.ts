// The record of live workers in Redis: a key that runs out by itself when its worker is gone.
import type { WorkerBody } from './protocol.ts'
import type { Redis } from './redis.ts'

const INDEX = 'resume:workers'
const key = (id: string): string => `resume:worker:${id}`
const TTL_SECONDS = 15

export const writeWorker = async (redis: Redis, record: WorkerBody): Promise<void> => {
  await redis.multi().set(key(record.id), JSON.stringify(record), 'EX', TTL_SECONDS).sadd(INDEX, record.id).exec()
}

export const removeWorker = async (redis: Redis, id: string): Promise<void> => {
  await redis.multi().del(key(id)).srem(INDEX, id).exec()
}

/** Live workers. Those whose key ran out are taken off the index. */
export const listWorkers = async (redis: Redis): Promise<WorkerBody[]> => {
  const ids = await redis.smembers(INDEX)
  if (ids.length === 0) return []
  const texts = await redis.mget(ids.map(key))
  const gone = ids.filter((_, index) => texts[index] === null)
  if (gone.length > 0) await redis.srem(INDEX, ...gone)
  return texts.flatMap(text => (text ? [JSON.parse(text) as WorkerBody] : []))
}
