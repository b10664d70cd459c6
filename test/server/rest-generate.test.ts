import t from 'tap'
import { API, startRest } from './rest-setup.ts'

const { ask, candidate, db } = await startRest(t)
const id = await candidate()
const post = (body: unknown, headers = {}) => ask('POST', `${API}/generate-async`, { body, headers })

t.test('a job is accepted with its paths', async t => {
  const { status, headers, body } = await post({ candidate_id: id, unknown_field: { deep: [1] } })
  t.equal(status, 202)
  t.equal(headers.location, `${API}/job-status/${body.job_id}`)
  t.match(body, {
    job_id: /^[0-9a-f]{8}-[0-9a-f]{4}-4/,
    status: 'PENDING',
    progress: 0,
    status_url: headers.location,
    download_url: `${API}/download/${body.job_id}`,
    ws_url: `${API}/ws`,
  })
})

t.test('a wrong JSON type is 400, and the message names the field and what is wanted', async t => {
  const wrong: [object | string, string][] = [
    [{ candidate_id: `${id}` }, 'body/candidate_id must be integer'],
    [{ candidate_id: 7.5 }, 'body/candidate_id must be integer'],
    [{ candidate_id: null }, 'body/candidate_id must be integer'],
    [{ candidate_id: [id] }, 'body/candidate_id must be integer'],
    [{}, "body must have required property 'candidate_id'"],
    [{ candidate_id: id, job_row_id: '3' }, 'body/job_row_id must be integer'],
    [{ candidate_id: id, job_description: 5 }, 'body/job_description must be string'],
    [{ candidate_id: id, file_type: 'txt' }, 'body/file_type must be one of word, pdf'],
    [{ candidate_id: id, priority: 'low' }, 'body/priority must be one of default, high'],
    [{ candidate_id: id, regenerate: 'true' }, 'body/regenerate must be boolean'],
    [[], 'body must be object'],
    ['null', 'body must be object'],
  ]
  for (const [body, message] of wrong) {
    const answer = await post(body, { 'content-type': 'application/json' })
    t.equal(answer.status, 400)
    t.match(answer.body, { code: 'INVALID_REQUEST', message }, JSON.stringify(body))
  }
})

t.test('null in an optional field is the same as none', async t => {
  const nulls = { job_row_id: null, job_description: null, file_type: null, priority: null, regenerate: null }
  const { status, body } = await post({ candidate_id: id, ...nulls })
  t.equal(status, 202)
  t.match((await ask('GET', body.status_url)).body, { file_type: 'word', priority: 'default', job_row_id: null })
})

t.test('a job description has at most 20,000 characters, counted in code points', async t => {
  t.equal((await post({ candidate_id: id, job_description: '😀'.repeat(20_000) })).status, 202)
  const longer = await post({ candidate_id: id, job_description: '😀'.repeat(20_001) })
  t.equal(longer.status, 400)
  t.match(longer.body.message, /^body\/job_description must NOT have more than 20000/)
})

t.test('NUL and lone surrogates do no harm', async t => {
  const { status, body } = await post({ candidate_id: id, job_description: 'a\0b\ud800c' })
  t.equal(status, 202)
  const input = await db.selectFrom('job_input').selectAll().where('job_id', '=', body.job_id).executeTakeFirst()
  t.equal(input?.job_description, 'ab\ufffdc')
})

t.test('ids that are unknown or out of range are 404; of two the candidate is looked at first', async t => {
  for (const candidate_id of [0, -1, 1e30, 2_147_483_648, 999_999])
    t.equal((await post({ candidate_id, job_row_id: 0 })).body.code, 'CANDIDATE_NOT_FOUND', String(candidate_id))
  for (const job_row_id of [0, -1, 1e30, 2_147_483_648, 999_999])
    t.equal((await post({ candidate_id: id, job_row_id })).body.code, 'JOB_ROW_NOT_FOUND', String(job_row_id))
})

t.test("another user's candidate is as unknown as none", async t => {
  const body = { candidate_id: id }
  const theirs = await ask('POST', `${API}/generate-async`, { body, as: '43' })
  const none = await ask('POST', `${API}/generate-async`, { body: { candidate_id: 999_999 }, as: '43' })
  t.equal(theirs.status, 404)
  t.equal(theirs.text, none.text)
})

t.test('profile and job text are those of the moment of the POST; a blank text counts as absent', async t => {
  const row = await ask('POST', `/api/candidates/${id}/jobs`, {
    body: { job_title: 'Dev', company: 'Ada', job_description: 'of the row' },
  })
  const input = async (fields: object) => {
    const { body } = await post({ candidate_id: id, ...fields })
    return db.selectFrom('job_input').selectAll().where('job_id', '=', body.job_id).executeTakeFirstOrThrow()
  }
  const before = await input({ job_row_id: row.body.id, job_description: '  \n ' })
  t.match(before, { job_title: 'Dev', company: 'Ada', job_description: 'of the row' })
  t.match(await input({ job_row_id: row.body.id, job_description: 'mine' }), { job_description: 'mine' })
  await ask('PUT', `/api/candidates/${id}`, { body: { basics: { name: 'Anna' } } })
  t.same(before.profile, { basics: { name: 'Ann' } })
  t.match((await input({})).profile, { basics: { name: 'Anna' } })
  t.equal((await input({})).job_description, null)
})

t.test('keys that reach for prototypes are ignored', async t => {
  const body = `{"candidate_id":${id},"__proto__":{"priority":"low"},"constructor":{"prototype":{"x":1}}}`
  t.equal((await post(body, { 'content-type': 'application/json' })).status, 202)
})

t.test('the request id goes with the job', async t => {
  const { body } = await post({ candidate_id: id }, { 'x-request-id': 'call-8' })
  const row = db.selectFrom('resume_generation_job').select('request_id').where('id', '=', body.job_id)
  t.same(await row.executeTakeFirst(), { request_id: 'call-8' })
})
