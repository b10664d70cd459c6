// GET /metrics: the figures of all processes as Prometheus text, to an operator's token or the one that is set for it.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { CONTENT_TYPE, figuresOf, readShared, toText } from '../../shared/metrics-share.ts'
import type { RouteScope } from '../app.ts'
import { bearerToken } from '../auth.ts'
import { alwaysAnswered } from '../overload.ts'
import { within } from '../readiness.ts'
import { readSystem } from '../system-figures.ts'
import { requireRole } from './ops.ts'

/** @param identify sets `request.user`, or throws UNAUTHORIZED. */
export const metricsRoutes = (
  { app, parts, limits }: RouteScope,
  identify: (request: FastifyRequest) => Promise<void>,
): void => {
  const { db, redis, readiness, metrics, config } = parts
  const isOperator = requireRole('ops', 'ops-read')
  const isScraper = metricsToken(config.metricsToken)
  app.addHook('onRequest', async (request, reply) => {
    if (isScraper(request)) return
    await identify(request)
    await limits.user(request, reply)
    await isOperator(request, reply)
  })
  app.get('/metrics', { config: alwaysAnswered }, async (request, reply) => {
    // Without Redis the figures of this process are all there is.
    const others = within(readShared(redis, metrics.id)).catch(error => {
      request.log.debug({ err: error }, 'figures of other processes not read')
      return []
    })
    const [system, shared] = await Promise.all([readSystem(db, readiness), others])
    const text = await toText([system, await figuresOf(metrics), ...shared])
    return reply.type(CONTENT_TYPE).header('cache-control', 'no-store').send(text)
  })
}

/** Whether a request bears the token; compared by digests, which takes as long whatever differs. */
const metricsToken = (token: string | undefined): ((request: FastifyRequest) => boolean) => {
  if (token === undefined) return () => false
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  const expected = digest(token)
  return request => timingSafeEqual(digest(bearerToken(request.headers.authorization)), expected)
}
