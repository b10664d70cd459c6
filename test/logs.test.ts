// No personal data and no secret in any log: server, workers and commands live through a whole life at LOG_LEVEL=trace,
// with all that can go wrong on the way, and every line they wrote is searched.
import { request } from 'node:http'
import { sql } from 'kysely'
import t from 'tap'
import { statusFaults, streamFaults } from '../dev/openai/faults.ts'
import { run } from './bin/setup.ts'
import { startEchoingModel } from './echoing-model.ts'
import { createDatabase, createRedis, startMain, startServer, type TestProcess, token, until } from './harness.ts'
import { API, type Ask, ask } from './server/rest-setup.ts'
import { connect, ofType } from './socket-client.ts'
import { openStage as openWorkers } from './worker/run-job-setup.ts'

const owner = 'quill@feather.example'
const profile = {
  basics: {
    name: 'Zebulon Quillfeather',
    email: 'zebulon@quillfeather.example',
    phone: '+1 555 0199 777',
    url: 'https://quillfeather.example/me',
    summary: 'Tamed forty ostriches in Ulan Bator.',
    location: { address: '7 Heliotrope Mews' },
  },
  work: [{ name: 'Ostrich Works', position: 'Featherwright', highlights: ['Plucked 12,345 plumes in Ulan Bator.'] }],
  skills: [{ name: 'Plumassery', keywords: ['Boas'] }],
}
const job = { job_title: 'Grand Plumassier', company: 'Maison Falbala', job_description: 'Wanted: a vulcanologist.' }
const secrets = {
  JWT_SECRET: 'the-signing-key-quokka-quokka-quokka',
  JWT_SECRET_PREVIOUS: 'the-older-key-wombat-wombat-wombat!!',
  OPENAI_API_KEY: 'sk-numbat-0123456789abcdef',
  METRICS_TOKEN: 'metrics-bandicoot',
}
const redis = await createRedis(t)
const stage = await openWorkers(t, { databaseUrl: await createDatabase(t), redisUrl: redis.url })
const echo = await startEchoingModel()
t.teardown(() => echo.close())
const stores = { DATABASE_URL: stage.databaseUrl, REDIS_URL: stage.redisUrl, LOG_LEVEL: 'trace' }
const worker = (base: string) =>
  stage.worker({ ...stores, ...secrets, OPENAI_BASE_URL: base, OPENAI_IDLE_TIMEOUT_MS: '400', WORKER_CONCURRENCY: '8' })
const server = await startServer(t, { ...stores, ...secrets, API_RATE_LIMIT: '10000' })
const processes: TestProcess[] = [server]
const tokens: string[] = []
const signed = (sub: string, claims = {}, key = secrets.JWT_SECRET) => {
  tokens.push(token(sub, claims, key))
  return tokens.at(-1)!
}
const call = (method: string, path: string, options: Ask = {}) =>
  ask(server.url, method, path, { token: signed(owner), ...options })
const post = (path: string, body: unknown, headers = {}) => call('POST', path, { body, headers })
const candidateId: number = (await post('/api/candidates', profile)).body.id
const jobRowId: number = (await post(`/api/candidates/${candidateId}/jobs`, job)).body.id
let posted = 0
const generate = async (fields = {}): Promise<string> => {
  const body = {
    candidate_id: candidateId,
    job_row_id: jobRowId,
    job_description: `${job.job_description} ${posted++}`,
    ...fields,
  }
  return (await post(`${API}/generate-async`, body, { 'idempotency-key': `${owner} ${posted}` })).body.job_id
}

t.test('generations, good ones and with each kind of fault', async t => {
  processes.push(await worker(stage.standIn.url))
  const good = await generate({ file_type: 'pdf' })
  t.match(await stage.end(good, 30_000), { status: 'SUCCESS' })
  t.equal((await call('GET', `${API}/download/${good}`)).status, 200)
  t.match((await call('GET', `${API}/evidence/${good}`)).text, /Quillfeather|Ulan Bator/)
  const faults = [...Object.keys(statusFaults), ...streamFaults] as (keyof typeof statusFaults)[]
  for (const fault of faults) stage.standIn.order({ fault, times: 1, after_chunks: 3, duration_ms: 500 })
  const ids: string[] = []
  for (const _ of faults) ids.push(await generate())
  const ended = await Promise.all(ids.map(id => stage.end(id, 60_000)))
  t.ok(ended.some(row => row.status === 'FAILURE') && ended.some(row => row.status === 'SUCCESS'))
  await processes[1]!.stop()
})

const quoted: string[] = []
t.test('a model that quotes key and prompt in all that it answers', async () => {
  processes.push(await worker(echo.url))
  for (let count = 0; count < 6; count++) quoted.push(await generate())
})

t.test('requests that are refused, cut off, or too late', async t => {
  const path = `${API}/generate-async`
  const document = JSON.stringify(profile)
  const json = { 'content-type': 'application/json' }
  const refused = [
    ...[
      post('/api/candidates', { ...profile, work: [profile.basics] }),
      post('/api/candidates', { basics: { ...profile.basics, name: 5 } }),
      post('/api/candidates', { ...profile, skills: profile.basics.name }),
      post(path, { candidate_id: profile.basics.name }),
      post(path, { candidate_id: candidateId, job_description: [job.job_description] }),
      post(path, { candidate_id: candidateId, job_description: job.job_description.repeat(1000) }),
      post(path, `{"job_description":"${job.job_description}`, json),
      post(path, `${document} ${job.job_description}`, json),
      post(path, document, { 'content-type': job.company }),
      post(path, document.repeat(4000), json),
      post(path, {}, { 'idempotency-key': owner.repeat(20) }),
      call('GET', `${API}/my-jobs?cursor=${owner}&limit=${encodeURIComponent(profile.basics.phone)}`),
      ask(server.url, 'GET', `/api/candidates?access_token=${signed(owner)}`, { as: null }),
      call('GET', '/api/candidates', { token: `${signed(owner)}x` }),
      call('GET', '/api/candidates', { token: signed(owner, { exp: 1 }) }),
      call('GET', '/api/candidates', { token: signed(owner, {}, 'another-key-kookaburra-kookaburra!!') }),
      call('GET', '/api/candidates', { headers: { authorization: `Basic ${secrets.JWT_SECRET}` } }),
      call('GET', '/metrics', { token: secrets.METRICS_TOKEN }),
      call('GET', `/%zz?token=${signed(owner)}`),
    ].map(answer => answer.then(({ status }) => status >= 200)),
  ]
  t.ok((await Promise.all(refused)).every(Boolean))
  t.equal((await call('GET', '/api/candidates', { token: signed(owner, {}, secrets.JWT_SECRET_PREVIOUS) })).status, 200)
  await abandon('POST', path, document.slice(0, 50))
  await abandon('GET', `${API}/job-status/${await generate()}`)
  await abandon('GET', '/assets/none.js')
})

t.test('a statement that PostgreSQL refuses, quoting what it was given, and one that comes too late', async t => {
  const broken = async (body: string) => {
    await sql`create or replace function broken() returns trigger language plpgsql as ${sql.lit(
      `begin ${body} return new; end`,
    )}`.execute(stage.db)
    t.match(await post(`${API}/generate-async`, { candidate_id: candidateId, job_row_id: jobRowId }), { status: 500 })
  }
  await sql`create function broken() returns trigger language plpgsql as 'begin return new; end'`.execute(stage.db)
  await sql`create trigger broken before insert on job_input for each row execute function broken()`.execute(stage.db)
  await broken('perform new.job_description::int;')
  await broken('perform (new.profile->>$$basics$$)::uuid;')
  await broken('perform new.job_title::timestamptz;')
  await sql`drop function broken cascade`.execute(stage.db)
  await sql`alter table job_input add constraint unwanted check (job_title <> ${sql.lit(job.job_title)}) not valid`.execute(
    stage.db,
  )
  t.equal((await post(`${API}/generate-async`, { candidate_id: candidateId, job_row_id: jobRowId })).status, 500)
  await sql`alter table job_input drop constraint unwanted`.execute(stage.db)
  await stage.db.transaction().execute(async transaction => {
    await sql`lock table candidate in access exclusive mode`.execute(transaction)
    t.equal((await call('GET', `/api/candidates?email=${profile.basics.email}`)).status, 503)
  })
  await until(() => server.log.filter(line => line.includes('request failed')).length >= 5)
})

t.test('frames of every kind', async t => {
  const client = await connect(t, server.url, signed(owner))
  client.send({ type: 'subscribe', jobs: 'all', preview: true })
  await client.next(ofType('synced'))
  for (const frame of [
    `{"${owner}`,
    { type: owner },
    { type: 'subscribe', jobs: [owner, '\0'] },
    { token: signed('x') },
  ])
    client.send(frame)
  client.send({ type: 'subscribe', jobs: 'all', since: `c${owner}` })
  client.socket.send(Buffer.from(JSON.stringify(profile)))
  await until(() => client.frames.filter(ofType('error')).length === 6)
  client.send(JSON.stringify(profile).repeat(200))
  t.equal(await client.closed, 1009)
  for (const frame of [{ type: 'auth', token: `${signed(owner)}x` }, profile]) {
    const stranger = await connect(t, server.url)
    stranger.send(frame)
    t.equal(await stranger.closed, 4401)
  }
  await until(() => server.log.filter(line => line.includes('socket closed')).length >= 3)
})

t.test('cancel, deletion, and commands that fail', async t => {
  for (const id of quoted) t.match(await stage.end(id, 60_000), { status: 'FAILURE' })
  t.ok(echo.asked() > 9, 'each kind of answer was given')
  await processes[2]!.stop()
  const id = await generate()
  t.equal((await call('POST', `${API}/cancel/${id}`)).status, 202)
  const wrong = {
    DATABASE_URL: stage.databaseUrl.replace(/:[^:@]+@/, ':pass-dugong@'),
    REDIS_URL: stage.redisUrl.replace(/:[^:@]+@/, ':pass-dugong@'),
  }
  const candidate = (env: NodeJS.ProcessEnv) => run('candidate', ['delete', String(candidateId)], env)
  const failing = [
    candidate({ ...stores, ...wrong, REDIS_URL: stage.redisUrl }),
    candidate({ ...stores, REDIS_URL: wrong.REDIS_URL }),
    run('publish', [], { ...stores, REDIS_URL: wrong.REDIS_URL }, JSON.stringify({ user_id: owner })),
  ]
  const commands = [...(await Promise.all(failing)), await candidate(stores)]
  t.same(
    commands.map(({ code }) => code),
    [1, 1, 1, 0],
  )
  for (const { out, err } of commands) processes.push({ log: [out, err] } as TestProcess)
  const strange = await startMain(t, 'server/main.ts', {
    ...stores,
    ...secrets,
    ...wrong,
    PORT: '0',
    HOST: '127.0.0.1',
  })
  const waiting = await startMain(t, 'worker/main.ts', { ...stores, ...secrets, ...wrong })
  processes.push(strange, waiting)
  for (const { log } of [strange, waiting]) await until(() => log.some(line => line.includes('WRONGPASS')), 20_000)
  await until(() => waiting.log.some(line => line.includes('password authentication failed')), 20_000)
})

t.test('Redis away', async t => {
  processes.push(await worker(stage.standIn.url))
  const id: number = (await post('/api/candidates', profile)).body.id
  await redis.kill()
  t.equal((await post(`${API}/generate-async`, { candidate_id: id })).status, 202)
  for (const { log } of [server, processes.at(-1)!])
    await until(() => log.some(line => line.includes('redis connection lost')), 20_000)
})

t.test('none of their lines holds a name, an address, a text, a token, a key or a password', async t => {
  const { basics } = profile
  const password = (url: string) => decodeURIComponent(new URL(url).password)
  const needles = [
    ...[owner, basics.name, 'Quillfeather', basics.email, basics.phone, basics.url, basics.summary, 'Ulan Bator'],
    ...['Heliotrope', 'Ostrich Works', 'Featherwright', 'Plumassery', job.job_title, job.company, 'vulcanologist'],
    ...Object.values(secrets),
    ...[...new Set(tokens.map(one => one.split('.')[2]!)), 'eyJ', 'kookaburra', 'pass-dugong'],
    ...[password(stage.databaseUrl), password(stage.redisUrl)],
  ]
  const lines = processes.flatMap(({ log }) => log)
  for (const { log } of processes) t.ok(log.length < 2_000, 'no line was dropped before it could be searched')
  for (const message of [
    'job accepted',
    'attempt failed',
    'job finished',
    'request failed',
    'socket closed',
    'not queued',
  ])
    t.ok(
      lines.some(line => line.includes(message)),
      message,
    )
  for (const needle of needles) {
    const places = lines.map(line => [line, line.toLowerCase().indexOf(needle.toLowerCase())] as const)
    const found = places.filter(([, at]) => at >= 0).map(([line, at]) => line.slice(Math.max(0, at - 300), at + 50))
    t.same(found.slice(0, 2), [], needle.slice(0, 40))
  }
})

/** A request whose sender leaves in the middle. */
function abandon(method: string, path: string, body?: string): Promise<void> {
  const { hostname, port } = new URL(server.url)
  const headers = {
    authorization: `Bearer ${signed(owner)}`,
    accept: 'text/event-stream',
    ...(body && { 'content-type': 'application/json', 'content-length': '9999' }),
  }
  return new Promise(resolve => {
    const sent = request({ hostname, port, method, path, headers, agent: false })
    sent.on('error', () => resolve()).on('close', () => resolve())
    sent.on('response', answer => answer.once('data', () => sent.destroy()).on('end', () => sent.destroy()))
    if (body) sent.write(body, () => setTimeout(() => sent.destroy(), 50))
    else sent.end()
  })
}
