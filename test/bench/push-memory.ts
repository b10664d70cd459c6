// What an idle socket costs a server in memory: the slope from 2,000 to 5,000 of them, each of another user. Live bytes
// hardly differ from run to run; resident ones do, since V8 and malloc keep what they once had.
import type { ContenderName } from './contenders.ts'
import { askProbe } from './process-usage.ts'
import { inRounds, type PushBench, perContender, startServer } from './push-servers.ts'
import { absolute, type Row } from './table.ts'

const FEW = 2_000
const MANY = 5_000
const TARGET_KIB = 9
/** A round costs many connections, and the live bytes are the same each time. */
const ROUNDS_MAX = 2

/** KiB a socket, after a forced collection. */
interface Slope {
  live: number
  rss: number
}

export const measureMemory = async (bench: PushBench, rounds: number): Promise<Row[]> => {
  const idle = await perContender<Slope[]>(async () => [])
  const watching: Slope[] = []
  await inRounds(Math.min(rounds, ROUNDS_MAX), async (name, round) => {
    // Each time a new process: there is nothing to warm up.
    if (round === 0) return
    idle[name].push(await measureSlope(bench, name, false))
    if (name === 'ours') watching.push(await measureSlope(bench, name, true))
  })
  return (['live', 'rss'] as const).flatMap(key => {
    const of = (slopes: Slope[]) => slopes.map(slope => slope[key])
    const kind = key === 'live' ? 'live bytes' : 'resident bytes'
    const peers = { bare: of(idle.bare), 'socket.io': of(idle['socket.io']) }
    const common = { unit: 'KiB', atMost: TARGET_KIB }
    return [
      absolute({ title: `an idle authenticated socket, ${kind}`, ours: of(idle.ours), ...common }, peers),
      absolute({ title: `one that watches all jobs, ${kind}`, ours: of(watching), ...common }, peers),
    ]
  })
}

const measureSlope = async (
  { stack, load, say }: PushBench,
  name: ContenderName,
  subscribe: boolean,
): Promise<Slope> => {
  const server = await startServer(stack, name, true)
  const options = { contender: name, ports: [server.port], users: MANY, subscribe }
  await load.call('connect', { ...options, sockets: FEW })
  const few = await askProbe(server)
  await load.call('connect', { ...options, sockets: MANY - FEW })
  const many = await askProbe(server)
  await load.call('disconnect', {})
  await server.stop()
  const slope = (key: keyof Slope) => (many[key] - few[key]) / (MANY - FEW) / 1024
  const [live, rss] = [slope('live'), slope('rss')]
  say(`memory, ${name}${subscribe ? ', watching' : ''}: live ${live.toFixed(2)} KiB, resident ${rss.toFixed(2)} KiB`)
  return { live, rss }
}
