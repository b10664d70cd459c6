// Publish → receipt at 1,000 sockets over two servers, at a rate that saturates nothing.
import type { ContenderName } from './contenders.ts'
import { inRounds, type PushBench, perContender, startServer } from './push-servers.ts'
import type { NodeServer } from './stack.ts'
import { compare, type Row } from './table.ts'

const SOCKETS = 1_000
const USERS = 500
/** States a second, each of them for two sockets, one on either server. */
const PER_SECOND = 300
/**
 * A round is several short slices, so that what else the machine does hits all contenders alike. Some slices in ten have a
 * pause of some ms in them, whoever is measured: enough slices, and the median is of those that have none.
 */
const SLICES = 8
const SLICE_SECONDS = 1
/** Until V8 has compiled the way of a message; less before few rounds. */
const WARM_SECONDS = 10
const TITLE = 'publish → receipt, 1,000 sockets on two servers'

export const measureLatency = async ({ stack, load, say }: PushBench, rounds: number): Promise<Row[]> => {
  const p50 = await perContender<number[]>(async () => [])
  const p99 = await perContender<number[]>(async () => [])
  const pairs = await perContender(async name => [await startServer(stack, name), await startServer(stack, name)])
  for (const [contender, pair] of Object.entries(pairs) as [ContenderName, NodeServer[]][]) {
    const ports = pair.map(server => server.port)
    await load.call('connect', { contender, ports, sockets: SOCKETS, users: USERS, subscribe: true })
  }
  await inRounds(rounds * SLICES, async (contender, slice) => {
    const seconds = slice === 0 ? Math.min(WARM_SECONDS, 4 * rounds) : SLICE_SECONDS
    const latency = await load.call('latency', { contender, perSecond: PER_SECOND, seconds })
    if (slice === 0) return
    say(`latency, ${slice}, ${contender}: p50 ${latency.p50.toFixed(2)} ms, p99 ${latency.p99.toFixed(2)} ms`)
    p50[contender].push(latency.p50)
    p99[contender].push(latency.p99)
  })
  await load.call('disconnect', {})
  for (const server of Object.values(pairs).flat()) await server.stop()
  const half = { title: `${TITLE}, p50`, unit: 'ms', ours: p50.ours }
  const most = { title: `${TITLE}, p99`, unit: 'ms', ours: p99.ours }
  return [
    compare({ ...half, peer: 'bare', theirs: p50.bare, atMost: 1.3 }),
    compare({ ...half, peer: 'socket.io', theirs: p50['socket.io'], below: 1 }),
    compare({ ...most, peer: 'bare', theirs: p99.bare, atMost: 1.5 }),
    compare({ ...most, peer: 'socket.io', theirs: p99['socket.io'], below: 1 }),
  ]
}
