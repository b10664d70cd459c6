// The client against real sockets: what it shows, how it comes back, and when it gives up.
import t from 'tap'
import type { ClientFrame } from '../../shared/protocol.ts'
import { ResumeClient, type ResumeClientOptions } from '../../web/resume-client.ts'
import { leakCheck, type Test, until } from '../harness.ts'
import { doneView, jobView, type SmallServer, startSmallServer } from './small-server.ts'

const start = async (t: Test, options: Partial<ResumeClientOptions> = {}) => {
  leakCheck(t)
  const server = await startSmallServer()
  let tokens = 0
  const client = new ResumeClient({
    getToken: async () => `token-${++tokens}`,
    origin: server.origin,
    backoff: { baseMs: 10, capMs: 50 },
    pollEveryMs: 20,
    ...options,
  })
  t.teardown(async () => {
    client.stop()
    await server.stop()
  })
  return { server, client }
}

const inState = (client: ResumeClient, state: string) => until(() => client.getConnection().state === state)
const subscribes = (server: SmallServer): ClientFrame[] =>
  server.connections.flatMap(({ received }) => received.filter(frame => frame.type === 'subscribe'))

t.test('a job is shown in the states that are pushed, and the listener hears of each', async t => {
  const { server, client } = await start(t)
  const seen: number[] = []
  client.subscribe(() => seen.push(client.getJob('job-1')?.version ?? 0))
  client.watch('all')
  await inState(client, 'live')
  for (const version of [1, 2, 3]) server.change(jobView({ version }))
  await until(() => client.getJob('job-1')?.version === 3)
  t.match(seen.slice(-3), [1, 2, 3])
  t.equal(client.getJobs().length, 1)
})

t.test('a version never falls, whatever the server sends', async t => {
  const { server, client } = await start(t)
  client.watch('all')
  await inState(client, 'live')
  server.change(jobView({ version: 5, progress: 50 }))
  server.push(jobView({ version: 4, progress: 40 }))
  server.change(jobView({ job_id: 'job-2', version: 1 }))
  await until(() => client.getJob('job-2'))
  t.equal(client.getJob('job-1')?.progress, 50)
  client.put([jobView({ version: 3 })])
  t.equal(client.getJob('job-1')?.version, 5)
})

t.test('coming back, it asks for what changed since the last cursor and misses nothing', async t => {
  const { server, client } = await start(t)
  client.watch('all')
  await inState(client, 'live')
  server.change(jobView({ version: 1 }))
  await until(() => client.getJob('job-1'))
  server.closeAll(1012)
  server.change(doneView({ version: 9 }))
  await until(() => client.getJob('job-1')?.status === 'SUCCESS')
  await inState(client, 'live')
  t.strictSame(subscribes(server), [
    { type: 'subscribe', jobs: 'all' },
    { type: 'subscribe', jobs: 'all', since: 'c1' },
  ])
})

t.test('a cursor that the server does not know is dropped', async t => {
  const { server, client } = await start(t)
  client.watch('all')
  await inState(client, 'live')
  server.knowsCursors = false
  server.closeAll(1012)
  await until(() => server.connections.length === 2 && client.getConnection().state === 'live')
  t.strictSame(subscribes(server).at(-1), { type: 'subscribe', jobs: 'all' })
})

t.test('each try takes a fresh token, also after the old one ran out', async t => {
  const { server, client } = await start(t)
  client.watch('all')
  await inState(client, 'live')
  server.closeAll(4401)
  await until(() => server.connections.length === 2 && client.getConnection().state === 'live')
  t.strictSame(
    server.connections.map(({ token }) => token),
    ['token-1', 'token-2'],
  )
})

t.test('tokens that are refused again and again mean signed out, and no more tries', async t => {
  const { server, client } = await start(t)
  server.admit = () => 4401
  client.watch('all')
  await inState(client, 'signed-out')
  t.equal(server.connections.length, 3)
  server.admit = () => '42'
  client.reconnect()
  await inState(client, 'live')
})

t.test('a token that the host application refuses to give means signed out', async t => {
  const { server, client } = await start(t, {
    getToken: async () => {
      throw Object.assign(new Error('no session'), { status: 401 })
    },
  })
  client.watch('all')
  await inState(client, 'signed-out')
  t.equal(server.connections.length, 0)
})

t.test('a refused origin stops it, and it says why', async t => {
  const { server, client } = await start(t)
  server.admit = () => 4403
  client.watch('all')
  await inState(client, 'refused')
  t.match(client.getConnection().message, /does not accept/)
  t.equal(server.connections.length, 1)
})

t.test('with too many sockets open, it reads by polling meanwhile', async t => {
  const { server, client } = await start(t)
  server.admit = token => (token === 'token-1' && server.requests.length === 0 ? 4429 : '42')
  server.change(jobView({ version: 3 }))
  client.watch('all')
  await inState(client, 'polling')
  t.equal(client.getJob('job-1')?.version, 3)
  t.equal(server.connections.length, 1)
  await inState(client, 'live')
})

t.test('the token of an open socket is renewed before it runs out', async t => {
  const { server, client } = await start(t)
  server.tokenLifeMs = 150
  client.watch('all')
  const auths = () => server.connections[0]?.received.filter(frame => frame.type === 'auth') ?? []
  await until(() => auths().length >= 3)
  t.equal(server.connections.length, 1)
  t.strictSame(auths()[1], { type: 'auth', token: 'token-2' })
})

t.test('where sockets do not get through it polls, with ETags, and climbs back by itself', async t => {
  const { server, client } = await start(t)
  server.blockSockets = true
  server.change(jobView({ version: 1 }))
  client.watch('job-1')
  await inState(client, 'polling')
  server.change(jobView({ version: 2 }))
  await until(() => client.getJob('job-1')?.version === 2)
  await until(() => server.requests.includes('GET /api/resume-async/job-status/job-1 → 304'))
  server.blockSockets = false
  await inState(client, 'live')
  const polled = server.requests.length
  server.change(doneView({ version: 3 }))
  await until(() => client.getJob('job-1')?.status === 'SUCCESS')
  t.ok(server.requests.length - polled <= 1, 'polling ended')
})

t.test('without any answer it is offline, and comes back when the server does', async t => {
  const { server, client } = await start(t)
  const port = Number(new URL(server.origin).port)
  client.watch('all')
  await inState(client, 'live')
  await server.stop()
  await inState(client, 'offline')
  await server.listen(port)
  await inState(client, 'live')
})

t.test('a socket that falls silent is replaced', async t => {
  const { server, client } = await start(t, { connectTimeoutMs: 100 })
  server.heartbeatSeconds = 0.05
  client.watch('all')
  await inState(client, 'live')
  server.mute = true
  await until(() => client.getConnection().state !== 'live')
  server.mute = false
  await inState(client, 'live')
  t.ok(server.connections.length > 1)
  t.equal(server.open.length, 1)
})

t.test('an idle socket that answers pings is kept', async t => {
  const { server, client } = await start(t)
  server.heartbeatSeconds = 0.02
  client.watch('all')
  const pings = () => server.connections[0]?.received.filter(frame => frame.type === 'ping').length ?? 0
  await until(() => pings() >= 5)
  t.equal(server.connections.length, 1)
})

t.test('two watchers of one job make one subscription, and the last to leave ends it', async t => {
  const { server, client } = await start(t)
  server.change(jobView({ version: 1 }))
  const [first, second, other] = [client.watch('job-1'), client.watch('job-1'), client.watch('all')]
  other()
  await inState(client, 'live')
  t.strictSame(subscribes(server), [{ type: 'subscribe', jobs: ['job-1'] }])
  first()
  first()
  server.change(jobView({ version: 2 }))
  await until(() => client.getJob('job-1')?.version === 2)
  second()
  await until(() => server.open.length === 0)
  t.equal(client.getConnection().state, 'offline')
  t.strictSame(server.connections[0]?.received.at(-1), { type: 'unsubscribe', jobs: ['job-1'] })
})

t.test('the draft of a watched job grows, begins anew with an attempt, and is gone with the final state', async t => {
  const { server, client } = await start(t)
  client.watch('all')
  await inState(client, 'live')
  server.change(jobView({ version: 1 }))
  await until(() => client.getJob('job-1'))
  const leave = client.watch('job-1', { preview: true })
  await until(() => subscribes(server).length === 2)
  t.strictSame(subscribes(server).at(-1), { type: 'subscribe', jobs: ['job-1'], preview: true })
  const draft = { type: 'preview', job_id: 'job-1', attempt: 1, section: 'main', text: 'Backend' } as const
  server.draft(draft)
  server.draft({ ...draft, text: 'Backend engineer' })
  server.draft({ ...draft, section: 'experience', text: '• Built it' })
  await until(() => client.getDraft('job-1')?.experience)
  t.strictSame(client.getDraft('job-1'), { attempt: 1, main: 'Backend engineer', experience: '• Built it' })
  server.draft({ ...draft, attempt: 2, text: 'Again' })
  await until(() => client.getDraft('job-1')?.attempt === 2)
  t.strictSame(client.getDraft('job-1'), { attempt: 2, main: 'Again', experience: '' })
  server.change(doneView({ version: 9, attempt: 2 }))
  await until(() => client.getJob('job-1')?.status === 'SUCCESS')
  t.equal(client.getDraft('job-1'), undefined)
  leave()
  t.equal(subscribes(server).length, 2, 'leaving a draft asks for nothing')
})

t.test('a job that is not there is said to be missing', async t => {
  const { server, client } = await start(t)
  client.watch('job-9')
  await until(() => client.isMissing('job-9'))
  await inState(client, 'live')
  t.equal(client.getJob('job-9'), undefined)
  t.equal(subscribes(server).length, 1)
})

t.test('a state that came by REST before the job ended is read again', async t => {
  const { server, client } = await start(t)
  server.change(doneView({ version: 9 }))
  client.put([jobView({ version: 4 })])
  client.watch('all')
  await until(() => client.getJob('job-1')?.status === 'SUCCESS')
  t.equal(client.getJob('job-1')?.version, 9)
})

t.test("another user's token shows nothing of the one before", async t => {
  const { server, client } = await start(t)
  server.admit = token => (token === 'token-1' ? '42' : '43')
  client.watch('all')
  await inState(client, 'live')
  server.change(doneView({ version: 1 }))
  await until(() => client.getJob('job-1'))
  server.closeAll(1012)
  await until(() => server.connections.length === 2 && client.getConnection().state === 'live')
  t.equal(client.getJob('job-1'), undefined)
  t.strictSame(subscribes(server).at(-1), { type: 'subscribe', jobs: 'all' })
})
