// What every answer tells a browser: run nothing but our own files, frame it nowhere, guess no type; and who of other
// origins may read it.
import t from 'tap'
import { API, startRest } from './rest-setup.ts'

const { ask } = await startRest(t, { CORS_ORIGINS: 'https://app.example.com' })
const paths = ['/', '/api/healthz', '/api/candidates', `${API}/my-jobs`, '/nope', '/ops']

t.test('a strict policy and no sniffing, on pages, answers and errors alike', async t => {
  for (const path of paths)
    for (const as of ['42', null]) {
      const { headers } = await ask('GET', path, { as })
      const policy = String(headers['content-security-policy'])
      t.match(policy, /default-src 'self'/, path)
      for (const closed of ['object-src', 'base-uri', 'frame-ancestors']) t.match(policy, `${closed} 'none'`)
      t.notMatch(policy, /unsafe-(inline|eval)|\*|https?:/)
      t.match(headers, {
        'x-content-type-options': 'nosniff',
        'x-frame-options': /./,
        'referrer-policy': 'no-referrer',
      })
      t.equal(headers['x-powered-by'], undefined)
      t.equal(headers.server, undefined)
    }
})

t.test('no other origin is let in by looking like a listed one, and none with cookies', async t => {
  const strangers = ['https://app.example.com.evil.example', 'https://evil-app.example.com', 'http://app.example.com']
  for (const origin of [...strangers, 'https://app.example.com:444', 'null', '*', 'https://APP.example.com.'])
    for (const method of ['GET', 'OPTIONS']) {
      const preflight = { 'access-control-request-method': 'PUT', 'access-control-request-headers': 'authorization' }
      const { headers } = await ask(method, '/api/candidates', {
        headers: { origin, ...(method === 'OPTIONS' && preflight) },
      })
      t.equal(headers['access-control-allow-origin'], undefined, `${method} ${origin}`)
    }
  const { headers } = await ask('GET', '/api/candidates', { headers: { origin: 'https://app.example.com' } })
  t.equal(headers['access-control-allow-origin'], 'https://app.example.com')
  t.equal(headers['access-control-allow-credentials'], undefined)
})
