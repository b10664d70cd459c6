import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import t from 'tap'
import { until } from '../harness.ts'
import { startRest } from './rest-setup.ts'

const { ask, candidate, db } = await startRest(t)
const post = (body: unknown) =>
  ask('POST', '/api/candidates', { body, headers: { 'content-type': 'application/json' } })

t.test('a candidate is stored, listed, read and replaced, whatever else its document holds', async t => {
  const profile = {
    basics: { name: 'Ann', label: 'Dev', url: 'not a url', x: 1 },
    work: [{ startDate: 'sometime', highlights: ['a', null] }],
    meta: { theme: [1, null, { deep: true }] },
  }
  const created = await post(profile)
  t.equal(created.status, 201)
  const { id } = created.body
  t.same((await ask('GET', `/api/candidates/${id}`)).body, { id, profile, jobs: [] })
  const replaced = await ask('PUT', `/api/candidates/${id}`, { body: { basics: null } })
  t.same([replaced.status, replaced.body], [200, { id }])
  t.same((await ask('GET', `/api/candidates/${id}`)).body.profile, { basics: null })
  const { candidates } = (await ask('GET', '/api/candidates')).body
  t.match(candidates, [{ id, name: null, label: null, updated_at: /Z$/ }])
})

t.test('only a part of the wrong JSON type is 400', async t => {
  const wrong: [unknown, string][] = [
    [[], 'body must be object'],
    [{ basics: 5 }, 'body/basics must be object'],
    [{ basics: { name: 5 } }, 'body/basics/name must be string'],
    [{ work: {} }, 'body/work must be array'],
    [{ work: [{ highlights: 'x' }] }, 'body/work/0/highlights must be array'],
    [{ skills: [{ keywords: [1] }] }, 'body/skills/0/keywords/0 must be string'],
  ]
  for (const [body, message] of wrong) {
    const answer = await post(JSON.stringify(body))
    t.match([answer.status, answer.body.message], [400, message])
  }
  t.equal((await post('{}')).status, 201)
})

t.test('NUL, lone surrogates and huge numbers are made storable', async t => {
  const { body } = await post('{"a\\u0000b":"c\\u0000d","\\ud800":"\\udc00","n":1e400,"basics":{"name":"A\\u0000n"}}')
  const read = await ask('GET', `/api/candidates/${body.id}`)
  t.same(read.body.profile, { ab: 'cd', '\ufffd': '\ufffd', n: null, basics: { name: 'An' } })
})

t.test('nesting without end is 400, not a crash', async t => {
  for (const depth of [200, 10_000, 200_000]) {
    const lists = await post(`{"x":${'['.repeat(depth)}${']'.repeat(depth)}}`)
    t.match([lists.status, lists.body.message], [400, /nested deeper/])
  }
  t.equal((await post(`${'{"x":'.repeat(50_000)}1${'}'.repeat(50_000)}`)).status, 400)
  t.equal((await post(`{"x":${'['.repeat(90)}${']'.repeat(90)}}`)).status, 201)
})

t.test('ids that are none, or not mine, are 404 with one body', async t => {
  const id = await candidate()
  const none = (await ask('GET', '/api/candidates/999999', { as: '43' })).text
  for (const path of [`${id}`, '0', '-1', '1e3', `${id}.0`, '2147483648', '9'.repeat(30), 'a'.repeat(5000), '%00', ''])
    t.equal((await ask('GET', `/api/candidates/${path}`, { as: '43' })).text, none, path.slice(0, 20))
  const body = { job_title: 'Dev', job_description: 'x' }
  t.equal((await ask('PUT', `/api/candidates/${id}`, { as: '43', body: {} })).text, none)
  t.equal((await ask('POST', `/api/candidates/${id}/jobs`, { as: '43', body })).text, none)
  t.equal((await ask('GET', `/api/candidates/${id}`)).body.profile.basics.name, 'Ann')
})

t.test('a job description is added and listed', async t => {
  const id = await candidate()
  const path = `/api/candidates/${id}/jobs`
  const first = await ask('POST', path, { body: { job_title: 'Dev\0', company: null, job_description: 'x', more: 1 } })
  t.equal(first.status, 201)
  t.same((await ask('GET', `/api/candidates/${id}`)).body.jobs, [
    { id: first.body.id, job_title: 'Dev', company: null, job_description: 'x' },
  ])
  const wrong: [object, RegExp][] = [
    [{ job_description: 'x' }, /job_title/],
    [{ job_title: 'Dev' }, /job_description/],
    [{ job_title: 'Dev', job_description: null }, /job_description must be string/],
    [{ job_title: 'Dev', company: 5, job_description: 'x' }, /company must be string/],
    [{ job_title: 'Dev', job_description: 'é'.repeat(20_001) }, /job_description must NOT have more than 20000/],
  ]
  for (const [body, message] of wrong) {
    const answer = await ask('POST', path, { body })
    t.match([answer.status, answer.body.message], [400, message])
  }
})

t.test('what comes while its candidate is being deleted is 404, and leaves nothing', async t => {
  const id = await candidate()
  const waiting = async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
    return rows[0]?.count === 1
  }
  const asked = await db.transaction().execute(async transaction => {
    await transaction.deleteFrom('candidate').where('id', '=', id).execute()
    const row = ask('POST', `/api/candidates/${id}/jobs`, { body: { job_title: 'Dev', job_description: 'x' } })
    const job = ask('POST', '/api/resume-async/generate-async', { body: { candidate_id: id } })
    await until(waiting)
    // It holds no connection while it waits, so only its silence tells.
    t.equal(await Promise.race([job, wait(500, 'waits')]), 'waits')
    return { both: [row, job] }
  })
  for (const answer of await Promise.all(asked.both)) t.equal(answer.body.code, 'CANDIDATE_NOT_FOUND')
  for (const table of ['candidate_job', 'resume_generation_job'] as const)
    t.same(await db.selectFrom(table).select('id').where('candidate_id', '=', id).execute(), [])
})

t.test('rows that an older service left half empty are listed and worked with', async t => {
  const { rows } = await sql<{ id: number }>`
    insert into candidate (user_id, profile, created_at, updated_at) values ('50', null, null, null) returning id`.execute(
    db,
  )
  const { id } = rows[0]!
  const list = await ask('GET', '/api/candidates', { as: '50' })
  t.match(list.body, { candidates: [{ id, name: null, updated_at: '1970-01-01T00:00:00.000Z' }] })
  t.same((await ask('GET', `/api/candidates/${id}`, { as: '50' })).body.profile, {})
  const generate = { body: { candidate_id: id }, as: '50' }
  t.equal((await ask('POST', '/api/resume-async/generate-async', generate)).status, 202)
})
