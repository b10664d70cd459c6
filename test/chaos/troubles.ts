// What goes wrong, as the seed decides, until the run is told to end: several things at once, one for each program.
import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from '../stress/random.ts'
import type { House } from './house.ts'
import type { Program } from './program.ts'

/** ms between two troubles. */
const PAUSE_MS: [number, number] = [500, 2_500]
/** ms for which a program is away. */
const AWAY_MS: [number, number] = [0, 1_500]
/** ms of a freeze: shorter and longer than a lease. */
const FREEZE_MS: [number, number] = [1_000, 20_000]

/** Returns how often each trouble was made, once all is mended. Rejects where a program did not come back. */
export const makeTrouble = async (
  house: House,
  random: Random,
  ended: AbortSignal,
  say: (line: string) => void,
): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {}
  const troubled = new Map<unknown, Promise<void>>()
  const pause = () => delay(random.between(...PAUSE_MS), undefined, { signal: ended }).catch(() => {})
  for (await pause(); !ended.aborted; await pause()) {
    const { name, whom, make } = random.pick(troublesOf(house, random))
    if (troubled.has(whom)) continue
    counts[name] = (counts[name] ?? 0) + 1
    say(`${name}: ${whom.name}`)
    const mended = make().then(() => void troubled.delete(whom))
    troubled.set(whom, mended)
    // Told at the end, by the wait for all.
    mended.catch(() => {})
  }
  await Promise.all(troubled.values())
  return counts
}

interface Trouble {
  name: string
  whom: Pick<Program, 'name'>
  make(): Promise<void>
}

/** The likelier ones stand twice. */
const troublesOf = ({ servers, workers, redis }: House, random: Random): Trouble[] => {
  const [worker, server] = [random.pick(workers), random.pick(servers)]
  const [awayMs, frozenMs] = [random.between(...AWAY_MS), random.between(...FREEZE_MS)]
  const kill = async (program: Program) => {
    await program.kill()
    await delay(awayMs)
    await program.start()
  }
  const stop = async () => {
    const code = await worker.stop()
    if (code !== 0) throw new Error(`${worker.name} ended with ${code} after SIGTERM`)
    await worker.start()
  }
  const freeze = async () => {
    worker.signal('SIGSTOP')
    await delay(frozenMs)
    worker.signal('SIGCONT')
  }
  const killed = { name: 'kill -9', whom: worker, make: () => kill(worker) }
  return [
    killed,
    killed,
    { name: 'kill -9', whom: server, make: () => kill(server) },
    { name: 'SIGTERM', whom: worker, make: stop },
    { name: `frozen for ${FREEZE_MS[0] / 1000} to ${FREEZE_MS[1] / 1000} s`, whom: worker, make: freeze },
    { name: 'killed, back empty', whom: redis, make: () => redis.lose(awayMs) },
  ]
}
