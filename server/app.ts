// buildApp: the visible list of plugins and routes, in order. Never listens, never reads the environment.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import cors from '@fastify/cors'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import websocket from '@fastify/websocket'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController, type RawServerDefault } from 'fastify'
import type { ServerConfig } from '../shared/config.ts'
import type { Database } from '../shared/database.ts'
import { AppError } from '../shared/errors.ts'
import type { Forecaster } from '../shared/forecast.ts'
import type { ViewRow } from '../shared/job-view.ts'
import type { Log } from '../shared/log.ts'
import type { Queue } from '../shared/queue.ts'
import type { Redis } from '../shared/redis.ts'
import { registerAuth, requireUser } from './auth.ts'
import { clientErrorHandler } from './client-error.ts'
import { answerInTime } from './deadline.ts'
import { registerOpenApi } from './docs/openapi.ts'
import { errorHandler } from './error-handler.ts'
import { requireHttps } from './https.ts'
import type { Hub } from './hub.ts'
import type { Streams } from './job-stream.ts'
import type { ServerMetrics } from './metrics.ts'
import type { OpsFeed } from './ops-feed.ts'
import { registerOverload } from './overload.ts'
import { type RateLimits, registerRateLimits } from './rate-limits.ts'
import type { Readiness } from './readiness.ts'
import { cancelRoutes } from './routes/cancel.ts'
import { candidateRoutes } from './routes/candidates.ts'
import { devTokenRoutes } from './routes/dev-token.ts'
import { docsRoutes } from './routes/docs.ts'
import { downloadRoutes } from './routes/download.ts'
import { evidenceRoutes } from './routes/evidence.ts'
import { generateRoutes } from './routes/generate.ts'
import { healthRoutes } from './routes/health.ts'
import { jobStatusRoutes } from './routes/job-status.ts'
import { metricsRoutes } from './routes/metrics.ts'
import { myJobsRoutes } from './routes/my-jobs.ts'
import { opsRoutes } from './routes/ops.ts'
import { pageRoutes } from './routes/pages.ts'
import { securityHeaders } from './security-headers.ts'
import type { Sessions } from './sessions.ts'
import type { SharedCalls } from './shared-calls.ts'
import { socketOptions, socketRoutes } from './socket.ts'
import { acceptJson, parseQuery, validatorCompiler } from './validation.ts'

export interface Parts {
  config: ServerConfig
  log: Log
  db: Database
  /** A `command` connection. */
  redis: Redis
  /** By id. */
  jobs: SharedCalls<ViewRow>
  queue: Queue
  hub: Hub
  sessions: Sessions
  streams: Streams
  readiness: Readiness
  forecast: Forecaster
  opsFeed: OpsFeed
  metrics: ServerMetrics
}

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>
/** What a route file gets. */
export interface RouteScope {
  app: App
  parts: Parts
  limits: RateLimits
}

/** ms for a client to send its head, and in all its whole request. */
const REQUEST_TIMEOUT_MS = 15_000
/** How often that is looked at; Node's own 30 s would let a slow one hold its connection three times as long. */
const REQUEST_CHECK_MS = 2_000
/** A profile is some 10 KB, a job description 80 at most. */
const BODY_BYTES_MAX = 1024 * 1024
const HEAD_BYTES_MAX = 16 * 1024
/** What a page of another origin may read beside the body. */
const EXPOSED_HEADERS = [
  'content-disposition',
  'etag',
  'idempotent-replay',
  'location',
  'retry-after',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'x-request-id',
]

export const buildApp = async (parts: Parts): Promise<App> => {
  const { config } = parts
  const app: App = Fastify({
    loggerInstance: parts.log as FastifyBaseLogger,
    trustProxy: config.trustProxy > 0 && ((_address: string, hop: number) => hop < config.trustProxy),
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    genReqId: request => requestId(request.headers['x-request-id']),
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: {
      headersTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: REQUEST_CHECK_MS,
      maxHeaderSize: HEAD_BYTES_MAX,
      // An upgrade to anything else (curl --http2 offers h2c) is ignored, and the request answered.
      shouldUpgradeCallback: ({ method, headers }) => method === 'GET' && /^websocket$/i.test(headers.upgrade ?? ''),
      // Node's own answer to a request without one is no JSON: ours comes from the first hook.
      requireHostHeader: false,
    },
    onProtoPoisoning: 'remove',
    onConstructorPoisoning: 'remove',
    // A longer part of a path than usual is an unknown id like any other.
    routerOptions: { maxParamLength: HEAD_BYTES_MAX, querystringParser: parseQuery },
    frameworkErrors: errorHandler,
    clientErrorHandler,
    forceCloseConnections: 'idle',
    // What comes on an open connection while the server closes is still served, and the connection ended.
    return503OnClosing: false,
  }).withTypeProvider<TypeBoxTypeProvider>()
  acceptJson(app)
  app.setValidatorCompiler(validatorCompiler)
  app.setErrorHandler(errorHandler)
  // An expectation that nobody knows is ignored, where Node would answer 417 by itself.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response))
  const fixedHeaders = await securityHeaders(config)
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(fixedHeaders).header('x-request-id', request.id)
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1')
      return done(new AppError('INVALID_REQUEST', 'The header Host is missing.'))
    done()
  })
  app.addHook('preValidation', answerInTime)
  app.addHook('onResponse', async (request, reply) => {
    const { method, url } = request
    request.log.info(
      { method, path: url.split('?')[0], status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request',
    )
    parts.metrics.answered(request, reply)
  })

  await app.register(cors, {
    origin: config.corsOrigins.length > 0 ? config.corsOrigins : false,
    methods: ['GET', 'HEAD', 'POST', 'PUT'],
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: 600,
    strictPreflight: false,
  })
  await app.register(websocket, {
    options: socketOptions(parts.sessions),
    // Sessions are closed with a code, in main.ts, before the server is.
    preClose: done => done(),
  })
  await registerOpenApi(app)
  const isOverloaded = registerOverload(app, parts.metrics, parts.log)
  const authenticate = await registerAuth(app, config)
  const limits = await registerRateLimits(app, config, parts.redis)
  app.setNotFoundHandler({ preValidation: limits.address }, () => {
    throw new AppError('NOT_FOUND')
  })

  healthRoutes(app, parts.readiness)
  await app.register(async open => {
    open.addHook('onRequest', async request => {
      if (!request.ws) throw new AppError('NOT_FOUND')
    })
    socketRoutes(open as unknown as App, { ...parts, isOverloaded }, authenticate, limits)
  })
  await app.register(async open => {
    if (config.forceHttps) open.addHook('onRequest', requireHttps(config.trustProxy))
    open.addHook('onRequest', limits.address)
    devTokenRoutes(open, config)
    docsRoutes(open)
    await pageRoutes(open)
  })
  await app.register(async scope => {
    if (config.forceHttps) scope.addHook('onRequest', requireHttps(config.trustProxy))
    scope.addHook('onRequest', limits.address)
    metricsRoutes({ app: scope as unknown as App, parts, limits }, requireUser(authenticate))
  })
  await app.register(async scope => {
    if (config.forceHttps) scope.addHook('onRequest', requireHttps(config.trustProxy))
    scope.addHook('onRequest', limits.address)
    scope.addHook('onRequest', requireUser(authenticate))
    const route: RouteScope = { app: scope as unknown as App, parts, limits }
    generateRoutes(route)
    jobStatusRoutes(route)
    downloadRoutes(route)
    myJobsRoutes(route)
    cancelRoutes(route)
    evidenceRoutes(route)
    candidateRoutes(route)
    opsRoutes(route)
  })
  return app
}

/** A caller's own id is kept where it is harmless, so that logs of several services can be joined. */
const requestId = (header: unknown): string =>
  typeof header === 'string' && /^[\w.:-]{1,128}$/.test(header) ? header : randomUUID()
