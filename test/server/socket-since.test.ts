// Coming back with a cursor: nothing missed however long ago, in whatever order it was committed, wherever it broke off.
import t from 'tap'
import { cancelJob } from '../../shared/jobs.ts'
import type { ServerFrame } from '../../shared/protocol.ts'
import { token, until } from '../harness.ts'
import { connect, ofType, type SocketClient } from '../socket-client.ts'
import { isJob, jobFrames, openStage, versionsOf } from './socket-setup.ts'

const { server, jobs } = await openStage(t)

const comeBack = async (t: Parameters<typeof connect>[0], userId: string, since?: string) => {
  const client = await connect(t, server.url, token(userId))
  client.send({ type: 'subscribe', jobs: 'all', ...(since !== undefined && { since }) })
  await client.next(ofType('synced'))
  return client
}
const lastCursor = (frames: ServerFrame[]): string =>
  frames.flatMap(frame => ('cursor' in frame ? frame.cursor : [])).at(-1)!
const jobIds = (client: SocketClient): string[] => jobFrames(client.frames).map(({ job }) => job.job_id)
const number = (cursor: string): number => Number.parseInt(cursor.slice(1).split('.')[0]!, 36)

/** The server has read again, twice: what was committed and not published has come. */
const reread = async (userId: string, client: SocketClient): Promise<void> => {
  for (let i = 0; i < 2; i++) {
    jobs.pushed = false
    const id = await jobs.create(userId)
    jobs.pushed = true
    await client.next(isJob(id))
  }
}

t.test('what finished while away is sent, and what did not change is not', async t => {
  const [before, runs, made] = [await jobs.create('away'), await jobs.create('away'), await jobs.create('away')]
  await jobs.finish(before)
  const client = await comeBack(t, 'away')
  await jobs.claim(runs)
  await client.next(isJob(runs, 'PROCESSING'))
  client.close()
  await jobs.finish(runs)
  await jobs.finish(made)
  const back = await comeBack(t, 'away', lastCursor(client.frames))
  t.match(await back.next(isJob(runs)), { job: { status: 'SUCCESS' } })
  t.match(await back.next(isJob(made)), { job: { status: 'SUCCESS' } })
  t.equal(back.frames[1]?.type, 'subscribed')
  t.equal(back.frames.at(-1)?.type, 'synced')
})

t.test('days later, in many pages: each change once, in order, synced at the end', async t => {
  const begin = lastCursor((await comeBack(t, 'days')).frames)
  const ids = new Set<string>()
  for (let i = 0; i < 12; i++) for (const id of await jobs.createMany('days', 90, true)) ids.add(id)
  const back = await comeBack(t, 'days', begin)
  t.equal(jobIds(back).length, 1_080)
  t.same(new Set(jobIds(back)), ids)
  t.equal(back.frames.at(-1)?.type, 'synced')
  const stamps = jobFrames(back.frames).map(({ cursor }) => number(cursor))
  t.same(
    stamps,
    stamps.toSorted((a, b) => a - b),
    'cursors never fall',
  )

  const known = new Set<string>()
  for (const frame of jobFrames(back.frames).filter((_, index) => index % 97 === 0)) {
    known.clear()
    const upTo = back.frames.indexOf(frame)
    for (const { job } of jobFrames(back.frames.slice(0, upTo + 1))) known.add(job.job_id)
    const again = await comeBack(t, 'days', frame.cursor)
    for (const id of jobIds(again)) known.add(id)
    t.equal(known.size, 1_080, `broken off after ${upTo} frames`)
    again.close()
  }
  let cursor = lastCursor(back.frames)
  await until(async () => {
    const later = await comeBack(t, 'days', cursor)
    later.close()
    cursor = lastCursor(later.frames)
    return jobIds(later).length === 0
  })
})

t.test('a change whose transaction is still open is not passed, and is found however late it commits', async t => {
  const [slow, fast, live] = [await jobs.create('order'), await jobs.create('order'), await jobs.create('order')]
  const client = await comeBack(t, 'order')
  const transaction = await jobs.db.startTransaction().execute()
  await cancelJob(transaction, slow)
  await jobs.finish(fast)
  await client.next(isJob(fast, 'SUCCESS'))
  const away = lastCursor(client.frames)
  await reread('order', client)
  await jobs.claim(live)
  await client.next(isJob(live, 'PROCESSING'))
  const held = lastCursor(client.frames)
  const during = await comeBack(t, 'order', held)
  t.notOk(await during.next(isJob(slow, 'FAILURE'), 0, 100).catch(() => undefined))
  await transaction.commit().execute()
  for (const cursor of [away, held, lastCursor(during.frames)]) {
    const back = await comeBack(t, 'order', cursor)
    t.ok(back.frames.some(isJob(slow, 'FAILURE')), `since ${cursor}`)
  }
  t.ok(await client.next(isJob(slow, 'FAILURE')), 'and a live socket gets it, though nothing was published')
  t.same(versionsOf(client.frames, fast), [1, 2, 3, 4, 5], 'read again meanwhile, and not repeated')
})

t.test('the cursor moves on with the changes', async t => {
  const id = await jobs.create('moves')
  const client = await comeBack(t, 'moves')
  await jobs.claim(id)
  const first = number((await client.next(isJob(id, 'PROCESSING'))).cursor)
  await until(async () => {
    const fresh = await jobs.create('moves')
    return number((await client.next(isJob(fresh))).cursor) > first
  })
})

t.test("another user's cursor finds nothing of theirs", async t => {
  await jobs.createMany('owner', 5, true)
  const theirs = lastCursor((await comeBack(t, 'owner')).frames)
  const mine = await jobs.createMany('asker', 3, true)
  for (const cursor of [theirs, 'c0', 'c1.zzz']) {
    const client = await comeBack(t, 'asker', cursor)
    t.ok(jobIds(client).every(id => mine.includes(id)))
  }
  t.same(jobIds(await comeBack(t, 'asker', 'c0')).sort(), mine)
})

t.test('a cursor from a future that never was finds everything, and is not handed out again', async t => {
  const ids = await jobs.createMany('future', 150, true)
  const client = await comeBack(t, 'future', 'czzzzzzzzzz')
  t.same(jobIds(client).sort(), ids)
  const present = number(lastCursor((await comeBack(t, 'future')).frames)) + 1_000_000
  for (const frame of client.frames) if ('cursor' in frame) t.ok(number(frame.cursor) < present, frame.type)
})

t.test('on ids alone, and after an unsubscribe, the cursor passes nothing that was not sent', async t => {
  const [watched, other] = [await jobs.create('stand'), await jobs.create('stand')]
  const onIds = await connect(t, server.url, token('stand'))
  onIds.send({ type: 'subscribe', jobs: [watched] })
  const butOne = await comeBack(t, 'stand')
  butOne.send({ type: 'unsubscribe', jobs: [other] })
  await butOne.next(ofType('unsubscribed'))
  await jobs.finish(other)
  await jobs.finish(watched)
  const all = await comeBack(t, 'stand')
  await reread('stand', all)
  for (const client of [onIds, butOne]) {
    await client.next(isJob(watched, 'SUCCESS'))
    client.send({ type: 'subscribe', jobs: [] })
    await until(() => client.frames.at(-1)?.type === 'synced')
    const back = await comeBack(t, 'stand', lastCursor(client.frames))
    t.ok(back.frames.some(isJob(other, 'SUCCESS')))
  }
})

t.test('since on a live socket: only what it does not know', async t => {
  const begin = lastCursor((await comeBack(t, 'twice')).frames)
  const ids = [await jobs.create('twice'), await jobs.create('twice')]
  await jobs.finish(ids[0]!)
  const client = await comeBack(t, 'twice')
  t.same(jobIds(client), [ids[1]])
  client.send({ type: 'subscribe', jobs: 'all', since: begin })
  await until(() => client.frames.filter(({ type }) => type === 'synced').length === 2)
  t.same(jobIds(client), [ids[1], ids[0]])
})
