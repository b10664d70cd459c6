// The contenders' servers as processes, and the one way in which all measures of the push use them.
import { type ContenderName, contenders, JWT_SECRET } from './contenders.ts'
import type { Load } from './generator-process.ts'
import type { NodeServer, Stack } from './stack.ts'

export interface PushBench {
  stack: Stack
  load: Load
  /** What is going on, for a person who waits. */
  say(line: string): void
}

/** Starts a contender's server; `probed`: with the probe inside. */
export const startServer = (stack: Stack, name: ContenderName, probed = false): Promise<NodeServer> => {
  const { script, readyPath } = contenders[name]
  const ours = { HOST: '127.0.0.1', DATABASE_URL: stack.databaseUrl, JWT_SECRET, ADDRESS_RATE_LIMIT: '0' }
  return stack.startNode({
    script,
    readyPath,
    env: { REDIS_URL: stack.redisUrl, ...(name === 'ours' && ours) },
    nodeArgs: probed ? ['--expose-gc', '--import', './test/bench/probe.ts'] : [],
  })
}

const names: ContenderName[] = ['ours', 'bare', 'socket.io']

/** Something for each contender, made one after the other. */
export const perContender = async <T>(
  make: (name: ContenderName) => Promise<T>,
): Promise<Record<ContenderName, T>> => ({
  ours: await make('ours'),
  bare: await make('bare'),
  'socket.io': await make('socket.io'),
})

/** Calls `measure` for each contender, `rounds` times over, each round beginning with another one; round 0 warms up. */
export const inRounds = async (
  rounds: number,
  measure: (name: ContenderName, round: number) => Promise<void>,
): Promise<void> => {
  for (let round = 0; round <= rounds; round++)
    for (let place = 0; place < names.length; place++) await measure(names[(round + place) % names.length]!, round)
}
