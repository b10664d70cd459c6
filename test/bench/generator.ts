// The load generator, a process of its own: opens sockets, publishes as a worker would, and times what comes back.
// Does what its parent asks, one thing at a time; ends with it.
import { Redis } from 'ioredis'
import { type ContenderName, contenders } from './contenders.ts'
import { type Field, flood, type Latency, latency } from './generator-measures.ts'
import { type ConnectOptions, closeClients, openClients } from './generator-sockets.ts'

export interface LoadCalls {
  /** Opens more sockets of a contender, beside those that are open. */
  connect(options: ConnectOptions): Promise<void>
  latency(options: { contender: ContenderName; perSecond: number; seconds: number }): Promise<Latency>
  /** Returns how many deliveries came. */
  flood(options: { contender: ContenderName; deliveries: number; inFlight: number }): Promise<number>
  /** Closes all of them. */
  disconnect(options: Record<string, never>): Promise<void>
}
export type LoadAnswer = { result: unknown } | { error: string }

const redis = new Redis(process.env.REDIS_URL!)
const fields = new Map<ContenderName, Field>()

const calls: LoadCalls = {
  async connect(options) {
    const open = fields.get(options.contender)?.clients ?? []
    const clients = open.concat(await openClients(options, open.length))
    const publish = contenders[options.contender].publisher(redis)
    fields.set(options.contender, { clients, users: options.users, publish })
  },
  latency: options => latency(fields.get(options.contender)!, options),
  flood: options => flood(fields.get(options.contender)!, options),
  async disconnect() {
    for (const { clients } of fields.values()) closeClients(clients)
    fields.clear()
  },
}

process.on('disconnect', () => process.exit())
process.on('message', async ({ call, options }: { call: keyof LoadCalls; options: never }) => {
  const answer: LoadAnswer = await calls[call](options).then(
    result => ({ result }),
    error => ({ error: error.stack }),
  )
  process.send!(answer)
})
