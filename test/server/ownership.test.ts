// What is another user's answers at every door exactly as what does not exist: status, body and headers. The list of
// doors is compared with the routes in the source, so that a new one can't be forgotten.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { PROJECT } from '../../dev/files.ts'
import { token, until } from '../harness.ts'
import { connect, ofType } from '../socket-client.ts'
import { API, type Ask, NO_JOB, startRest } from './rest-setup.ts'

const { ask, candidate, job, finish, server } = await startRest(t)
const [done, waiting] = [await candidate(), await candidate()]
const jobId = await job(done)
await finish(jobId)
const openId = await job(waiting, { headers: { 'idempotency-key': 'mine' } })
const jobRow = (
  await ask('POST', `/api/candidates/${done}/jobs`, { body: { job_title: 'Dev', job_description: 'Secret plan' } })
).body.id
const own = await candidate({ basics: { name: 'Eve' } }, 'eve')
const UNKNOWN = 2_000_000_000

/** Method, route, and the request for an id. */
const doors: [string, string, (id: string | number) => [string, Ask?]][] = [
  ['GET', `${API}/job-status/:id`, id => [`${API}/job-status/${id}`]],
  ['GET', `${API}/job-status/:id`, id => [`${API}/job-status/${id}`, { headers: { accept: 'text/event-stream' } }]],
  ['GET', `${API}/job-status/:id`, id => [`${API}/job-status/${id}`, { headers: { 'if-none-match': '*' } }]],
  ['GET', `${API}/download/:id`, id => [`${API}/download/${id}`]],
  ['HEAD', `${API}/download/:id`, id => [`${API}/download/${id}`]],
  ['GET', `${API}/evidence/:id`, id => [`${API}/evidence/${id}`]],
  ['POST', `${API}/cancel/:id`, id => [`${API}/cancel/${id}`]],
  ['GET', '/api/candidates/:id', id => [`/api/candidates/${id}`]],
  ['PUT', '/api/candidates/:id', id => [`/api/candidates/${id}`, { body: { basics: {} } }]],
  [
    'POST',
    '/api/candidates/:id/jobs',
    id => [`/api/candidates/${id}/jobs`, { body: { job_title: 'x', job_description: 'x' } }],
  ],
]
const varying = ['date', 'x-request-id', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'keep-alive']
const seen = ({ status, text, headers }: Awaited<ReturnType<typeof ask>>) => ({
  status,
  text,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !varying.includes(name))),
})

t.test('each route that takes an id is among the doors below', t => {
  const sources = globSync('server/routes/*.ts', { cwd: PROJECT }).map(file =>
    readFileSync(join(PROJECT, file), 'utf8'),
  )
  const routes = sources.flatMap(text => [...text.matchAll(/app\.(\w+)\(\s*[`']([^`']*:id[^`']*)/g)])
  const found = routes.map(([, method, path]) => `${method!.toUpperCase()} ${path!.replace(/\$\{API_PREFIX\}/, API)}`)
  const mine = doors.filter(([method]) => method !== 'HEAD').map(([method, route]) => `${method} ${route}`)
  const open = found.filter(route => !route.includes('/api/ops/'))
  t.same([...new Set(open)].sort(), [...new Set(mine)].sort())
  t.end()
})

t.test('by id, at every door', async t => {
  for (const [method, route, request] of doors) {
    const isJob = !route.includes('candidates')
    for (const theirs of isJob ? [jobId, openId] : [done, waiting]) {
      const [path, options] = request(theirs)
      const [nowhere] = request(isJob ? NO_JOB : UNKNOWN)
      const strange = seen(await ask(method, path, { as: 'eve', ...options }))
      t.equal(strange.status, 404, `${method} ${route}`)
      t.same(strange, seen(await ask(method, nowhere, { as: 'eve', ...options })))
    }
  }
})

t.test('inside a body', async t => {
  const generate = (fields: object) => ask('POST', `${API}/generate-async`, { as: 'eve', body: fields })
  const bodies: [object, object][] = [
    [{ candidate_id: done }, { candidate_id: UNKNOWN }],
    [
      { candidate_id: own, job_row_id: jobRow },
      { candidate_id: own, job_row_id: UNKNOWN },
    ],
  ]
  for (const [theirs, nobodys] of bodies) {
    const strange = seen(await generate(theirs))
    t.equal(strange.status, 404)
    t.same(strange, seen(await generate(nobodys)))
  }
})

t.test('lists, cursors and keys hold nothing of theirs', async t => {
  const page = (await ask('GET', `${API}/my-jobs?limit=1`)).body
  t.ok(page.next_cursor)
  t.same((await ask('GET', `${API}/my-jobs?cursor=${page.next_cursor}`, { as: 'eve' })).body.jobs, [])
  t.same(
    (await ask('GET', '/api/candidates', { as: 'eve' })).body.candidates.map(({ id }: { id: number }) => id),
    [own],
  )
  const used = await ask('POST', `${API}/generate-async`, {
    as: 'eve',
    body: { candidate_id: own },
    headers: { 'idempotency-key': 'mine' },
  })
  t.equal(used.status, 202)
  t.not(used.body.job_id, openId)
})

t.test('at the socket: their ids as unknown ones, and nothing of theirs is ever sent', async t => {
  const eve = await connect(t, server.url, token('eve'))
  eve.send({ type: 'subscribe', jobs: [jobId, openId, NO_JOB], preview: true })
  t.same((await eve.next(ofType('error'))).jobs, [jobId, openId, NO_JOB])
  eve.send({ type: 'subscribe', jobs: 'all', since: 'c0' })
  await until(() => eve.frames.filter(ofType('synced')).length === 2)
  t.equal((await ask('POST', `${API}/cancel/${openId}`)).status, 202)
  const mine = await job(own, { as: 'eve' })
  t.equal((await ask('POST', `${API}/cancel/${mine}`, { as: 'eve' })).status, 202)
  await until(() =>
    eve.frames.some(frame => frame.type === 'job' && frame.job.job_id === mine && frame.job.version > 1),
  )
  t.notMatch(JSON.stringify(eve.frames.filter(ofType('job'))), new RegExp(`${jobId}|${openId}`))
})

t.test('ops routes open to no one without the role, whatever it is called', async t => {
  const routes: [string, string][] = [
    ...['queues', 'workers', 'stats', 'jobs', `jobs/${jobId}`].map(path => ['GET', path] as [string, string]),
    ['POST', `jobs/${jobId}/cancel`],
    ['POST', `jobs/${jobId}/retry`],
  ]
  for (const [method, path] of routes) {
    for (const role of [undefined, null, '', 'OPS', 'admin', ['ops'], { ops: true }, true])
      t.equal((await ask(method, `/api/ops/${path}`, { token: token('eve', { role }) })).status, 403, path)
    const reading = await ask(method, `/api/ops/${path}`, { token: token('op', { role: 'ops-read' }) })
    t.equal(reading.status, method === 'GET' ? 200 : 403, `ops-read ${path}`)
  }
})
