// Loaded into a server before its own code (`node --expose-gc --import`): at SIGUSR2 it prints what only the process
// itself knows, its live bytes and its event loop's delay since the last such line. Changes nothing else.
import { writeSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

export interface Probe {
  /** Resident bytes after a forced collection. */
  rss: number
  /** Live bytes in V8's heap and outside of it, after a forced collection. */
  live: number
  /** ms between two turns of a 1 ms timer, 99th percentile and largest. */
  loopP99Ms: number
  loopMaxMs: number
}

const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()

process.on('SIGUSR2', () => {
  const loop = { loopP99Ms: delay.percentile(99) / 1e6, loopMaxMs: delay.max / 1e6 }
  // The collection is ours, not a delay of the server's.
  delay.disable()
  for (let time = 0; time < 3; time++) global.gc?.()
  const { rss, heapUsed, external } = process.memoryUsage()
  writeSync(1, `${JSON.stringify({ probe: { rss, live: heapUsed + external, ...loop } satisfies Probe })}\n`)
  delay.reset()
  delay.enable()
})
