// Who may open the channel and how long: the first frame, the upgrade's header, expiry and refresh, origins, the count.
import t from 'tap'
import { startServer, token, until } from '../harness.ts'
import { connect, ofType } from '../socket-client.ts'
import { openStage } from './socket-setup.ts'

const OTHER = 'https://app.example.com'
const { server, settings } = await openStage(t, { CORS_ORIGINS: OTHER })

const inSeconds = (seconds: number) => ({ exp: Date.now() / 1000 + seconds })

t.test('the first frame authenticates; ready names the user, the end and the heartbeat', async t => {
  const client = await connect(t, server.url)
  const exp = Math.floor(Date.now() / 1000) + 600
  client.send({ type: 'auth', token: token(7, { exp }) })
  t.same(await client.next(ofType('ready')), {
    type: 'ready',
    user_id: '7',
    expires_at: new Date(exp * 1000).toISOString(),
    heartbeat_seconds: 25,
  })
})

t.test('an upgrade with a token needs no auth frame', async t => {
  const client = await connect(t, server.url, undefined, { headers: { authorization: `Bearer ${token('header')}` } })
  t.equal((await client.next(ofType('ready'))).user_id, 'header')
  client.send({ type: 'subscribe', jobs: 'all' })
  await client.next(ofType('synced'))
})

t.test('who is not authenticated is let in and closed with 4401', async t => {
  for (const authorization of [
    'Bearer nonsense',
    'Basic YTpi',
    `Bearer ${token('x', {}, 'another-secret-of-32-bytes-or-more!')}`,
  ]) {
    const client = await connect(t, server.url, undefined, { headers: { authorization } })
    t.equal(await client.closed, 4401, authorization.slice(0, 12))
  }
  const firstFrames = [
    { type: 'auth', token: 'nonsense' },
    { type: 'auth', token: token('x', inSeconds(-1)) },
    { type: 'auth', token: token('x', { type: 'refresh' }) },
    { type: 'auth' },
    { type: 'ping' },
    { type: 'subscribe', jobs: 'all' },
    'no JSON',
  ]
  for (const frame of firstFrames) {
    const client = await connect(t, server.url)
    client.send(frame)
    t.equal(await client.closed, 4401, JSON.stringify(frame).slice(0, 60))
    t.same(client.frames, [])
  }
})

t.test('who says nothing is closed with 4401 after 5 s, and not before', async t => {
  const begun = performance.now()
  const client = await connect(t, server.url)
  t.equal(await client.closed, 4401)
  const ms = performance.now() - begun
  t.ok(ms > 4_900 && ms < 6_500, `after ${Math.round(ms)} ms`)
})

t.test('a socket ends with its token, and a fresh one of the same user extends it', async t => {
  const begun = performance.now()
  const left = await connect(t, server.url, token('expires', inSeconds(2)))
  const stays = await connect(t, server.url, token('expires', inSeconds(2)))
  stays.send({ type: 'auth', token: token('expires', inSeconds(600)) })
  await until(() => stays.frames.filter(frame => frame.type === 'ready').length === 2)
  t.equal(await left.closed, 4401)
  t.ok(performance.now() - begun < 4_000, 'within a second or so of its end')
  stays.send({ type: 'ping' })
  await stays.next(ofType('pong'))
})

t.test('a token that comes late, and a later one that ends sooner, end a socket to the second', async t => {
  const late = await connect(t, server.url)
  const shortened = await connect(t, server.url, token('shortened', inSeconds(600)))
  // Past the look at a new one.
  await new Promise(resolve => setTimeout(resolve, 500))
  const begun = performance.now()
  late.send({ type: 'auth', token: token('late', inSeconds(2)) })
  shortened.send({ type: 'auth', token: token('shortened', inSeconds(2)) })
  for (const client of [late, shortened]) {
    t.equal(await client.closed, 4401)
    const ms = performance.now() - begun
    t.ok(ms > 1_000 && ms < 3_500, `after ${Math.round(ms)} ms`)
  }
})

t.test('a token of another user, or a bad one, closes a live socket with 4401', async t => {
  for (const fresh of [token('somebody-else'), 'nonsense', token('mine', inSeconds(-5))]) {
    const client = await connect(t, server.url, token('mine'))
    client.send({ type: 'auth', token: fresh })
    t.equal(await client.closed, 4401)
    t.equal(client.frames.length, 1, 'no second ready')
  }
})

t.test('origins: none, its own and listed ones are let in, others closed with 4403', async t => {
  for (const origin of [undefined, server.url, OTHER]) {
    const client = await connect(t, server.url, token('origin'), origin ? { headers: { origin } } : {})
    t.equal(client.frames[0]?.type, 'ready', String(origin))
  }
  for (const origin of ['https://evil.example.com', 'null', `${OTHER}.evil.com`, 'http://127.0.0.1:1']) {
    const client = await connect(t, server.url, undefined, { headers: { origin } })
    t.equal(await client.closed, 4403, origin)
  }
})

t.test('the 21st socket of a user is refused with 4429, and let in once another has gone', async t => {
  const clients = []
  for (let i = 0; i < 20; i++) clients.push(await connect(t, server.url, token('many')))
  const refuse = async () => {
    const client = await connect(t, server.url)
    client.send({ type: 'auth', token: token('many') })
    t.equal(await client.closed, 4429)
    t.same(client.frames, [])
  }
  await Promise.all([refuse(), refuse(), refuse()])
  await connect(t, server.url, token('another'))
  clients[0]!.close()
  await clients[0]!.closed
  await until(async () => (await connect(t, server.url, token('many'))).frames[0]?.type === 'ready')
  await refuse()
  for (const client of clients.slice(1)) t.equal(client.socket.readyState, client.socket.OPEN, 'the others stay')
})

t.test('FORCE_HTTPS: plain HTTP is closed with 4403', async t => {
  const strict = await startServer(t, { ...settings, FORCE_HTTPS: '1', TRUST_PROXY: '1' }, { ready: false })
  const plain = await connect(t, strict.url, undefined, { headers: { 'x-forwarded-proto': 'http' } })
  t.equal(await plain.closed, 4403)
  const secure = await connect(t, strict.url, token('s'), { headers: { 'x-forwarded-proto': 'https' } })
  t.equal(secure.frames[0]?.type, 'ready')
})

t.test('an address past its limit is closed with 1013', async t => {
  const tight = await startServer(t, { ...settings, ADDRESS_RATE_LIMIT: '40' }, { ready: false })
  const codes = await Promise.all(
    Array.from({ length: 60 }, async () => {
      const client = await connect(t, tight.url)
      client.send({ type: 'auth', token: token(String(Math.random())) })
      return Promise.race([client.closed, client.next(ofType('pong'), 0, 1_500).catch(() => 'open')])
    }),
  )
  t.ok(codes.filter(code => code === 1013).length >= 20, codes.join(' '))
  t.ok(codes.includes('open' as never))
})

t.test('wrong tokens and origins in upgrades count for the address too', async t => {
  const tight = await startServer(t, { ...settings, ADDRESS_RATE_LIMIT: '20' }, { ready: false })
  const codes: number[] = []
  for (let i = 0; i < 25; i++) {
    const [name, value] = i % 2 ? ['authorization', 'Bearer nonsense'] : ['origin', 'https://evil.example.com']
    codes.push(await (await connect(t, tight.url, undefined, { headers: { [name!]: value! } })).closed)
  }
  t.same([codes[0], codes[1], codes.at(-2), codes.at(-1)], [4403, 4401, 1013, 1013], codes.join(' '))
  const response = await fetch(`${tight.url}/api/candidates`, { headers: { authorization: `Bearer ${token('x')}` } })
  t.equal(response.status, 429, 'they are counted together with requests')
})
