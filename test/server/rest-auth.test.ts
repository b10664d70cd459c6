import { generateKeyPairSync } from 'node:crypto'
import t from 'tap'
import { createDatabase, JWT_SECRET, redisUrl, token, until } from '../harness.ts'
import { encode, hmac, made, pem, signed } from './jwt-by-hand.ts'
import { startRest } from './rest-setup.ts'

const stores = { DATABASE_URL: await createDatabase(t), REDIS_URL: await redisUrl(t) }
const exp = Math.floor(Date.now() / 1000) + 3600
const hs256 = { alg: 'HS256', typ: 'JWT' }
const withClaims = (claims: unknown) => made(hs256, claims, hmac(JWT_SECRET))

t.test('with a secret', async t => {
  const { ask } = await startRest(t, { ...stores, JWT_SECRET_PREVIOUS: 'the-key-before-of-at-least-32-bytes' })
  const code = async (given: string) => (await ask('GET', '/api/candidates', { token: given })).status

  t.test('good tokens', async t => {
    const flask = { iat: 1.5e9, nbf: 1.5e9 + 0.25, jti: 'x', fresh: false, type: 'access', csrf: 'y' }
    t.equal(await code(token('42', flask)), 200)
    t.equal(await code(withClaims({ sub: '42', exp: exp + 0.5 })), 200)
    t.equal(await code(withClaims({ sub: '42', exp: 1e30 })), 200)
    t.equal(await code(withClaims({ sub: 'a'.repeat(255), exp })), 200)
    t.equal(await code(made({ alg: 'HS256' }, { sub: '42', exp }, hmac(JWT_SECRET))), 200)
    t.equal(await code(token('42', {}, 'the-key-before-of-at-least-32-bytes')), 200, 'signed with the previous key')
  })

  t.test('a numeric sub is its decimal string; one too large to be told from its neighbour is refused', async t => {
    await ask('POST', '/api/candidates', { token: withClaims({ sub: 77, exp }), body: {} })
    t.equal((await ask('GET', '/api/candidates', { as: '77' })).body.candidates.length, 1)
    t.equal(await code(withClaims(`{"sub":9007199254740993,"exp":${exp}}`)), 401)
  })

  t.test('a token that was good runs out in the middle of its use', async t => {
    const short = withClaims({ sub: '42', exp: Date.now() / 1000 + 3 })
    t.equal(await code(short), 200)
    await until(async () => (await code(short)) === 401)
    t.ok(Date.now() / 1000 >= JSON.parse(Buffer.from(short.split('.')[1]!, 'base64url').toString()).exp, 'no sooner')
  })

  t.test('bad claims', async t => {
    const bad: unknown[] = [
      ...[{}, { sub: '' }, { sub: null }, { sub: ['42'] }, { sub: '4\0' }, { sub: 'a'.repeat(256) }, { sub: 4.5 }].map(
        claims => ({ exp, ...claims }),
      ),
      `{"sub":"\\ud800","exp":${exp}}`,
      ...[{ exp: undefined }, { exp: exp - 7200 }, { exp: String(exp) }, { exp: null }].map(claims => ({
        sub: '42',
        ...claims,
      })),
      { sub: '42', exp, nbf: exp },
      { sub: '42', exp, type: 'refresh' },
      { sub: '42', exp, type: null },
      '[]',
      '"42"',
    ]
    for (const claims of bad) t.equal(await code(withClaims(claims)), 401, JSON.stringify(claims))
  })

  t.test('bad signatures and algorithms', async t => {
    const claims = { sub: '42', exp }
    const good = token('42')
    const bad = [
      made({ alg: 'none', typ: 'JWT' }, claims, () => ''),
      made({ alg: 'NONE' }, claims, () => ''),
      made(hs256, claims, () => ''),
      made({ alg: 'HS512', typ: 'JWT' }, claims, hmac(JWT_SECRET, 'sha512')),
      made({ ...hs256, crit: ['x'], x: 1 }, claims, hmac(JWT_SECRET)),
      token('42', {}, 'another-secret-of-at-least-32-bytes'),
      `${good.slice(0, -3)}AAA`,
      good.replace(/\.[^.]+\./, `.${encode({ ...claims, sub: '1' })}.`),
      'a.b.c',
      'abc',
    ]
    for (const each of bad) t.equal(await code(each), 401, each.slice(0, 30))
  })

  t.test('the header', async t => {
    const header = (authorization: string) => ask('GET', '/api/candidates', { as: null, headers: { authorization } })
    for (const wrong of ['', 'Bearer', `Basic ${token('42')}`, token('42'), `Bearer ${token('42')} x`]) {
      const { status, headers, body } = await header(wrong)
      t.match([status, headers['www-authenticate'], body.code], [401, 'Bearer', 'UNAUTHORIZED'])
    }
    t.equal((await header(`bearer ${token('42')}`)).status, 200)
  })

  t.test('only these routes are open', async t => {
    for (const path of ['/api/healthz', '/api/readyz', '/'])
      t.not((await ask('GET', path, { as: null })).status, 401, path)
    t.equal((await ask('POST', '/api/dev/token', { as: null })).status, 404)
  })
})

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })

t.test('with public keys, issuer and audience', async t => {
  const { ask } = await startRest(t, {
    ...stores,
    JWT_SECRET: '',
    JWT_PUBLIC_KEY: pem(rsa.publicKey).replaceAll('\n', '\\n'),
    JWT_PUBLIC_KEY_PREVIOUS: pem(ec.publicKey),
    JWT_ISSUER: 'host-app',
    JWT_AUDIENCE: 'resume',
  })
  const code = async (given: string) => (await ask('GET', '/api/candidates', { token: given })).status
  const claims = { sub: '42', exp, iss: 'host-app', aud: 'resume' }
  t.equal(await code(made({ alg: 'RS256' }, claims, signed(rsa.privateKey))), 200)
  t.equal(await code(made({ alg: 'ES256' }, claims, signed(ec.privateKey))), 200, 'the previous key')
  t.equal(await code(made({ alg: 'RS256' }, { ...claims, aud: ['x', 'resume'] }, signed(rsa.privateKey))), 200)
  const wrong = [{ iss: 'other' }, { iss: undefined }, { aud: 'other' }, { aud: undefined }]
  for (const change of wrong)
    t.equal(await code(made({ alg: 'RS256' }, { ...claims, ...change }, signed(rsa.privateKey))), 401)
  for (const key of [pem(rsa.publicKey), pem(rsa.publicKey).trim(), pem(ec.publicKey)])
    t.equal(await code(made(hs256, claims, hmac(key))), 401, 'HS256 signed with the public key')
  t.equal(await code(made({ alg: 'ES256' }, claims, signed(rsa.privateKey))), 401)
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
  t.equal(await code(made({ alg: 'RS256' }, claims, signed(other.privateKey))), 401)
})

t.test("DEV_LOGIN hands out a demo user's token, which is good for an hour", async t => {
  const { ask } = await startRest(t, { ...stores, DEV_LOGIN: '1', JWT_ISSUER: 'host-app', JWT_AUDIENCE: 'resume' })
  const { status, headers, body } = await ask('POST', '/api/dev/token', { as: null })
  t.match([status, headers['cache-control']], [200, 'no-store'])
  t.match(body, { user_id: 'demo', expires_at: /Z$/, token: /^eyJ/ })
  t.equal((await ask('GET', '/api/candidates', { token: body.token })).status, 200)
})
