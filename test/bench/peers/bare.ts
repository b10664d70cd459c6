// The floor: @fastify/websocket and ioredis, one channel a user, each message sent as the string it came as. What one
// would write in an afternoon; no tokens, no snapshots, no limits.
import websocket from '@fastify/websocket'
import Fastify from 'fastify'
import { Redis } from 'ioredis'
import type { WebSocket } from 'ws'

const users = new Map<string, Set<WebSocket>>()
const subscriber = new Redis(process.env.REDIS_URL!)
subscriber.on('message', (channel, message) => {
  for (const socket of users.get(channel) ?? []) socket.send(message)
})

const app = Fastify()
await app.register(websocket)
app.get('/health', async () => 'ok')
app.get<{ Params: { user: string } }>('/ws/:user', { websocket: true }, async (socket, request) => {
  const channel = `bare:${request.params.user}`
  const sockets = users.get(channel) ?? new Set()
  users.set(channel, sockets.add(socket))
  socket.on('close', () => {
    sockets.delete(socket)
    if (sockets.size > 0 || users.get(channel) !== sockets) return
    users.delete(channel)
    void subscriber.unsubscribe(channel)
  })
  await subscriber.subscribe(channel)
  socket.send('ready')
})
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
process.on('SIGTERM', () => process.exit(0))
