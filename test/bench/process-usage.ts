// What a process has used so far, read from outside: /proc, so Linux alone. And asking the probe inside of it.
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Probe } from './probe.ts'
import type { NodeServer } from './stack.ts'

/** Linux counts in hundredths of a second for every program (USER_HZ). */
const TICKS_PER_SECOND = 100
const ANSWER_MS = 10_000

/** Seconds of CPU, user and system, all threads. */
export const cpuSeconds = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name in parentheses may hold spaces; utime and stime are fields 14 and 15, the state after the name is 3.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

/** Asks a server that was started with `probe.ts`. */
export const askProbe = async (server: NodeServer): Promise<Probe> => {
  const answer = () => server.lines.findLast(line => line.startsWith('{"probe"'))
  const before = answer()
  process.kill(server.pid, 'SIGUSR2')
  for (let waited = 0; answer() === before; waited += 10) {
    if (waited > ANSWER_MS) throw new Error('the probe does not answer')
    await delay(10)
  }
  return (JSON.parse(answer()!) as { probe: Probe }).probe
}
