// The descriptions for machines: valid by the standards' own schemas, complete, and served to anybody.
import { channel } from 'node:diagnostics_channel'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv } from 'ajv'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { Redis } from 'ioredis'
import t from 'tap'
import { buildApp, type Parts } from '../../server/app.ts'
import { operations } from '../../server/docs/operations.ts'
import { serverConfig } from '../../shared/config.ts'
import { createLog } from '../../shared/log.ts'
import { clientFrames, WS_PATH } from '../../shared/protocol.ts'
import { startRest } from './rest-setup.ts'

const rest = await startRest(t, { DEV_LOGIN: '1' })
const get = (path: string, headers: Record<string, string> = {}) => rest.ask('GET', path, { as: null, headers })
const openApi = (await get('/docs/openapi.json')).body
const asyncApi = (await get('/docs/asyncapi.json')).body

t.test('OpenAPI 3.1, by a validator', async t => {
  t.equal(openApi.openapi, '3.1.0')
  t.same(await new Validator().validate(structuredClone(openApi)), { valid: true })
  const references = JSON.stringify(openApi).match(/"#\/[^"]+"/g)!
  for (const reference of new Set(references)) t.ok(resolve(openApi, JSON.parse(reference)), reference)
})

t.test('AsyncAPI 3, by its own schema', async t => {
  const file = createRequire(import.meta.url).resolve('@asyncapi/specs/schemas/3.0.0.json')
  // It brings JSON Schema's own schema along.
  const ajv = new Ajv({ strict: false, validateFormats: false, meta: false, validateSchema: false })
  const validate = ajv.compile(JSON.parse(await readFile(file, 'utf8')))
  t.ok(validate(asyncApi), JSON.stringify(validate.errors))
  const references = JSON.stringify(asyncApi).match(/"#\/[^"]+"/g)!
  for (const reference of new Set(references)) t.ok(resolve(asyncApi, JSON.parse(reference)), reference)
})

t.test('every route is described, and what is described exists', async t => {
  for (const env of [{ DEV_LOGIN: '1' }, {}]) {
    const { routes, app } = await builtApp(env)
    t.teardown(() => app.close())
    const described = await app.inject('/docs/openapi.json')
    const told = Object.entries<object>(described.json().paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
    )
    const real = routes
      .filter(({ url, websocket }) => !websocket && !isPage(url))
      .map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`)
    t.same(
      real.filter(route => !route.startsWith('HEAD')).sort(),
      told.filter(route => !route.startsWith('HEAD')).sort(),
    )
    t.notOk(
      routes.some(({ schema }) => schema && 'response' in schema),
      'no description changes how an answer is written',
    )
    for (const head of told.filter(route => route.startsWith('HEAD'))) t.ok(real.includes(head), head)
    if (env.DEV_LOGIN) t.equal(real.filter(route => !route.startsWith('HEAD')).length, Object.keys(operations).length)
  }
})

t.test('the channel is described by its path, and each frame a client may send', async t => {
  t.same(
    Object.values<{ address: string }>(asyncApi.channels).map(({ address }) => address),
    [WS_PATH],
  )
  const sent = Object.values<Operation>(asyncApi.operations).filter(({ action }) => action === 'receive')
  const types = sent.map(({ messages: [message] }) => {
    const { payload } = resolve(asyncApi, resolve(asyncApi, message!.$ref).$ref)
    return resolve(asyncApi, payload.$ref).properties.type.const
  })
  t.same(new Set(types), new Set(Object.keys(clientFrames)))
})

t.test('the page needs no token and no script, and asks no other host', async t => {
  const page = await get('/docs')
  t.match(page, { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } })
  t.equal(page.headers['content-security-policy'], (await get('/api/healthz')).headers['content-security-policy'])
  t.notMatch(page.text, /<script|style=|https?:\/\//)
  for (const [path] of Object.entries(openApi.paths)) t.match(page.text, path)
  const anchors = new Set([...page.text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
  for (const [, target] of page.text.matchAll(/href="#([^"]+)"/g)) t.ok(anchors.has(target), `#${target} is there`)
  for (const path of ['/docs', '/docs/page.css', '/docs/openapi.json', '/docs/asyncapi.json']) {
    const { status, headers } = await get(path)
    t.equal(status, 200, path)
    t.equal((await get(path, { 'if-none-match': headers.etag! })).status, 304)
  }
})

interface Operation {
  action: string
  messages: { $ref: string }[]
}

// biome-ignore lint/suspicious/noExplicitAny: a part of a document as it came over the wire.
function resolve(document: any, reference: string): any {
  const parts = reference.slice(2).split('/')
  return parts.reduce((part, key) => part?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], document)
}

/** The app's own files, and the descriptions themselves. */
const isPage = (url: string): boolean => !url.startsWith('/api/') && /^(\/|\/\*|\*|\/ops|\/docs.*)$/.test(url)

/** The app in this process, never listening, with what is told of each of its routes. */
async function builtApp(env: NodeJS.ProcessEnv) {
  const routes: RouteOptions[] = []
  const note = (message: unknown): void => {
    ;(message as { fastify: FastifyInstance }).fastify.addHook('onRoute', route => void routes.push(route))
  }
  channel('fastify.initialization').subscribe(note)
  const settings = { DATABASE_URL: rest.databaseUrl, REDIS_URL: rest.redisUrl, JWT_SECRET: 'x'.repeat(32), ...env }
  const parts: Parts = {
    config: serverConfig(settings),
    log: createLog('test', 'silent'),
    redis: new Redis({ lazyConnect: true }),
    db: hollow,
    jobs: hollow,
    queue: hollow,
    hub: hollow,
    metrics: hollow,
    sessions: hollow,
    streams: hollow,
    readiness: hollow,
    forecast: hollow,
    opsFeed: hollow,
  }
  const app = await buildApp(parts).finally(() => channel('fastify.initialization').unsubscribe(note))
  return { app, routes }
}

/** Stands for a part that is only handed on, since no route runs here. */
// biome-ignore lint/suspicious/noExplicitAny: it is whatever a part has.
const hollow: any = new Proxy(() => hollow, { get: (_, name) => (name === 'then' ? undefined : hollow) })
