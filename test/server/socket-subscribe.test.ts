// Subscribing and unsubscribing: what is sent, in which order, to whom, and nothing twice.
import { randomUUID } from 'node:crypto'
import t from 'tap'
import type { SubscribedFrame } from '../../shared/protocol.ts'
import { token, until } from '../harness.ts'
import { connect, ofType } from '../socket-client.ts'
import { isJob, jobFrames, openStage, versionsOf } from './socket-setup.ts'

const { server, jobs } = await openStage(t)
const open = (t: Parameters<typeof connect>[0], userId: string) => connect(t, server.url, token(userId))

t.test('all: subscribed, a job frame for each unfinished one, synced, then each change', async t => {
  const [done, waits, runs] = [await jobs.create('a'), await jobs.create('a'), await jobs.create('a')]
  await jobs.finish(done)
  await jobs.claim(runs)
  const client = await open(t, 'a')
  client.send({ type: 'subscribe', jobs: 'all' })
  await client.next(ofType('synced'))
  t.same(
    client.frames.map(frame => (frame.type === 'job' ? frame.job.job_id : frame.type)),
    ['ready', 'subscribed', waits, runs, 'synced'],
  )
  const fresh = await jobs.create('a')
  await client.next(isJob(fresh, 'PENDING'))
  await jobs.finish(fresh)
  const last = await client.next(isJob(fresh, 'SUCCESS'))
  t.match(last.job, { status: 'SUCCESS', stage: 'done', progress: 100, result_url: /download/ })
  t.same(versionsOf(client.frames, fresh), [1, 2, 3, 4, 5])
  const response = await fetch(`${server.url}/api/resume-async/job-status/${fresh}`, {
    headers: { authorization: `Bearer ${token('a')}` },
  })
  t.same(last.job, await response.json(), 'the very view of the poll')
})

t.test('ids: a job frame for each, finished ones too; other jobs of mine are not sent', async t => {
  const [done, runs, other] = [await jobs.create('ids'), await jobs.create('ids'), await jobs.create('ids')]
  await jobs.finish(done)
  const client = await open(t, 'ids')
  client.send({ type: 'subscribe', jobs: [done, runs, done] })
  await client.next(ofType('synced'))
  t.same([...(client.frames[1] as SubscribedFrame).jobs].sort(), [done, runs].sort())
  t.equal(versionsOf(client.frames, done).length, 1)
  await jobs.finish(other)
  await jobs.finish(runs)
  await client.next(isJob(runs, 'SUCCESS'))
  t.same(versionsOf(client.frames, other), [])
})

t.test("unknown ids and another user's are told apart from mine, not from each other", async t => {
  const [mine, theirs, unknown] = [await jobs.create('me'), await jobs.create('them'), randomUUID()]
  const odd = ['', "'", 'nul \0', 'é', '../..', 'x'.repeat(255), 'x'.repeat(5_000)]
  const client = await open(t, 'me')
  client.send({ type: 'subscribe', jobs: [theirs, unknown, mine, ...odd] })
  await client.next(ofType('synced'))
  t.same(
    client.frames.map(({ type }) => type),
    ['ready', 'subscribed', 'error', 'job', 'synced'],
  )
  t.match(client.frames[1], { jobs: [mine] })
  t.match(client.frames[2], { code: 'JOB_NOT_FOUND', jobs: [theirs, unknown, ...odd] })
  await jobs.finish(theirs)
  await jobs.finish(mine)
  await client.next(isJob(mine, 'SUCCESS'))
  t.same(versionsOf(client.frames, theirs), [])
})

t.test('an id in upper case is the same job, as at the other doors', async t => {
  const [id, unknown] = [await jobs.create('upper'), randomUUID().toUpperCase()]
  const client = await open(t, 'upper')
  client.send({ type: 'subscribe', jobs: [id.toUpperCase(), id, unknown] })
  await client.next(ofType('synced'))
  t.match(client.frames[1], { type: 'subscribed', jobs: [id] })
  t.match(client.frames[2], { code: 'JOB_NOT_FOUND', jobs: [unknown] })
  t.same(versionsOf(client.frames, id), [1])
  client.send({ type: 'unsubscribe', jobs: [id.toUpperCase()] })
  t.match(await client.next(ofType('unsubscribed')), { jobs: [id] })
  await jobs.claim(id)
  client.send({ type: 'subscribe', jobs: 'all' })
  await until(() => client.frames.filter(({ type }) => type === 'synced').length === 2)
  t.same(versionsOf(client.frames, id), [1, 2])
})

t.test('where nothing is accepted, subscribed and synced come all the same', async t => {
  const client = await open(t, 'none')
  client.send({ type: 'subscribe', jobs: [] })
  client.send({ type: 'subscribe', jobs: [randomUUID()] })
  await until(() => client.frames.filter(({ type }) => type === 'synced').length === 2)
  t.same(
    client.frames.map(({ type }) => type),
    ['ready', 'subscribed', 'synced', 'subscribed', 'error', 'synced'],
  )
  t.match(client.frames[1], { jobs: [] })
  t.match(client.frames[3], { jobs: [] })
})

t.test('subscribing again repeats nothing, and is answered', async t => {
  const [runs, done] = [await jobs.create('again'), await jobs.create('again')]
  const client = await open(t, 'again')
  client.send({ type: 'subscribe', jobs: 'all' })
  await jobs.finish(done)
  await client.next(isJob(done, 'SUCCESS'))
  for (const again of ['all', [runs, done], 'all', [done]]) client.send({ type: 'subscribe', jobs: again })
  await until(() => client.frames.filter(({ type }) => type === 'synced').length === 5)
  t.same(versionsOf(client.frames, runs), [1])
  t.equal(versionsOf(client.frames, done).filter(version => version === 5).length, 1)
})

t.test('after an unsubscribe nothing comes, and a new subscribe begins anew', async t => {
  const id = await jobs.create('off')
  const client = await open(t, 'off')
  client.send({ type: 'subscribe', jobs: [id] })
  client.send({ type: 'unsubscribe', jobs: [id] })
  t.same(await client.next(ofType('unsubscribed')), { type: 'unsubscribed', jobs: [id] })
  await jobs.claim(id)
  client.send({ type: 'subscribe', jobs: [id] })
  await until(() => client.frames.filter(({ type }) => type === 'synced').length === 2)
  t.same(versionsOf(client.frames, id), [1, 2])
  client.send({ type: 'unsubscribe', jobs: 'all' })
  client.send({ type: 'subscribe', jobs: 'all' })
  await until(() => client.frames.filter(({ type }) => type === 'synced').length === 3)
  t.same(versionsOf(client.frames, id), [1, 2, 2], 'sent again, since it was unsubscribed')
})

t.test('after all, unsubscribed ids are left out', async t => {
  const [out, stays] = [await jobs.create('but'), await jobs.create('but')]
  const client = await open(t, 'but')
  client.send({ type: 'subscribe', jobs: 'all' })
  client.send({ type: 'unsubscribe', jobs: [out] })
  await client.next(ofType('unsubscribed'))
  await jobs.finish(out)
  await jobs.finish(stays)
  await client.next(isJob(stays, 'SUCCESS'))
  t.same(versionsOf(client.frames, out), [1])
  client.send({ type: 'subscribe', jobs: [out] })
  await client.next(isJob(out, 'SUCCESS'))
})

t.test('an unsubscribe right behind a subscribe is done after it, and nothing follows it', async t => {
  const ids = await jobs.createMany('swift', 300)
  const client = await open(t, 'swift')
  client.send({ type: 'subscribe', jobs: 'all' })
  client.send({ type: 'unsubscribe', jobs: 'all' })
  await client.next(ofType('unsubscribed'))
  t.equal(jobFrames(client.frames).length, 300)
  t.equal(client.frames.at(-2)?.type, 'synced')
  await jobs.cancel(ids[0]!)
  client.send({ type: 'ping' })
  await client.next(ofType('pong'))
  t.same(
    client.frames.slice(-2).map(({ type }) => type),
    ['unsubscribed', 'pong'],
  )
})

t.test('a large snapshot is whole before synced', async t => {
  await jobs.createMany('large', 2_000)
  const client = await open(t, 'large')
  client.send({ type: 'subscribe', jobs: 'all' })
  await client.next(ofType('synced'))
  t.equal(jobFrames(client.frames).length, 2_000)
  t.equal(client.frames.at(-1)?.type, 'synced')
})

t.test('100 jobs in a frame and 1,000 on a socket; a frame over it is refused whole', async t => {
  const ids = await jobs.createMany('limits', 1_002)
  const client = await open(t, 'limits')
  client.send({ type: 'subscribe', jobs: ids.slice(0, 101) })
  t.equal((await client.next(ofType('error'))).code, 'LIMIT_EXCEEDED')
  t.equal(jobFrames(client.frames).length, 0)
  for (let i = 0; i < 950; i += 50) client.send({ type: 'subscribe', jobs: ids.slice(i, i + 50) })
  await until(() => jobFrames(client.frames).length === 950)
  const before = client.frames.length
  client.send({ type: 'subscribe', jobs: ids.slice(950, 1_001) })
  t.equal((await client.next(ofType('error'), before)).code, 'LIMIT_EXCEEDED')
  client.send({ type: 'subscribe', jobs: ids.slice(920, 1_000) })
  await client.next(ofType('synced'), before)
  t.equal(jobFrames(client.frames).length, 1_000)
  client.send({ type: 'unsubscribe', jobs: ids.slice(0, 1) })
  client.send({ type: 'subscribe', jobs: ids.slice(1_000, 1_001) })
  await client.next(isJob(ids[1_000]!))
  t.equal(client.frames.filter(({ type }) => type === 'error').length, 2)
})

t.test('one cancelled by its owner is pushed to all his sockets', async t => {
  const id = await jobs.create('cancels')
  const clients = await Promise.all([open(t, 'cancels'), open(t, 'cancels')])
  clients[0]!.send({ type: 'subscribe', jobs: 'all' })
  clients[1]!.send({ type: 'subscribe', jobs: [id] })
  for (const client of clients) await client.next(ofType('synced'))
  const response = await fetch(`${server.url}/api/resume-async/cancel/${id}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token('cancels')}` },
  })
  t.equal(response.status, 202)
  const view = await response.json()
  for (const client of clients) t.same((await client.next(isJob(id, 'FAILURE'))).job, view)
})
