// npm run publish: each line of standard input, {"user_id","job"}, is published as a worker would. For benches and drills.
import { createInterface } from 'node:readline'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { publishUpdate, toUpdate } from '../shared/bus.ts'
import { commandConfig, withConfig } from '../shared/config.ts'
import { createLog } from '../shared/log.ts'
import { JobView } from '../shared/protocol.ts'
import { openRedis } from '../shared/redis.ts'
import { REDIS_WAIT_MS, readyWithin } from './ready-within.ts'

const Line = Compile(
  Type.Object({
    user_id: Type.Union([Type.String(), Type.Integer()]),
    job: Type.Intersect([
      JobView,
      // What a message can carry: an id without control characters, a number that JavaScript counts exactly.
      Type.Object({
        job_id: Type.String({ pattern: '^[^\\x00-\\x1f\\x7f]+$' }),
        version: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
      }),
    ]),
  }),
)

await withConfig(async () => {
  const config = commandConfig(['redisUrl', 'logLevel'], ['redisUrl'])
  const redis = openRedis(config.redisUrl, 'command', createLog('publish', config.logLevel))
  await readyWithin(redis, REDIS_WAIT_MS).catch(error => {
    console.error(error.message)
    process.exit(1)
  })
  let number = 0
  for await (const text of createInterface({ input: process.stdin })) {
    number++
    if (text.trim() === '') continue
    const problem = await publish(text)
    if (!problem) continue
    console.error(`line ${number}: ${problem}`)
    process.exitCode = 1
  }
  await redis.quit()

  async function publish(text: string): Promise<string | undefined> {
    const line = parseJson(text)
    if (line === undefined) return 'is not JSON'
    if (!Line.Check(line)) {
      const [first] = Line.Errors(line)
      return `${first?.instancePath || 'the line'} ${first?.message ?? 'is not valid'}`
    }
    await publishUpdate(redis, String(line.user_id), toUpdate(line.job))
    return undefined
  }
})

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
