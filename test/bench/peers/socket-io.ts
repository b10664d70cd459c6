// What people pick: socket.io with its Redis adapter, a room a user, sockets only (no long polling).
import { createServer } from 'node:http'
import { createAdapter } from '@socket.io/redis-adapter'
import { Redis } from 'ioredis'
import { Server } from 'socket.io'

const publisher = new Redis(process.env.REDIS_URL!)
const subscriber = publisher.duplicate()
const http = createServer((request, response) => {
  response.writeHead(request.url === '/health' ? 200 : 404).end()
})
const io = new Server(http, { adapter: createAdapter(publisher, subscriber), transports: ['websocket'] })
io.on('connection', async socket => {
  await socket.join(String(socket.handshake.auth.user))
  socket.emit('ready')
})
http.listen(Number(process.env.PORT), '127.0.0.1')
process.on('SIGTERM', () => process.exit(0))
