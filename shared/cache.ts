// `resume_cache:<md5>`: a finished document in Redis for an hour. A miss, a broken entry or an absent Redis are all the
// same: null. PostgreSQL has the document too, or the entry does not count.
import type { Log } from './log.ts'
import { deleteKeys, type Redis } from './redis.ts'

export interface CachedDocument {
  mergedText: string
  filename: string
  fileData: Buffer
}

export interface Cache {
  get(key: string): Promise<CachedDocument | null>
  /** Skipped where Redis is away, or where all cached documents would take over half of its `maxmemory`. */
  put(key: string, document: CachedDocument): Promise<void>
}

/** @param redis a `command` connection. @param ttlSeconds how long an entry lives. */
export const openCache = (redis: Redis, ttlSeconds: number, log: Log): Cache => ({
  async get(key) {
    try {
      return parse(await redis.get(redisKey(key)))
    } catch (error) {
      log.warn({ err: error }, 'cache not read')
      return null
    }
  },
  async put(key, document) {
    try {
      const json = JSON.stringify({
        merged_text: document.mergedText,
        filename: document.filename,
        file_data: document.fileData.toString('base64'),
      })
      if (await hasRoom(redis, Buffer.byteLength(json))) await redis.set(redisKey(key), json, 'EX', ttlSeconds)
    } catch (error) {
      log.warn({ err: error }, 'cache not written')
    }
  },
})

/** When their documents are deleted. Rejects where Redis is away. */
export const deleteCachedDocuments = (redis: Redis, keys: string[]): Promise<void> =>
  deleteKeys(redis, keys.map(redisKey))

const redisKey = (key: string): string => `resume_cache:${key}`

const parse = (text: string | null): CachedDocument | null => {
  if (text === null) return null
  const entry = parseJson(text) as Partial<Record<'merged_text' | 'filename' | 'file_data', unknown>> | null
  if (
    typeof entry?.merged_text !== 'string' ||
    typeof entry.filename !== 'string' ||
    typeof entry.file_data !== 'string'
  )
    return null
  return { mergedText: entry.merged_text, filename: entry.filename, fileData: Buffer.from(entry.file_data, 'base64') }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Redis' used memory is a safe upper bound of what the cache takes in it. */
const hasRoom = async (redis: Redis, bytes: number): Promise<boolean> => {
  const info = await redis.info('memory')
  const limit = Number(/^maxmemory:(\d+)/m.exec(info)?.[1] ?? 0)
  const used = Number(/^used_memory:(\d+)/m.exec(info)?.[1] ?? 0)
  return limit === 0 || used + bytes <= limit / 2
}
