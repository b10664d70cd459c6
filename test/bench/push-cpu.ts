// How many deliveries a second of the server's CPU buys, while it has as much to do as it can.
import type { ContenderName } from './contenders.ts'
import { cpuSeconds } from './process-usage.ts'
import { inRounds, type PushBench, perContender, startServer } from './push-servers.ts'
import type { NodeServer } from './stack.ts'
import { compare, type Row } from './table.ts'

interface Shape {
  title: string
  sockets: number
  users: number
  /** States on their way at once, over all users; one that has arrived is followed by the next. */
  inFlight: number
  deliveries: number
  /** Ratios to reach. */
  bare?: number
  socketIo?: number
}

const shapes: Shape[] = [
  {
    title: '500 sockets of 25 users',
    sockets: 500,
    users: 25,
    inFlight: 125,
    deliveries: 100_000,
    bare: 1.3,
    socketIo: 2,
  },
  { title: '20 sockets of one user', sockets: 20, users: 1, inFlight: 32, deliveries: 100_000, bare: 1.5, socketIo: 2 },
  // Never two states for one socket: each delivery is a write of its own, and most of it is the kernel's.
  {
    title: '500 sockets of 25 users, one state a user at a time',
    sockets: 500,
    users: 25,
    inFlight: 25,
    deliveries: 100_000,
  },
]

export const measureCpu = async (bench: PushBench, rounds: number): Promise<Row[]> => {
  const servers = await perContender(name => startServer(bench.stack, name))
  const rows: Row[] = []
  for (const shape of shapes) rows.push(...(await measureShape(bench, servers, shape, rounds)))
  for (const server of Object.values(servers)) await server.stop()
  return rows
}

const measureShape = async (
  { load, say }: PushBench,
  servers: Record<ContenderName, NodeServer>,
  { title, sockets, users, inFlight, deliveries, bare, socketIo }: Shape,
  rounds: number,
): Promise<Row[]> => {
  const rates = await perContender<number[]>(async contender => {
    await load.call('connect', { contender, ports: [servers[contender].port], sockets, users, subscribe: true })
    return []
  })
  await inRounds(rounds, async (contender, round) => {
    const { pid } = servers[contender]
    const before = cpuSeconds(pid)
    const came = await load.call('flood', { contender, deliveries, inFlight })
    const rate = came / (cpuSeconds(pid) - before)
    if (round === 0) return
    say(`CPU, ${title}, round ${round}, ${contender}: ${Math.round(rate)} deliveries`)
    rates[contender].push(rate)
  })
  await load.call('disconnect', {})
  const common = { title: `deliveries a CPU second, ${title}`, unit: '', ours: rates.ours }
  return [
    compare({ ...common, peer: 'bare', theirs: rates.bare, atLeast: bare }),
    compare({ ...common, peer: 'socket.io', theirs: rates['socket.io'], atLeast: socketIo }),
  ]
}
