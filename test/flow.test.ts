// The whole story, through real processes and a real socket: a POST, a worker, pushed states, a document.
import { unzipSync } from 'fflate'
import t from 'tap'
import { demoCandidates } from '../dev/candidates/index.ts'
import { startStandIn } from '../dev/openai/server.ts'
import type { AcceptedBody, JobFrame, JobView, ServerFrame } from '../shared/protocol.ts'
import { createDatabase, redisUrl, startServer, startWorker, token, until } from './harness.ts'
import { connect, ofType } from './socket-client.ts'

const standIn = await startStandIn({ paceMs: 600 })
t.teardown(() => standIn.close())
const settings = { DATABASE_URL: await createDatabase(t), REDIS_URL: await redisUrl(t) }
const server = await startServer(t, settings)
await startWorker(t, { ...settings, OPENAI_BASE_URL: standIn.url, RETRY_BASE_MS: '50', TASKS_PER_MINUTE: '0' })

const call = async (path: string, options: RequestInit & { sub?: string } = {}) => {
  const { sub = '42', ...rest } = options
  const headers = new Headers({ authorization: `Bearer ${token(sub)}` })
  if (rest.body) headers.set('content-type', 'application/json')
  return fetch(server.url + path, { ...rest, headers })
}
const post = (path: string, body: unknown, sub?: string) =>
  call(path, { method: 'POST', body: JSON.stringify(body), ...(sub && { sub }) })

const [demo] = demoCandidates()
const created = await post('/api/candidates', demo!.profile)
const candidateId = ((await created.json()) as { id: number }).id
const row = await post(`/api/candidates/${candidateId}/jobs`, demo!.jobs[0])
const jobRowId = ((await row.json()) as { id: number }).id

const generate = async (fileType: 'word' | 'pdf') => {
  const body = { candidate_id: candidateId, job_row_id: jobRowId, file_type: fileType }
  const begun = performance.now()
  const response = await post('/api/resume-async/generate-async', body)
  const ms = performance.now() - begun
  return { response, ms, accepted: (await response.json()) as AcceptedBody }
}
const isJob =
  (id: string, status?: string) =>
  (frame: ServerFrame): frame is JobFrame =>
    frame.type === 'job' && frame.job.job_id === id && (status === undefined || frame.job.status === status)

t.test('a socket sees every state of a job, versions rising, and the file is the one asked for', async t => {
  const client = await connect(t, server.url, token('42'))
  client.send({ type: 'subscribe', jobs: 'all' })
  await client.next(ofType('synced'))
  const { response, accepted } = await generate('word')
  t.equal(response.status, 202)
  t.equal(response.headers.get('location'), accepted.status_url)
  t.match(accepted, { status: 'PENDING', progress: 0, ws_url: '/api/resume-async/ws' })

  const last = await client.next(isJob(accepted.job_id, 'SUCCESS'))
  t.match(last.job, { stage: 'done', progress: 100, attempt: 1, cache_hit: null, result_url: accepted.download_url })
  const seen = client.frames.filter(isJob(accepted.job_id)).map(frame => frame.job)
  t.ok(
    seen.every((job, index) => index === 0 || job.version > seen[index - 1]!.version),
    'versions rise',
  )
  t.ok(
    seen.every((job, index) => index === 0 || job.progress >= seen[index - 1]!.progress),
    'progress never falls',
  )
  for (const stage of ['waiting', 'generating', 'rendering', 'saving', 'done'])
    t.ok(
      seen.some(job => job.stage === stage),
      `stage ${stage} was pushed`,
    )

  const file = await call(accepted.download_url)
  t.equal(file.status, 200)
  t.match(
    file.headers.get('content-disposition'),
    /^attachment; filename="Maya Okafor.*\.docx"; filename\*=UTF-8''Maya/,
  )
  const parts = unzipSync(new Uint8Array(await file.arrayBuffer()))
  const document = new TextDecoder().decode(parts['word/document.xml'])
  t.match(document, /Maya Okafor/)
  t.notOk(/undefined|\[object/.test(document))
})

t.test('a legacy client that only polls sees PENDING or PROCESSING, then SUCCESS, and gets a PDF', async t => {
  const { accepted, ms } = await generate('pdf')
  t.equal(accepted.status, 'PENDING')
  t.ok(ms < 1000, 'the POST does not wait for the work')
  const statuses = new Set<string>()
  const job = await until(async () => {
    const view = (await (await call(accepted.status_url)).json()) as JobView
    statuses.add(view.status)
    return view.status === 'SUCCESS' ? view : undefined
  })
  t.ok(statuses.has('PROCESSING'))
  const file = await call(job.result_url!)
  t.equal(file.headers.get('content-type'), 'application/pdf')
  t.equal(
    Buffer.from(await file.arrayBuffer())
      .subarray(0, 5)
      .toString(),
    '%PDF-',
  )
})

t.test('a second identical request ends without an OpenAI call', async t => {
  const before = standIn.calls().length
  const { accepted } = await generate('word')
  const job = await until(async () => {
    const view = (await (await call(accepted.status_url)).json()) as JobView
    return view.status === 'SUCCESS' ? view : undefined
  })
  t.match(job, { cache_hit: 'redis', attempt: 0 })
  t.equal(standIn.calls().length, before)
})

t.test('a stranger gets the 404 of what does not exist, at every door', async t => {
  const { accepted } = await generate('word')
  for (const url of [accepted.status_url, accepted.download_url, `/api/resume-async/evidence/${accepted.job_id}`]) {
    const strange = await call(url, { sub: 'stranger' })
    const unknown = await call(url.replace(accepted.job_id, '00000000-0000-4000-8000-000000000000'))
    t.equal(strange.status, 404)
    t.same(await strange.json(), await unknown.json())
  }
  const client = await connect(t, server.url, token('stranger'))
  client.send({ type: 'subscribe', jobs: [accepted.job_id] })
  t.match(await client.next(ofType('error')), { code: 'JOB_NOT_FOUND', jobs: [accepted.job_id] })
  t.match(await client.next(ofType('synced')), {})
  t.notOk(client.frames.some(ofType('job')))
})
