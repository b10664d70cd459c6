// For platforms and operators: is the process up, and can it do its work. No authentication, no limits.
import type { FastifyInstance } from 'fastify'
import { alwaysAnswered } from '../overload.ts'
import type { Readiness } from '../readiness.ts'

export const healthRoutes = (app: FastifyInstance, readiness: Readiness): void => {
  app.get('/api/healthz', { config: alwaysAnswered }, async () => ({ status: 'ok' }))
  app.get('/api/readyz', { config: alwaysAnswered }, async (_request, reply) => {
    const body = await readiness.check()
    return reply.code(body.status === 'unavailable' ? 503 : 200).send(body)
  })
}
