// Forged tokens, by the known tricks: another algorithm, a key of the attacker's named in the header, a signature that
// signs nothing. Each at the REST door and at the socket; and what a rotation of keys lets in, and what not.
import { constants, createPublicKey, generateKeyPairSync } from 'node:crypto'
import tap from 'tap'
import { createDatabase, JWT_SECRET, redisUrl, startServer, type TestServer, token } from '../harness.ts'
import { connect } from '../socket-client.ts'
import { encode, hmac, made, pem, signed } from './jwt-by-hand.ts'
import { ask } from './rest-setup.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const attacker = generateKeyPairSync('rsa', { modulusLength: 2048 })
const attackerEc = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
const stores = { DATABASE_URL: await createDatabase(tap), REDIS_URL: await redisUrl(tap), API_RATE_LIMIT: '10000' }
const none = { JWT_SECRET: '' }
const [secret, byRsa, byEc, moved] = await Promise.all([
  startServer(tap, stores),
  startServer(tap, { ...stores, ...none, JWT_PUBLIC_KEY: pem(rsa.publicKey) }),
  startServer(tap, { ...stores, ...none, JWT_PUBLIC_KEY: pem(ec.publicKey) }),
  startServer(tap, { ...stores, ...none, JWT_PUBLIC_KEY: pem(rsa.publicKey), JWT_SECRET_PREVIOUS: JWT_SECRET }),
])
const exp = Math.floor(Date.now() / 1000) + 3600
const claims = { sub: '42', exp, role: 'ops' }
const rest = async (server: TestServer, given: string) =>
  (await ask(server.url, 'GET', '/api/candidates', { token: given })).status
const refuses = async (
  t: Pick<typeof tap, 'equal' | 'same' | 'teardown'>,
  server: TestServer,
  given: string,
  what: string,
) => {
  t.equal(await rest(server, given), 401, what)
  const client = await connect(t, server.url)
  client.send({ type: 'auth', token: given })
  t.equal(await client.closed, 4401, `${what}, at the socket`)
  t.same(client.frames, [])
}
const publicForms = (key: typeof rsa.publicKey): (string | Buffer)[] => [
  pem(key),
  pem(key).trim(),
  pem(key).replaceAll('\n', '\r\n'),
  key.export({ type: 'spki', format: 'der' }),
  JSON.stringify(key.export({ format: 'jwk' })),
]

tap.test('good tokens, so that the refusals below mean something', async t => {
  t.equal(await rest(secret, made({ alg: 'HS256' }, claims, hmac(JWT_SECRET))), 200)
  t.equal(await rest(byRsa, made({ alg: 'RS256' }, claims, signed(rsa.privateKey))), 200)
  t.equal(await rest(byEc, made({ alg: 'ES256' }, claims, signed(ec.privateKey))), 200)
})

tap.test('HS256 signed with the public key, which everybody may know', async t => {
  for (const [server, { publicKey }] of [
    [byRsa, rsa],
    [byEc, ec],
    [moved, rsa],
  ] as const)
    for (const [index, key] of publicForms(publicKey).entries())
      await refuses(t, server, made({ alg: 'HS256', typ: 'JWT' }, claims, hmac(key)), `form ${index}`)
})

tap.test('no algorithm, in any spelling, with and without a signature', async t => {
  for (const server of [secret, byRsa, byEc])
    for (const alg of ['none', 'None', 'NONE', 'nOnE', '', null, undefined, ['none'], 'HS256 ', 0])
      for (const sign of [() => '', hmac('')]) await refuses(t, server, made({ alg }, claims, sign), `alg ${alg}`)
  await refuses(t, secret, `${encode({ alg: 'none' })}.${encode(claims)}`, 'two parts')
})

tap.test("another algorithm than the key's, although the key is the right one", async t => {
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
  const others: [TestServer, string, (body: string) => string][] = [
    [secret, 'HS384', hmac(JWT_SECRET, 'sha384')],
    [secret, 'HS512', hmac(JWT_SECRET, 'sha512')],
    [secret, 'RS256', signed(attacker.privateKey)],
    [byRsa, 'RS512', signed(rsa.privateKey, 'sha512')],
    [byRsa, 'PS256', signed(rsa.privateKey, 'sha256', pss)],
    [byRsa, 'RS256', signed(rsa.privateKey, 'sha256', pss)],
    [byRsa, 'ES256', signed(rsa.privateKey)],
    [byEc, 'ES384', signed(p384.privateKey, 'sha384')],
    [byEc, 'RS256', signed(ec.privateKey)],
    [byEc, 'ES256', signed(ec.privateKey, 'sha256', { dsaEncoding: 'der' })],
  ]
  for (const [server, alg, sign] of others) await refuses(t, server, made({ alg }, claims, sign), alg)
})

tap.test('a signature of zeros, which once verified anything by ES256', async t => {
  const zeros = [
    Buffer.alloc(64),
    Buffer.alloc(0),
    Buffer.alloc(63),
    Buffer.concat([Buffer.alloc(32), Buffer.alloc(32, 255)]),
  ]
  for (const bytes of zeros)
    await refuses(
      t,
      byEc,
      made({ alg: 'ES256' }, claims, () => bytes.toString('base64url')),
      `${bytes.length} bytes`,
    )
})

tap.test("a key of the attacker's, named or carried in the header, is not looked at", async t => {
  const jwk = createPublicKey(attacker.privateKey).export({ format: 'jwk' })
  const ecJwk = createPublicKey(attackerEc.privateKey).export({ format: 'jwk' })
  const headers = [
    { kid: 'attacker', jwk },
    { jku: 'http://127.0.0.1:1/keys.json' },
    { x5u: 'http://127.0.0.1:1/cert.pem' },
    { x5c: [pem(attacker.publicKey).split('\n').slice(1, -2).join('')] },
    { crit: ['exp'] },
  ]
  for (const header of headers) {
    await refuses(t, byRsa, made({ alg: 'RS256', ...header }, claims, signed(attacker.privateKey)), 'RS256')
    await refuses(
      t,
      byEc,
      made({ alg: 'ES256', ...header, jwk: ecJwk }, claims, signed(attackerEc.privateKey)),
      'ES256',
    )
  }
})

tap.test('a kid chooses no key: not a file, not an empty one, not a statement', async t => {
  const kids = [
    '../../../../dev/null',
    '/dev/null',
    "x' UNION SELECT 'known'--",
    '',
    '| true',
    '__proto__',
    0,
    null,
    {},
  ]
  for (const kid of kids) {
    for (const key of ['', '\0', 'known', 'null'])
      await refuses(t, secret, made({ alg: 'HS256', kid }, claims, hmac(key)), `kid ${kid}`)
    t.equal(await rest(secret, made({ alg: 'HS256', kid }, claims, hmac(JWT_SECRET))), 200, 'the real key is the key')
  }
})

tap.test('a token is taken from the Authorization header alone', async t => {
  const good = token('42')
  for (const query of ['token', 'access_token', 'jwt', 'authorization', 'auth']) {
    const { status } = await ask(secret.url, 'GET', `/api/candidates?${query}=${good}`, { as: null })
    t.equal(status, 401, query)
    const headers = { cookie: `${query}=${good}` }
    const client = await connect(t, secret.url, undefined, { headers, query: `?${query}=${good}` })
    client.send({ type: 'ping' })
    t.equal(await client.closed, 4401, `${query}, at the socket`)
  }
  for (const name of ['cookie', 'x-access-token', 'proxy-authorization']) {
    const headers = { [name]: `access_token_cookie=${good}` }
    t.equal((await ask(secret.url, 'GET', '/api/candidates', { as: null, headers })).status, 401, name)
  }
})

tap.test('a rotation from a secret to a key: both, each by its own algorithm, and nothing else', async t => {
  t.equal(await rest(moved, made({ alg: 'RS256' }, claims, signed(rsa.privateKey))), 200)
  t.equal(await rest(moved, made({ alg: 'HS256' }, claims, hmac(JWT_SECRET))), 200, 'the previous secret')
  await refuses(t, moved, made({ alg: 'RS256' }, claims, hmac(JWT_SECRET)), 'RS256 by the secret')
  await refuses(t, moved, made({ alg: 'ES256' }, claims, signed(ec.privateKey)), 'a key of neither')
  await refuses(t, byRsa, made({ alg: 'HS256' }, claims, hmac(JWT_SECRET)), 'a secret that is not set')
})
