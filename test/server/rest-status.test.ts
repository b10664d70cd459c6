import t from 'tap'
import { publishUpdate, toUpdate } from '../../shared/bus.ts'
import { createLog } from '../../shared/log.ts'
import { openRedis, whenReady } from '../../shared/redis.ts'
import { token, until } from '../harness.ts'
import { API, NO_JOB, startRest } from './rest-setup.ts'

const { ask, candidate, job, finish, server, redisUrl } = await startRest(t)
const id = await candidate()
const status = (jobId: string, headers = {}, as = '42') => ask('GET', `${API}/job-status/${jobId}`, { headers, as })
const cancel = (jobId: string, options = {}) => ask('POST', `${API}/cancel/${jobId}`, options)

t.test('the job view has every field of a job that waits', async t => {
  const jobId = await job(id, { fields: { file_type: 'pdf', priority: 'high' } })
  const { body, headers } = await status(jobId)
  t.match(headers, { etag: 'W/"1"', vary: /authorization/, 'cache-control': /private/, 'x-request-id': /./ })
  t.match(body.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  const { created_at, queue_position, eta_seconds, ...rest } = body
  t.same(rest, {
    job_id: jobId,
    status: 'PENDING',
    progress: 0,
    stage: 'queued',
    candidate_id: id,
    job_row_id: null,
    file_type: 'pdf',
    priority: 'high',
    attempt: 0,
    version: 1,
    cache_hit: null,
    warnings: [],
    result_url: null,
    error_message: null,
    started_at: null,
    completed_at: null,
  })
})

t.test('If-None-Match is compared weakly, in lists too', async t => {
  const jobId = await job(id)
  for (const tag of ['W/"1"', '"1"', '"7", W/"1"', '*']) {
    const { status: code, text, headers } = await status(jobId, { 'if-none-match': tag })
    t.match({ code, text, etag: headers.etag }, { code: 304, text: '', etag: 'W/"1"' }, tag)
  }
  for (const tag of ['W/"2"', '1', 'W/"11"']) t.equal((await status(jobId, { 'if-none-match': tag })).status, 200, tag)
  await cancel(jobId)
  t.equal((await status(jobId, { 'if-none-match': 'W/"1"' })).headers.etag, 'W/"2"')
})

t.test('ids: upper case is the same job; anything else is 404, however long', async t => {
  const jobId = await job(id)
  t.equal((await status(jobId.toUpperCase())).body.job_id, jobId)
  for (const unknown of ['7', NO_JOB, `${jobId}0`, '%00', '%F0%9F%98%80', 'a'.repeat(150), 'a'.repeat(9000), "'--"])
    t.equal((await status(unknown)).body.code, 'JOB_NOT_FOUND', unknown.slice(0, 20))
})

t.test("at every door another user's job answers as what does not exist", async t => {
  const jobId = await job(id)
  const doors = [
    ['GET', 'job-status'],
    ['GET', 'download'],
    ['GET', 'evidence'],
    ['POST', 'cancel'],
  ] as const
  for (const [method, door] of doors) {
    const theirs = await ask(method, `${API}/${door}/${jobId}`, { as: '43' })
    const none = await ask(method, `${API}/${door}/${NO_JOB}`, { as: '43' })
    t.equal(theirs.status, 404)
    t.equal(theirs.text, none.text, door)
  }
  t.equal((await status(jobId)).body.status, 'PENDING', 'and nothing was cancelled')
})

t.test('cancel commits the final state, once, whatever the empty body is said to be', async t => {
  for (const type of ['application/json', 'application/x-www-form-urlencoded', undefined]) {
    const jobId = await job(id)
    const answer = await cancel(jobId, type ? { body: '', headers: { 'content-type': type } } : {})
    t.equal(answer.status, 202)
    t.match(answer.body, { status: 'FAILURE', stage: 'cancelled', version: 2, error_message: /cancelled/ })
    t.same((await status(jobId)).body, answer.body)
    const again = await cancel(jobId)
    t.match({ code: again.body.code, status: again.status }, { code: 'JOB_FINISHED', status: 409 })
  }
  const done = await job(id)
  await finish(done)
  t.equal((await cancel(done)).body.code, 'JOB_FINISHED')
  t.match((await status(done)).body, { status: 'SUCCESS', progress: 100, result_url: `${API}/download/${done}` })
})

/** Reads an event stream to its end; `seen` is called with all that came so far. */
const stream = async (jobId: string, headers = {}, seen: (text: string) => unknown = () => {}) => {
  const url = `${server.url}${API}/job-status/${jobId}`
  const answer = await fetch(url, {
    headers: { authorization: `Bearer ${token('42')}`, accept: 'text/event-stream', ...headers },
  })
  let text = ''
  for await (const chunk of answer.body ?? []) {
    text += Buffer.from(chunk).toString()
    await seen(text)
  }
  return { code: answer.status, type: answer.headers.get('content-type'), text }
}
const versions = (text: string) => [...text.matchAll(/^event: job\nid: (\d+)\ndata: (.*)$/gm)].map(([, v]) => Number(v))

t.test('with Accept: text/event-stream each state is an event, and the final one ends it', async t => {
  const jobId = await job(id)
  let cancelled = false
  const { code, type, text } = await stream(jobId, {}, async all => {
    if (cancelled || !/id: 1\n/.test(all)) return
    cancelled = true
    await cancel(jobId)
  })
  t.equal(code, 200)
  t.match(type, 'text/event-stream')
  t.same(versions(text), [1, 2])
  const last = JSON.parse(
    text
      .match(/data: (.*)/g)!
      .at(-1)!
      .slice(6),
  )
  t.same(last, (await status(jobId)).body)
})

t.test('Last-Event-ID: the final version is 204, an older or an unknown one gets the final state', async t => {
  const jobId = await job(id)
  await cancel(jobId)
  t.match(await stream(jobId, { 'last-event-id': '2' }), { code: 204, text: '' })
  for (const before of ['1', '0', '3', 'abc', '-1'])
    t.same(versions((await stream(jobId, { 'last-event-id': before })).text), [2], before)
})

t.test('a stream ends with the job, also behind a published version that never was', async t => {
  const jobId = await job(id)
  const redis = openRedis(redisUrl, 'command', createLog('test', 'silent'))
  t.teardown(() => redis.disconnect())
  await whenReady(redis)
  const view = (await status(jobId)).body
  let told = false
  const { text } = await stream(jobId, {}, async all => {
    if (!told && /id: 1\n/.test(all)) {
      told = true
      await publishUpdate(redis, '42', toUpdate({ ...view, version: 50 }))
    }
    if (/id: 50\n/.test(all)) await cancel(jobId)
  })
  t.same(versions(text), [1, 50])
})

t.test('a stream ends when its token runs out', async t => {
  const jobId = await job(id)
  const exp = Math.floor(Date.now() / 1000) + 2
  const { text } = await stream(jobId, { authorization: `Bearer ${token('42', { exp })}` })
  t.same(versions(text), [1])
  t.ok(Date.now() >= exp * 1000 && Date.now() < exp * 1000 + 3000)
})

t.test('an event stream is refused in JSON, and HEAD does not wait for events', async t => {
  const events = { accept: 'text/event-stream' }
  t.equal((await status(await job(id), events, '43')).body.code, 'JOB_NOT_FOUND')
  const head = await ask('HEAD', `${API}/job-status/${await job(id)}`, { headers: events })
  t.match({ status: head.status, etag: head.headers.etag }, { status: 200, etag: 'W/"1"' })
})

t.test('a stream ends when the server does', async t => {
  const jobId = await job(id)
  let text = ''
  const ended = stream(jobId, {}, all => {
    text = all
  })
  await until(() => /id: 1\n/.test(text))
  const begun = Date.now()
  await server.stop()
  t.equal((await ended).code, 200)
  t.ok(Date.now() - begun < 10_000)
})
