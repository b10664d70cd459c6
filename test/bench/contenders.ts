// Who is measured: how each is started, joined and published to. The same job views go through all of them.
import { Emitter } from '@socket.io/redis-emitter'
import type { Redis } from 'ioredis'
import type { RawData, WebSocket } from 'ws'
import { publishUpdate, toUpdate } from '../../shared/bus.ts'
import { type JobView, WS_PATH } from '../../shared/protocol.ts'
import type { Redis as OurRedis } from '../../shared/redis.ts'
import { signToken } from '../../shared/token.ts'

export type ContenderName = 'ours' | 'bare' | 'socket.io'
export type Publish = (userId: string, job: JobView) => void

export interface Contender {
  script: string
  readyPath: string
  /** The path a user's socket opens. */
  path(userId: string): string
  /** On a socket that is about to open: resolves once it gets all that is published. */
  join(socket: WebSocket, userId: string, subscribe: boolean): Promise<void>
  publisher(redis: Redis): Publish
}

/** Ours alone checks tokens. */
export const JWT_SECRET = 'a-bench-secret-of-at-least-32-bytes!'

const ours: Contender = {
  script: 'server/main.ts',
  readyPath: '/api/readyz',
  path: () => WS_PATH,
  async join(socket, userId, subscribe) {
    socket.once('open', () =>
      socket.send(JSON.stringify({ type: 'auth', token: signToken(JWT_SECRET, { sub: userId }, 3600) })),
    )
    await reply(socket, '{"type":"ready"')
    if (!subscribe) return
    socket.send('{"type":"subscribe","jobs":"all"}')
    await reply(socket, '{"type":"synced"')
  },
  publisher: redis => (userId, job) => void publishUpdate(redis as OurRedis, userId, toUpdate(job)),
}

const bare: Contender = {
  script: 'test/bench/peers/bare.ts',
  readyPath: '/health',
  path: userId => `/ws/${userId}`,
  join: socket => reply(socket, 'ready'),
  publisher: redis => (userId, job) => void redis.publish(`bare:${userId}`, JSON.stringify({ type: 'job', job })),
}

/** Engine.IO 4's packets are text: 0 open, 2 ping, 3 pong, 4 message; within it 0 connect, 2 event. */
const socketIo: Contender = {
  script: 'test/bench/peers/socket-io.ts',
  readyPath: '/health',
  path: () => '/socket.io/?EIO=4&transport=websocket',
  async join(socket, userId) {
    socket.on('message', data => String(data) === '2' && socket.send('3'))
    await reply(socket, '0{')
    socket.send(`40${JSON.stringify({ user: userId })}`)
    await reply(socket, '42["ready"')
  },
  publisher(redis) {
    const emitter = new Emitter(redis)
    return (userId, job) => void emitter.to(userId).emit('job', { type: 'job', job })
  },
}

export const contenders: Record<ContenderName, Contender> = { ours, bare, 'socket.io': socketIo }

const reply = (socket: WebSocket, prefix: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const onMessage = (data: RawData) => {
      if (!String(data).startsWith(prefix)) return
      socket.off('message', onMessage).off('close', onClose)
      resolve()
    }
    const onClose = (code: number) => reject(new Error(`closed with ${code} before ${prefix}`))
    socket.on('message', onMessage).once('close', onClose)
  })
