// 10,000 idle sockets on one server, through a whole round of heartbeats: how late its event loop gets.
import { setTimeout as delay } from 'node:timers/promises'
import { HEARTBEAT_SECONDS } from '../../shared/protocol.ts'
import { askProbe } from './process-usage.ts'
import { type PushBench, startServer } from './push-servers.ts'
import { absolute, type Row } from './table.ts'

const SOCKETS = 10_000
const TARGET_MS = 20

export const measureIdle = async ({ stack, load, say }: PushBench): Promise<Row[]> => {
  const server = await startServer(stack, 'ours', true)
  const options = {
    contender: 'ours' as const,
    ports: [server.port],
    users: SOCKETS,
    sockets: SOCKETS,
    subscribe: true,
  }
  await load.call('connect', options)
  say(`idle: ${SOCKETS} sockets are open, through a round of heartbeats`)
  await askProbe(server)
  await delay((HEARTBEAT_SECONDS + 2) * 1000)
  const { loopP99Ms, loopMaxMs } = await askProbe(server)
  say(`idle: event loop p99 ${loopP99Ms.toFixed(1)} ms, longest ${loopMaxMs.toFixed(1)} ms`)
  await load.call('disconnect', {})
  await server.stop()
  const title = "event loop's delay with 10,000 idle sockets that watch all jobs"
  return [
    absolute({ title: `${title}, p99`, unit: 'ms', ours: [loopP99Ms], below: TARGET_MS }),
    absolute({ title: `${title}, longest`, unit: 'ms', ours: [loopMaxMs] }),
  ]
}
