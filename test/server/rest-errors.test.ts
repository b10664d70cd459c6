import { connect } from 'node:net'
import t from 'tap'
import { until } from '../harness.ts'
import { API, startRest } from './rest-setup.ts'

const { ask, candidate, server } = await startRest(t, { CORS_ORIGINS: 'https://app.example.com' })
const json = { 'content-type': 'application/json' }
const generate = `${API}/generate-async`

t.test('every error has one form, and every answer a request id', async t => {
  const errors: [number, string, Promise<{ status: number; headers: object; body: unknown }>][] = [
    [404, 'NOT_FOUND', ask('GET', '/nope')],
    [404, 'NOT_FOUND', ask('GET', '/nope', { as: null })],
    [404, 'NOT_FOUND', ask('DELETE', '/api/candidates/1')],
    [404, 'NOT_FOUND', ask('PROPFIND', '/api/candidates')],
    [404, 'NOT_FOUND', ask('POST', '/api/healthz')],
    [404, 'NOT_FOUND', ask('GET', `${API}/ws`)],
    [404, 'NOT_FOUND', ask('GET', '/%2e%2e/package.json')],
    [404, 'NOT_FOUND', ask('GET', '/../../etc/passwd')],
    [400, 'INVALID_REQUEST', ask('GET', '/api/candidates/%zz')],
    [400, 'INVALID_REQUEST', ask('GET', `${API}/job-status/%e0%a4`)],
    [400, 'INVALID_REQUEST', ask('POST', generate)],
    [400, 'INVALID_REQUEST', ask('POST', generate, { body: '', headers: json })],
    [400, 'INVALID_REQUEST', ask('POST', generate, { body: '{"a":', headers: json })],
    [401, 'UNAUTHORIZED', ask('GET', '/api/candidates', { as: null })],
    [413, 'PAYLOAD_TOO_LARGE', ask('POST', generate, { body: { x: 'a'.repeat(1_100_000) } })],
    [415, 'UNSUPPORTED_MEDIA_TYPE', ask('POST', generate, { body: '{}', headers: { 'content-type': 'text/plain' } })],
    [415, 'UNSUPPORTED_MEDIA_TYPE', ask('POST', generate, { body: 'a=b', headers: { 'content-type': 'x' } })],
    [415, 'UNSUPPORTED_MEDIA_TYPE', ask('POST', generate, { body: '{}', headers: {} })],
  ]
  for (const [statusCode, code, asked] of errors) {
    const { status, headers, body } = await asked
    t.equal(status, statusCode)
    t.same(Object.keys(body as object), ['statusCode', 'code', 'error', 'message'], code)
    t.match(body, { statusCode, code, error: /^\w/, message: /^\S/ })
    t.match(headers, { 'x-request-id': /^[\w-]{36}$/, 'content-type': 'application/json; charset=utf-8' })
  }
})

t.test('what is no HTTP at all is answered in that form too, and let go of', async t => {
  for (const text of ['garbage\r\n\r\n', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`]) {
    const answer = await raw(text)
    t.match(answer, /^HTTP\/1.1 400 Bad Request\r\n/)
    t.match(answer, /x-request-id: [\w-]{36}\r\n/)
    t.match(JSON.parse(answer.split('\r\n\r\n')[1]!), {
      statusCode: 400,
      code: 'INVALID_REQUEST',
      error: 'Bad Request',
    })
  }
})

t.test("a caller's harmless request id is kept and stands in the log; another one is replaced", async t => {
  const kept = await ask('GET', '/api/candidates', { headers: { 'x-request-id': 'call-7.a' } })
  t.equal(kept.headers['x-request-id'], 'call-7.a')
  t.ok(await until(() => server.log.some(line => JSON.parse(line).reqId === 'call-7.a')))
  for (const id of ['a b', '<script>', 'a'.repeat(129)]) {
    const { headers } = await ask('GET', '/api/healthz', { headers: { 'x-request-id': id } })
    t.match(headers['x-request-id'], /^[\w-]{36}$/, id)
  }
})

t.test('CORS: listed origins may use every method, others none, and error answers can be read', async t => {
  const preflight = (origin: string) =>
    ask('OPTIONS', '/api/candidates/1', {
      as: null,
      headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'authorization' },
    })
  const allowed = await preflight('https://app.example.com')
  t.equal(allowed.status, 204)
  t.match(allowed.headers, {
    'access-control-allow-origin': 'https://app.example.com',
    'access-control-allow-methods': /PUT/,
    'access-control-allow-headers': 'authorization',
    'x-request-id': /./,
  })
  t.equal((await preflight('https://evil.example')).headers['access-control-allow-origin'], undefined)
  const refused = await ask('GET', '/api/candidates', { as: null, headers: { origin: 'https://app.example.com' } })
  t.match(refused.headers, { 'access-control-allow-origin': 'https://app.example.com', vary: /Origin/ })
  t.match(refused.headers['access-control-expose-headers'], /x-request-id/)
})

t.test('no token, profile, job text or query is in a log line', async t => {
  const secret = 'Xanadu-secret'
  const id = await candidate({ basics: { name: secret, summary: secret } })
  await ask('POST', generate, { body: { candidate_id: id, job_description: secret } })
  await ask('POST', generate, { body: `{"candidate_id":${id},"job_description":"${secret}`, headers: json })
  await ask('GET', `${API}/my-jobs?cursor=${secret}`)
  await ask('GET', '/api/candidates', { token: `${secret}.a.b` })
  const last = await ask('GET', '/api/candidates', { headers: { 'x-request-id': 'last' } })
  t.ok(await until(() => server.log.some(line => line.includes('"last"'))), String(last.status))
  t.notMatch(server.log.join('\n'), secret)
  t.notMatch(server.log.join('\n'), /eyJ/)
})

/** All that the server sends back before it closes the connection. */
const raw = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    // Half open: the server must not wait for us.
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true }, () => socket.write(text))
    let answer = ''
    socket.on('data', data => {
      answer += data
    })
    socket.on('end', () => socket.end())
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
