// POST dev/token: a demo user's token for the page, only with DEV_LOGIN.
import type { FastifyInstance } from 'fastify'
import type { ServerConfig } from '../../shared/config.ts'
import { DEMO_USER, type DevTokenBody } from '../../shared/protocol.ts'
import { signToken } from '../../shared/token.ts'

const TTL_SECONDS = 3600

export const devTokenRoutes = (app: FastifyInstance, config: ServerConfig): void => {
  if (!config.devLogin) return
  app.post('/api/dev/token', async (_request, reply): Promise<DevTokenBody> => {
    const claims = {
      sub: DEMO_USER,
      ...(config.jwtIssuer && { iss: config.jwtIssuer }),
      ...(config.jwtAudience && { aud: config.jwtAudience }),
    }
    reply.header('cache-control', 'no-store')
    return {
      token: signToken(config.jwtSecret!, claims, TTL_SECONDS),
      user_id: DEMO_USER,
      expires_at: new Date(Date.now() + TTL_SECONDS * 1000).toISOString(),
      stand_in: config.standIn,
    }
  })
}
