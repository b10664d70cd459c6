// The load generator's sockets: opened many at once, joined as their contender wants it, closed without a trace.
import type { Socket } from 'node:net'
import { WebSocket } from 'ws'
import { type ContenderName, contenders } from './contenders.ts'

export interface Client {
  user: number
  socket: WebSocket
}

export interface ConnectOptions {
  contender: ContenderName
  /** Of the servers; a user's sockets are spread over them. */
  ports: number[]
  sockets: number
  users: number
  /** Whether to watch all jobs, where the contender tells joining and watching apart. */
  subscribe: boolean
}

/** Under way at once: less than a listening socket's backlog. */
const PARALLEL = 200

/** @param from how many sockets there are already: users are counted on from there. */
export const openClients = async (options: ConnectOptions, from: number): Promise<Client[]> => {
  const clients: Client[] = []
  let next = from
  const open = async () => {
    while (next < from + options.sockets) clients.push(await openClient(options, next++))
  }
  await Promise.all(Array.from({ length: PARALLEL }, open))
  return clients
}

export const userId = (user: number): string => `bench-${user}`

/** By a reset: a closed port is free at once, and the next round finds it so. */
export const closeClients = (clients: Client[]): void => {
  for (const { socket } of clients) (socket as unknown as { _socket: Socket })._socket.resetAndDestroy()
}

const openClient = async (options: ConnectOptions, number: number): Promise<Client> => {
  const { join, path } = contenders[options.contender]
  const user = number % options.users
  const port = options.ports[Math.floor(number / options.users) % options.ports.length]!
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path(userId(user))}`, { perMessageDeflate: false })
  let failed: (error: Error) => void = () => {}
  const failure = new Promise<never>((_, reject) => {
    failed = reject
  })
  socket.on('error', failed)
  await Promise.race([join(socket, userId(user), options.subscribe), failure])
  return { user, socket }
}
