// The load generator as its parent sees it: a process that answers calls.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { LoadAnswer, LoadCalls } from './generator.ts'

export interface Load {
  call<Name extends keyof LoadCalls>(
    name: Name,
    options: Parameters<LoadCalls[Name]>[0],
  ): Promise<Awaited<ReturnType<LoadCalls[Name]>>>
  stop(): Promise<void>
}

export const startLoad = (redisUrl: string): Load => {
  const child = fork(join(import.meta.dirname, 'generator.ts'), {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, REDIS_URL: redisUrl },
  })
  const exited = once(child, 'exit')
  return {
    async call(call, options) {
      child.send({ call, options })
      const ended = exited.then(([code, signal]) => ({ error: `the load generator ended: ${code ?? signal}` }))
      const [answer] = (await Promise.race([once(child, 'message'), ended.then(end => [end])])) as [LoadAnswer]
      if ('error' in answer) throw new Error(answer.error)
      return answer.result as never
    },
    async stop() {
      if (child.connected) child.disconnect()
      await exited
    },
  }
}
