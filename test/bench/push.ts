// The push channel against what people would build or pick instead, in one run: latency, CPU, memory, idle sockets.
import { startLoad } from './generator-process.ts'
import { chosenParts, type Parts } from './parts.ts'
import { measureCpu } from './push-cpu.ts'
import { measureIdle } from './push-idle.ts'
import { measureLatency } from './push-latency.ts'
import { measureMemory } from './push-memory.ts'
import type { PushBench } from './push-servers.ts'
import { openStack } from './stack.ts'
import type { Row } from './table.ts'

const parts: Parts<PushBench> = {
  latency: measureLatency,
  cpu: measureCpu,
  memory: measureMemory,
  idle: measureIdle,
}

/** @param only names of parts; all of them where empty. */
export const benchPush = async (say: (line: string) => void, rounds: number, only: string[]): Promise<Row[]> => {
  const chosen = chosenParts(parts, only)
  say('PostgreSQL, Redis')
  const stack = await openStack()
  const load = startLoad(stack.redisUrl)
  try {
    const rows: Row[] = []
    for (const measure of chosen) rows.push(...(await measure({ stack, load, say }, rounds)))
    return rows
  } finally {
    await load.stop()
    await stack.close()
  }
}
