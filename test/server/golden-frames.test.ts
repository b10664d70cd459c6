// Pins every frame of the wire, ids, times and cursors aside: changing one is a deliberate edit of golden-frames.json
// (GOLDEN=write writes it anew; read the difference).
import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { closeCodes } from '../../shared/protocol.ts'
import { token, until } from '../harness.ts'
import { connect, ofType, type SocketClient } from '../socket-client.ts'
import { isJob, openStage } from './socket-setup.ts'

const FILE = join(import.meta.dirname, 'golden-frames.json')

const { server, jobs } = await openStage(t)

t.test('the frames of the wire are those that were agreed on', async t => {
  const client = await connect(t, server.url, token('golden'))
  const steps: Record<string, string[]> = {}
  const step = async (name: string, send: object | undefined, end: () => Promise<unknown>) => {
    const before = raw.length
    if (send) client.send(send)
    await end()
    steps[name] = raw.slice(before).map(normalise)
  }
  const raw = rawFrames(client)
  const done = await jobs.create('golden')
  await jobs.finish(done)
  const id = await jobs.create('golden')

  await step('auth', { type: 'auth', token: token('golden') }, () => until(() => raw.length === 1))
  await step('ping', { type: 'ping' }, () => until(() => raw.at(-1)?.includes('pong')))
  await step('subscribe all', { type: 'subscribe', jobs: 'all', preview: true }, () => client.next(ofType('synced')))
  await step('claimed', undefined, async () => client.next(isJob((await jobs.claim(id)).id, 'PROCESSING')))
  await step('generating', undefined, async () => {
    await jobs.begin(id)
    await until(() => raw.at(-1)?.includes('"generating"'))
  })
  await step('preview', undefined, async () => {
    await jobs.preview('golden', id, 'Writes "plain"\nTypeScript')
    await client.next(ofType('preview'))
  })
  await step('succeeded', undefined, async () => {
    await jobs.succeed(id)
    await client.next(isJob(id, 'SUCCESS'))
  })
  await step('failed and cancelled', undefined, async () => {
    const [failed, cancelled] = [await jobs.create('golden'), await jobs.create('golden')]
    await jobs.claim(failed)
    await jobs.fail(failed)
    await client.next(isJob(failed, 'FAILURE'))
    await jobs.cancel(cancelled)
    await client.next(isJob(cancelled, 'FAILURE'))
  })
  const again = { type: 'subscribe', jobs: [done, randomUUID()] }
  await step('subscribe ids', again, () => until(() => raw.at(-1)?.includes('synced')))
  await step('unsubscribe ids', { type: 'unsubscribe', jobs: [done] }, () => client.next(ofType('unsubscribed')))
  await step('unsubscribe all', { type: 'unsubscribe', jobs: 'all' }, () => until(() => raw.at(-1)?.includes('"all"')))
  const many = { type: 'subscribe', jobs: Array.from({ length: 101 }, () => randomUUID()) }
  await step('too many', many, () => until(() => raw.at(-1)?.includes('LIMIT')))
  await step('ops', { type: 'subscribe', ops: true }, () => until(() => raw.at(-1)?.includes('FORBIDDEN')))
  await step('nonsense', { type: 'nonsense' }, () => until(() => raw.at(-1)?.includes('INVALID')))
  await step('garbage cursor', { type: 'subscribe', jobs: 'all', since: '?' }, () =>
    until(() => raw.at(-1)?.includes('cursor')),
  )

  const found = `${JSON.stringify({ frames: steps, closeCodes }, null, 2)}\n`
  if (process.env.GOLDEN === 'write') writeFileSync(FILE, found)
  t.same(JSON.parse(found), JSON.parse(readFileSync(FILE, 'utf8')))
})

/** Every frame from now on, as text. */
const rawFrames = (client: SocketClient): string[] => {
  const raw: string[] = []
  client.socket.on('message', data => raw.push(String(data)))
  return raw
}

const normalise = (text: string): string =>
  text
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/"cursor":"[^"]+"/, '"cursor":"<cursor>"')
    .replace(/"candidate_id":\d+/, '"candidate_id":<number>')
