// What a client may make the server believe about its address and its scheme, behind no, one and two proxies: nothing.
import t from 'tap'
import { createDatabase, redisUrl, startServer, token, until } from '../harness.ts'
import { connect } from '../socket-client.ts'
import { ask } from './rest-setup.ts'

const stores = { DATABASE_URL: await createDatabase(t), REDIS_URL: await redisUrl(t), API_RATE_LIMIT: '10000' }
const [none, one, two] = await Promise.all([
  startServer(t, { ...stores, ADDRESS_RATE_LIMIT: '30' }),
  startServer(t, { ...stores, ADDRESS_RATE_LIMIT: '30', TRUST_PROXY: '1', FORCE_HTTPS: '1' }),
  startServer(t, { ...stores, ADDRESS_RATE_LIMIT: '30', TRUST_PROXY: '2', FORCE_HTTPS: '1' }),
])
const get = (base: string, headers: Record<string, string>) => ask(base, 'GET', '/api/candidates', { headers })
const https = (base: string, forwarded: string) =>
  get(base, { 'x-forwarded-for': forwarded, 'x-forwarded-proto': 'https' })

/** True once requests are refused: how many were let in does not matter, only that it ends. */
const isLimited = (send: (round: number) => ReturnType<typeof get>): Promise<boolean> => {
  let round = 0
  return until(async () => (await send(round++)).status === 429 || round > 60).then(() => round <= 60)
}

t.test('an X-Forwarded-For that a client invents anew each time does not get it past the address limit', async t => {
  t.ok(await isLimited(round => get(none.url, { 'x-forwarded-for': `9.9.9.${round}` })), 'no proxy: it is not read')
  t.ok(await isLimited(round => https(one.url, `9.9.9.${round}, 7.7.7.7`)), 'one proxy: the last is whose word counts')
  t.ok(await isLimited(round => https(two.url, `9.9.9.${round}, 6.6.6.6, 8.8.8.8`)), 'two: the last but one')
})

t.test('nor does one client spend the share of others', async t => {
  t.equal((await https(one.url, '7.7.7.7')).status, 429)
  t.equal((await https(one.url, '7.7.7.7, 7.7.7.8')).status, 200)
  t.equal((await https(two.url, '6.6.6.6, 8.8.8.8')).status, 429)
  t.equal((await https(two.url, '6.6.6.7, 8.8.8.8')).status, 200)
})

t.test('an IPv6 client has one share for its whole network, not one for each of its addresses', async t => {
  t.ok(await isLimited(round => https(one.url, `2001:db8:1:2:${round.toString(16)}::1`)))
})

let address = 0
const schemes = async (base: string, words: Record<string, number>) => {
  const answers: Record<string, number> = {}
  for (const word of Object.keys(words)) {
    const forwarded = `5.5.5.${address++}, 5.5.4.4`
    answers[word] = (await get(base, { 'x-forwarded-for': forwarded, 'x-forwarded-proto': word })).status
  }
  return answers
}

t.test('FORCE_HTTPS goes by what the trusted proxies say, not by what the client put before it', async t => {
  const byOne = {
    https: 200,
    HTTPS: 200,
    http: 403,
    '': 403,
    'https, http': 403,
    'http, https': 200,
    'https,': 403,
    ftp: 403,
  }
  // 5.5.4.4 is the client of each: it has its share, as long as there are few.
  t.same(await schemes(one.url, byOne), byOne)
  const byTwo = {
    https: 200,
    'https, https': 200,
    'http, https': 403,
    'https, http': 403,
    'https, http, https': 403,
    'http, https, https': 200,
  }
  t.same(await schemes(two.url, byTwo), byTwo)
  const { status, body } = await get(one.url, {})
  t.match([status, body.code], [403, 'HTTPS_REQUIRED'], 'without a word it is plain HTTP')
})

t.test('the same for an upgrade, of which a proxy may say wss', async t => {
  const open = (word: string) =>
    connect(t, one.url, undefined, {
      headers: {
        'x-forwarded-for': `4.4.4.${address++}`,
        'x-forwarded-proto': word,
        authorization: `Bearer ${token(1)}`,
      },
    })
  for (const word of ['http', 'https, http', 'ws', '']) t.equal(await (await open(word)).closed, 4403, word)
  for (const word of ['https', 'wss', 'http, https']) {
    const client = await open(word)
    await until(() => client.frames.length === 1)
  }
})

t.test('HSTS is sent with FORCE_HTTPS, on refusals too, and never without it', async t => {
  for (const word of ['https', 'http']) {
    const { headers } = await get(one.url, { 'x-forwarded-for': `3.3.3.${address++}`, 'x-forwarded-proto': word })
    t.equal(headers['strict-transport-security'], 'max-age=31536000; includeSubDomains', word)
  }
  t.equal((await get(none.url, { 'x-forwarded-proto': 'https' })).headers['strict-transport-security'], undefined)
})
