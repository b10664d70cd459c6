// What passes through without being read from PostgreSQL: published states, and previews.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import t from 'tap'
import { PROJECT } from '../../dev/files.ts'
import { publishPreview } from '../../shared/bus.ts'
import type { JobView, PreviewFrame, ServerFrame } from '../../shared/protocol.ts'
import { token, until } from '../harness.ts'
import { connect, ofType, type SocketClient } from '../socket-client.ts'
import { isJob, openStage, versionsOf } from './socket-setup.ts'

const { server, jobs, settings } = await openStage(t)

const subscribed = async (
  t: Parameters<typeof connect>[0],
  userId: string,
  frame: object = { jobs: 'all' },
): Promise<SocketClient> => {
  const client = await connect(t, server.url, token(userId))
  client.send({ type: 'subscribe', ...frame })
  await client.next(ofType('synced'))
  return client
}
const previews = (frames: ServerFrame[]): PreviewFrame[] => frames.filter(frame => frame.type === 'preview')

const view = (job: Partial<JobView>): JobView => ({
  job_id: randomUUID(),
  status: 'PROCESSING',
  progress: 30,
  stage: 'generating',
  candidate_id: 1,
  job_row_id: null,
  file_type: 'word',
  priority: 'default',
  attempt: 1,
  version: 3,
  cache_hit: null,
  queue_position: null,
  eta_seconds: null,
  warnings: [],
  result_url: null,
  error_message: null,
  created_at: new Date().toISOString(),
  started_at: null,
  completed_at: null,
  ...job,
})

/** `npm run publish`, given these lines; its exit code. */
const publish = (lines: { user_id: string | number; job: JobView }[]): Promise<number | null> =>
  new Promise(resolve => {
    const env = { PATH: process.env.PATH, REDIS_URL: settings.REDIS_URL }
    const child = spawn(process.execPath, [join(PROJECT, 'bin/publish.ts')], {
      env,
      stdio: ['pipe', 'inherit', 'inherit'],
    })
    child.once('close', resolve)
    child.stdin.end(lines.map(line => `${JSON.stringify(line)}\n`).join(''))
  })

t.test('a published state without a row reaches its user alone, versions rising', async t => {
  const [mine, theirs, onIds] = [
    await subscribed(t, '7'),
    await subscribed(t, '8'),
    await subscribed(t, '7', { jobs: [randomUUID()] }),
  ]
  const job = view({ warnings: ['žluť 🎉 "quoted"\n'] })
  const states = [0, 3, 5, 4, 5, 6].map(version => ({ user_id: 7, job: { ...job, version } }))
  t.equal(await publish(states), 0)
  await until(() => versionsOf(mine.frames, job.job_id).includes(6))
  t.same(versionsOf(mine.frames, job.job_id), [0, 3, 5, 6])
  t.same((await mine.next(isJob(job.job_id))).job, { ...job, version: 0 })
  for (const client of [theirs, onIds]) t.same(versionsOf(client.frames, job.job_id), [])
})

t.test('its cursor is safe: what happened meanwhile is found from it', async t => {
  const client = await subscribed(t, '9')
  jobs.pushed = false
  const real = await jobs.create('9')
  jobs.pushed = true
  await jobs.claim(real)
  await jobs.begin(real)
  jobs.pushed = false
  await jobs.succeed(real)
  jobs.pushed = true
  const job = view({})
  await publish([{ user_id: '9', job }])
  const { cursor } = await client.next(isJob(job.job_id))
  const back = await subscribed(t, '9', { jobs: 'all', since: cursor })
  t.ok(back.frames.some(isJob(real, 'SUCCESS')))
})

t.test('previews go to those who asked, the latest to who comes late, none after the final state', async t => {
  const id = await jobs.create('draft')
  await jobs.claim(id)
  await jobs.begin(id)
  const asked = await subscribed(t, 'draft', { jobs: 'all', preview: true })
  const byId = await subscribed(t, 'draft', { jobs: [id], preview: true })
  const without = await subscribed(t, 'draft')
  const other = await subscribed(t, 'not-draft', { jobs: 'all', preview: true })
  await jobs.preview('draft', id, 'Writes ')
  await jobs.preview('draft', id, 'Writes plain')
  await jobs.preview('draft', id, 'Led ', 'experience')
  for (const client of [asked, byId]) {
    await until(() => previews(client.frames).some(({ section }) => section === 'experience'))
    await until(() => previews(client.frames).some(({ text }) => text === 'Writes plain'))
    t.match(previews(client.frames)[0], { type: 'preview', job_id: id, attempt: 1, section: 'main', text: 'Writes ' })
  }
  const late = await subscribed(t, 'draft', { jobs: 'all', preview: true })
  t.same(
    previews(late.frames)
      .map(({ text }) => text)
      .sort(),
    ['Led ', 'Writes plain'],
  )
  late.send({ type: 'subscribe', jobs: 'all', preview: true })
  late.send({ type: 'subscribe', jobs: [id], preview: true })
  await until(() => late.frames.filter(({ type }) => type === 'synced').length === 3)
  t.equal(previews(late.frames).length, 2, 'subscribing again repeats no preview')

  await jobs.preview('draft', id, 'Writes plain TypeScript')
  await jobs.succeed(id)
  await jobs.preview('draft', id, 'too late')
  for (const client of [asked, byId, late]) {
    await client.next(isJob(id, 'SUCCESS'))
    client.send({ type: 'ping' })
    await client.next(ofType('pong'))
    t.equal(client.frames.at(-2)?.type === 'preview', false)
    t.notOk(previews(client.frames).some(({ text }) => text === 'too late'))
  }
  const after = await subscribed(t, 'draft', { jobs: [id], preview: true })
  for (const client of [without, other, after]) t.same(previews(client.frames), [])
})

t.test('after the final state no preview comes any more, unsubscribed and subscribed again or not', async t => {
  const id = await jobs.create('again')
  await jobs.claim(id)
  await jobs.begin(id)
  const client = await subscribed(t, 'again', { jobs: 'all', preview: true })
  await jobs.succeed(id)
  await client.next(isJob(id, 'SUCCESS'))
  for (const jobs of ['all', [id]]) {
    client.send({ type: 'unsubscribe', jobs })
    client.send({ type: 'subscribe', jobs, preview: true })
  }
  await until(() => client.frames.filter(({ type }) => type === 'synced').length === 3)
  t.equal(versionsOf(client.frames, id).length, 3, 'by its id, once more')
  await jobs.preview('again', id, 'too late')
  const running = await jobs.create('again')
  await jobs.claim(running)
  await jobs.begin(running)
  await jobs.preview('again', running, 'in time')
  await until(() => previews(client.frames).some(({ text }) => text === 'in time'))
  t.equal(previews(client.frames).length, 1)
})

t.test('who comes late gets no draft of an attempt that failed', async t => {
  const id = await jobs.create('retried')
  await jobs.claim(id)
  await jobs.begin(id)
  await jobs.preview('retried', id, 'of the first attempt')
  await jobs.retry(id)
  await jobs.begin(id)
  const draft = { type: 'preview', job_id: id, attempt: 2, section: 'experience', text: 'of the second' } as const
  await publishPreview(jobs.redis, 'retried', draft)
  const late = await subscribed(t, 'retried', { jobs: [id], preview: true })
  await late.next(ofType('preview'))
  await jobs.succeed(id)
  await late.next(isJob(id, 'SUCCESS'))
  t.same(previews(late.frames), [draft])
})

t.test('of many previews at most five a second are sent, to a late joiner too, and the last one is', async t => {
  const id = await jobs.create('fast')
  await jobs.claim(id)
  await jobs.begin(id)
  const early = timed(await connect(t, server.url, token('fast')))
  early.client.send({ type: 'subscribe', jobs: 'all', preview: true })
  await early.client.next(ofType('synced'))
  const late = timed(await connect(t, server.url, token('fast')))
  let text = ''
  let asked = false
  const begin = performance.now()
  while (performance.now() - begin < 3_000) {
    text += 'word '
    await jobs.preview('fast', id, text, text.length % 2 ? 'main' : 'experience')
    if (asked || performance.now() - begin < 1_000) continue
    asked = true
    late.client.send({ type: 'subscribe', jobs: [id], preview: true })
  }
  for (const { client, at } of [early, late]) {
    await until(() => previews(client.frames).some(frame => frame.text === text))
    const most = Math.max(...at.map(begin => at.filter(time => time >= begin && time < begin + 1_000).length))
    t.ok(most <= 5, `${most} in a second`)
    t.ok(at.length >= 8, `${at.length} in all`)
  }
})

/** When its previews came. */
const timed = (client: SocketClient): { client: SocketClient; at: number[] } => {
  const at: number[] = []
  client.socket.on('message', data => String(data).includes('"preview"') && at.push(performance.now()))
  return { client, at }
}
