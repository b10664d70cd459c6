// What a client may not do, and what that costs the server: little.
import { connect } from 'node:net'
import { type Scenario, token } from '../scope.ts'
import { until, within } from '../until.ts'

const upgradeHead = (host: string): string =>
  [
    'GET /api/resume-async/ws HTTP/1.1',
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '\r\n',
  ].join('\r\n')

/** A bare connection; resolves when the other end closes it. */
const rawSocket = (port: number, bytes: Buffer | string, then?: Buffer) => {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  const ended = new Promise<void>(resolve => socket.once('close', () => resolve()))
  socket.write(bytes)
  let upgraded = false
  socket.on('data', () => {
    if (then && !upgraded) socket.write(then)
    upgraded = true
  })
  return { socket, ended }
}

export const limits: Scenario[] = [
  {
    name: '21 sockets of one user: the newest is refused, the others stay, one gone makes room',
    async run(scope) {
      const user = scope.user()
      const [server] = scope.pair.servers
      const clients = await Promise.all(Array.from({ length: 20 }, () => scope.join(user, undefined, server)))
      for (let i = 0; i < 5; i++) scope.check((await (await scope.open(user, { server })).closed) === 4429, '4429')
      await scope.join(user, undefined, scope.pair.servers[1])
      clients.pop()!.drop()
      await until(async () => (await scope.join(user, undefined, server).catch(() => undefined)) !== undefined, 'room')
      scope.check(
        clients.every(({ closeCode }) => closeCode === undefined),
        'others stay',
      )
    },
  },
  {
    name: 'garbage frames: answered or closed by the book, never more',
    async run(scope) {
      const user = scope.user()
      const codes = new Set<number>()
      const pieces = [
        '{',
        '}',
        '"type"',
        ':',
        '"subscribe"',
        '"jobs"',
        '"all"',
        '[',
        ']',
        ',',
        'null',
        '1e999',
        '\\u0000',
        '"',
      ]
      await Promise.all(
        Array.from({ length: 15 }, async () => {
          const client = await scope.open(user)
          for (let i = 0; i < 14; i++) {
            const text = Array.from({ length: scope.random.between(0, 12) }, () => scope.random.pick(pieces)).join('')
            client.socket.send(scope.random.next() < 0.2 ? Buffer.from(text) : text)
          }
          codes.add(await client.closed)
        }),
      )
      scope.check(
        [...codes].every(code => code === 1008),
        `codes ${[...codes]}`,
      )
    },
  },
  {
    name: 'bytes that are no frames: the connection ends, the server goes on',
    async run(scope) {
      const { port } = scope.server
      const head = upgradeHead(`127.0.0.1:${port}`)
      const garbage = () => Buffer.from(Array.from({ length: 600 }, () => scope.random.between(0, 255)))
      await Promise.all(
        Array.from({ length: 20 }, async (_, i) => {
          const { ended, socket } = i % 2 ? rawSocket(port, head, garbage()) : rawSocket(port, garbage())
          await within(ended, 'the end of a connection that sent garbage', 9_000)
          socket.destroy()
        }),
      )
      await scope.join(scope.user())
    },
  },
  {
    name: 'half-open sockets: cut requests, mute ones and those that never answer are gone soon',
    async run(scope) {
      const { port } = scope.server
      const head = upgradeHead(`127.0.0.1:${port}`)
      const mute = Array.from({ length: 60 }, () => rawSocket(port, head))
      const cut = Array.from({ length: 20 }, () => rawSocket(port, head.slice(0, scope.random.between(1, 150))))
      const begun = performance.now()
      await within(Promise.all(mute.map(({ ended }) => ended)), 'the end of mute sockets', 9_000)
      scope.check(performance.now() - begun > 4_500, 'not before 5 s')
      for (const { socket } of cut) socket.destroy()
    },
  },
  {
    name: 'a flood of frames is closed with 4429, frames over 16 KiB with 1009',
    async run(scope) {
      const user = scope.user()
      const flood = await scope.open(user)
      for (let i = 0; i < 400; i++) flood.send({ type: 'ping' })
      scope.check((await flood.closed) === 4429, `flood: ${flood.closeCode}`)
      for (const bytes of [16_385, 3_000_000]) {
        const large = await scope.open(user)
        large.send('x'.repeat(bytes))
        scope.check((await large.closed) === 1009, `${bytes} bytes: ${large.closeCode}`)
      }
    },
  },
  {
    name: 'tokens run out under way; refreshed sockets miss nothing',
    async run(scope) {
      const user = scope.user()
      const clients = await Promise.all(
        Array.from({ length: 10 }, async () => {
          const client = await scope.open(user, { token: token(user, 2) })
          return client.subscribe()
        }),
      )
      const stay = clients.slice(0, 5)
      const id = await scope.jobs.create(user)
      await scope.jobs.claim(id)
      for (const client of stay) client.send({ type: 'auth', token: token(user, 60) })
      for (const client of clients.slice(5)) scope.check((await client.closed) === 4401, '4401 at the end of the token')
      await scope.jobs.begin(id)
      await scope.jobs.succeed(id)
      for (const client of stay) {
        await client.knowsFinal(id)
        scope.check(client.count('ready') === 2, 'ready again')
      }
    },
  },
  {
    name: "another user's token, a refresh token, an expired one: 4401",
    async run(scope) {
      const user = scope.user()
      const tokens = [token(scope.user()), token(user, -5), token(user).slice(0, -3), '']
      for (const fresh of tokens) {
        const client = await scope.join(user)
        client.send({ type: 'auth', token: fresh })
        scope.check((await client.closed) === 4401, `${client.closeCode}`)
      }
    },
  },
  {
    name: 'an idle socket is pinged every 25 s and stays',
    async run(scope) {
      const client = await scope.join(scope.user())
      const begun = performance.now()
      const pinged = new Promise<number>(resolve =>
        client.socket.once('ping', () => resolve(performance.now() - begun)),
      )
      const ms = await within(Promise.race([pinged, client.closed.then(() => 0)]), 'a ping', 28_000)
      scope.check(Number(ms) > 23_000 && Number(ms) < 27_500, `after ${ms} ms`)
      client.send({ type: 'ping' })
      await until(() => client.count('pong') === 1, 'pong')
    },
  },
]
