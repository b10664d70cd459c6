// The record of live servers in Redis, with how many sockets each has: what operators see.
import type { ServerSockets } from './protocol.ts'
import type { Redis } from './redis.ts'

const INDEX = 'resume:servers'
const key = (id: string): string => `resume:server:${id}`
const TTL_SECONDS = 15

export const writeServer = async (redis: Redis, record: ServerSockets): Promise<void> => {
  await redis
    .multi()
    .set(key(record.server), JSON.stringify(record), 'EX', TTL_SECONDS)
    .sadd(INDEX, record.server)
    .exec()
}

export const removeServer = async (redis: Redis, server: string): Promise<void> => {
  await redis.multi().del(key(server)).srem(INDEX, server).exec()
}

/** Live servers. Those whose key ran out are taken off the index. */
export const listServers = async (redis: Redis): Promise<ServerSockets[]> => {
  const ids = await redis.smembers(INDEX)
  if (ids.length === 0) return []
  const texts = await redis.mget(ids.map(key))
  const gone = ids.filter((_, index) => texts[index] === null)
  if (gone.length > 0) await redis.srem(INDEX, ...gone)
  return texts.flatMap(text => (text ? [JSON.parse(text) as ServerSockets] : []))
}
