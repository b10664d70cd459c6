// What a job costs each part: CPU of server and worker, bytes in Redis and PostgreSQL, tokens. The numbers of
// docs/scaling.md come from here.
import { sql } from 'kysely'
import { openDatabase } from '../../shared/database.ts'
import { createLog } from '../../shared/log.ts'
import { openRedis, whenReady } from '../../shared/redis.ts'
import type { LoadHouse } from './load-house.ts'
import { cpuSeconds } from './process-usage.ts'
import type { Stack } from './stack.ts'
import { absolute, type Row } from './table.ts'

export interface Costs {
  serverCpu: number
  workerCpu: number
  redisBytes: number
  databaseBytes: number
  promptTokens: number
  completionTokens: number
}

/** So far, all together. */
export const costsSoFar = async (stack: Stack, { server, worker }: LoadHouse): Promise<Costs> => ({
  serverCpu: cpuSeconds(server.pid),
  workerCpu: cpuSeconds(worker.pid),
  redisBytes: await redisBytes(stack.redisUrl),
  ...(await databaseCosts(stack.databaseUrl)),
})

const redisBytes = async (url: string): Promise<number> => {
  const redis = openRedis(url, 'command', createLog('bench', 'silent'))
  await whenReady(redis)
  const info = await redis.info('memory').finally(() => redis.disconnect())
  return Number(/^used_memory:(\d+)/m.exec(info)?.[1])
}

const databaseCosts = async (url: string) => {
  const db = openDatabase(url, 1, 'bench')
  const { rows } = await sql<Pick<Costs, 'databaseBytes' | 'promptTokens' | 'completionTokens'>>`
    select pg_database_size(current_database())::int8 as "databaseBytes",
      coalesce(sum(prompt_tokens), 0)::int8 as "promptTokens",
      coalesce(sum(completion_tokens), 0)::int8 as "completionTokens" from job_attempt`
    .execute(db)
    .finally(() => db.destroy())
  const [{ databaseBytes, promptTokens, completionTokens }] = rows as [(typeof rows)[number]]
  return {
    databaseBytes: Number(databaseBytes),
    promptTokens: Number(promptTokens),
    completionTokens: Number(completionTokens),
  }
}

export const costRows = (before: Costs, after: Costs, jobs: number): Row[] => {
  const each = (key: keyof Costs, scale: number): number[] => [((after[key] - before[key]) * scale) / jobs]
  return [
    absolute({
      title: 'CPU of the server a job, its socket and updates included',
      unit: 'ms',
      ours: each('serverCpu', 1e3),
    }),
    absolute({
      title: 'CPU of the worker a job, half of them Word, half PDF',
      unit: 'ms',
      ours: each('workerCpu', 1e3),
    }),
    absolute({ title: 'Redis, a job (its document cached)', unit: 'KiB', ours: each('redisBytes', 1 / 1024) }),
    absolute({ title: 'PostgreSQL, a job', unit: 'KiB', ours: each('databaseBytes', 1 / 1024) }),
    absolute({
      title: 'tokens in, a job (the stand-in counts about as OpenAI does)',
      unit: '',
      ours: each('promptTokens', 1),
    }),
    absolute({ title: 'tokens out, a job', unit: '', ours: each('completionTokens', 1) }),
  ]
}
