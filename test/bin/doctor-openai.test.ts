// The doctor before an OpenAI that is broken in turn.
import t from 'tap'
import { examineOpenAi } from '../../bin/doctor/openai.ts'
import { freePort } from '../harness.ts'
import { API_KEY, startAnswering, startOpenAi } from './doctor-setup.ts'
import { run } from './setup.ts'

const error = (code: string) => ({ error: { message: `about ${API_KEY}`, type: 'invalid_request_error', code } })
const asked = async (baseUrl: string, model = 'gpt-4o-mini') => {
  const finding = await examineOpenAi({ apiKey: API_KEY, baseUrl, model })
  t.notOk(JSON.stringify(finding).includes(API_KEY))
  return finding
}

t.test('the command ends with 1 and shows no key', async t => {
  const OPENAI_BASE_URL = await startOpenAi(t, 401, error('invalid_api_key'))
  const { code, out } = await run('doctor', [], { OPENAI_API_KEY: API_KEY, OPENAI_BASE_URL })
  t.equal(code, 1)
  t.match(out, /^BROKEN: .*OpenAI/m)
  t.notOk(out.includes(API_KEY))
})

t.test('wrong key, no credit, unknown model, no network, out of order', async t => {
  const answers: [number, string, string, RegExp][] = [
    [401, 'invalid_api_key', 'failed', /refuses the key \(OpenAI answered 401 invalid_api_key\)/],
    [403, 'unsupported_country_region_territory', 'failed', /refuses the key/],
    [403, 'missing_scope', 'warning', /may not read models/],
    [404, 'model_not_found', 'failed', /has no model gpt-4o-mini/],
    [404, 'unknown_url', 'warning', /keeps no list of models/],
    [429, 'insufficient_quota', 'failed', /no credit/],
    [429, 'rate_limit_exceeded', 'warning', /too busy/],
    [500, 'server_error', 'failed', /can't answer/],
  ]
  for (const [status, code, wanted, message] of answers)
    t.match(await asked(await startOpenAi(t, status, error(code))), { status: wanted, message, advice: /./ }, code)
  const nobody = await asked(`http://127.0.0.1:${await freePort()}/v1`)
  t.match(nobody, { status: 'failed', message: /can't be reached \(connection failed: ECONNREFUSED\)/, advice: /DNS/ })
  t.match(await asked('http://nowhere.invalid/v1'), {
    status: 'failed',
    message: /connection failed: (ENOTFOUND|EAI_AGAIN)/,
  })
  const noJson = await startAnswering(t, (_request, response) => response.end('<h1>It works</h1>'))
  t.match(await asked(noJson), { status: 'warning' })
})

t.test('the model by name, by list, and the day it goes', async t => {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const model = (shutdown_date: string | null) => ({
    id: 'm/1',
    object: 'model',
    created: 1,
    owned_by: 'x',
    shutdown_date,
  })
  const paths: (string | undefined)[] = []
  const listed = await startAnswering(t, (request, response) => {
    paths.push(request.url)
    const body = request.url === '/v1/models' ? { object: 'list', data: [model(day(5))] } : { detail: 'Not Found' }
    response.writeHead(body.object ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  const mine = 'm/1'
  t.match(await asked(`${listed}/v1`, mine), { status: 'warning', values: { model: 'm/1', shutdown_date: day(5) } })
  t.same(paths, ['/v1/models/m%2F1', '/v1/models'])
  t.match(await asked(`${listed}/v1`), { status: 'failed', message: /no model gpt-4o-mini/ })

  const told = async (date: string | null) => asked(await startOpenAi(t, 200, model(date)), mine)
  t.match(await told(null), { status: 'ok', values: { shutdown_date: null } })
  t.match(await told(day(300)), { status: 'ok', message: new RegExp(`leaves its API on ${day(300)}`) })
  t.match(await told(day(30)), {
    status: 'warning',
    advice: /OPENAI_MODEL.*: 30 days/,
    values: { shutdown_date: day(30) },
  })
  t.match(await told(day(-2)), { status: 'warning', message: /was to leave/ })
})
