import t from 'tap'
import { API, startRest } from './rest-setup.ts'

const { ask, candidate, db } = await startRest(t)
const id = await candidate()
const post = (key: string, fields: object = {}, as = '42') =>
  ask('POST', `${API}/generate-async`, {
    body: { candidate_id: id, ...fields },
    headers: { 'idempotency-key': key },
    as,
  })

t.test('twenty at once are one job', async t => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => post('at-once')))
  t.same([...new Set(answers.map(answer => answer.status))], [202])
  t.equal(new Set(answers.map(answer => answer.body.job_id)).size, 1)
  t.equal(answers.filter(answer => answer.headers['idempotent-replay'] === 'true').length, 19)
  t.equal((await ask('GET', `${API}/my-jobs`)).body.jobs.length, 1)
})

t.test('equal known fields are a replay, defaults spelled out, null, a blank text and unknown ones alike', async t => {
  const first = await post('equal')
  t.equal(first.headers['idempotent-replay'], undefined)
  const same = [
    { file_type: 'word', priority: 'default', regenerate: false },
    { job_row_id: null, job_description: null, file_type: null },
    { job_description: ' \n' },
    { unknown: 1 },
  ]
  for (const fields of same) {
    const { status, headers, body } = await post('equal', fields)
    t.match([status, headers['idempotent-replay'], headers.location], [202, 'true', first.headers.location])
    t.equal(body.job_id, first.body.job_id, JSON.stringify(fields))
  }
})

t.test('other fields are 422', async t => {
  await post('other')
  const others = [
    { candidate_id: 999_999 },
    { job_row_id: 1 },
    { job_description: 'x' },
    { file_type: 'pdf' },
    { priority: 'high' },
    { regenerate: true },
  ]
  for (const fields of others) {
    const { status, body } = await post('other', fields)
    t.same([status, body.code], [422, 'IDEMPOTENCY_KEY_REUSED'], JSON.stringify(fields))
  }
})

t.test('a replay answers with the state of now', async t => {
  const { body } = await post('now')
  await ask('POST', `${API}/cancel/${body.job_id}`)
  t.match((await post('now')).body, { job_id: body.job_id, status: 'FAILURE' })
})

t.test('keys are per user', async t => {
  const mine = await post('shared')
  const theirs = await post('shared', { candidate_id: await candidate({}, '43') }, '43')
  t.equal(theirs.status, 202)
  t.not(theirs.body.job_id, mine.body.job_id)
})

t.test('a request that was refused leaves its key free', async t => {
  t.equal((await post('free', { candidate_id: 999_999 })).status, 404)
  t.equal((await post('free', { candidate_id: id, job_row_id: 999_999 })).status, 404)
  t.equal((await post('free')).status, 202)
})

t.test('a key has 1 to 255 characters, of any alphabet', async t => {
  for (const key of ['', ' ', 'a'.repeat(256), utf8('é'.repeat(256))]) {
    const { status, body } = await post(key)
    t.match([status, body.message], [400, /Idempotency-Key/])
  }
  for (const key of ['a', 'a'.repeat(255), utf8('é'.repeat(255)), utf8('😀'.repeat(255))])
    t.equal((await post(key)).status, 202)
  const kept = await db.selectFrom('idempotency_key').select('key').where('key', '=', 'é'.repeat(255)).execute()
  t.equal(kept.length, 1)
})

t.test('a key is forgotten after 24 hours', async t => {
  const first = await post('old')
  await db
    .updateTable('idempotency_key')
    .set({ created_at: new Date(Date.now() - 24 * 3_600_000 - 1000) })
    .where('key', '=', 'old')
    .execute()
  const later = await post('old', { file_type: 'pdf' })
  t.equal(later.status, 202)
  t.not(later.body.job_id, first.body.job_id)
})

/** As it goes over the wire: a header's bytes, one character each. */
function utf8(text: string): string {
  return Buffer.from(text).toString('latin1')
}
