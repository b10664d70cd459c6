import { createHmac } from 'node:crypto'
import t from 'tap'
import { run } from './setup.ts'

const JWT_SECRET = 'a-test-secret-of-at-least-32-bytes!'
const claims = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString())

t.test('prints a signed token for an hour, and nothing else', async t => {
  const { code, out } = await run('token', ['--sub', '42'], { JWT_SECRET })
  t.equal(code, 0)
  const [head, body, signature] = out.trim().split('.')
  t.equal(signature, createHmac('sha256', JWT_SECRET).update(`${head}.${body}`).digest('base64url'))
  const { sub, exp, role } = claims(out)
  t.match({ sub, role }, { sub: '42', role: undefined })
  t.ok(Math.abs(exp - Date.now() / 1000 - 3600) < 20)
})

t.test('role, lifetime, issuer and audience', async t => {
  const args = ['--sub', 'ann', '--role', 'ops', '--ttl', '30m']
  const { out } = await run('token', args, { JWT_SECRET, JWT_ISSUER: 'host', JWT_AUDIENCE: 'resume' })
  const { sub, role, iss, aud, exp } = claims(out)
  t.same({ sub, role, iss, aud }, { sub: 'ann', role: 'ops', iss: 'host', aud: 'resume' })
  t.ok(Math.abs(exp - Date.now() / 1000 - 1800) < 20)
})

t.test('what is wrong is said in a line, with a code', async t => {
  const wrong: [string[], number, RegExp][] = [
    [[], 2, /^usage/],
    [['--sub', ''], 2, /^usage/],
    [['--sub', '1', '--ttl', 'soon'], 2, /^usage/],
    [['--sub', '1', '--role', 'root'], 2, /^usage/],
    [['--nope'], 2, /usage/],
  ]
  for (const [args, code, message] of wrong) {
    const ended = await run('token', args, { JWT_SECRET })
    t.match(ended, { code, out: '', err: message }, args.join(' '))
  }
  const unset = await run('token', ['--sub', '1'])
  t.match(unset, { code: 1, err: /^Settings: JWT_SECRET is required\n$/ })
  const short = await run('token', ['--sub', '1'], { JWT_SECRET: 'short-one' })
  t.match(short, { code: 1, err: /^Settings: JWT_SECRET must be at least 32 bytes long\n$/ })
})
