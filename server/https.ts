// FORCE_HTTPS: what a proxy says came by plain HTTP is refused. (The platform's own health checks come without one.)
import type { FastifyRequest } from 'fastify'
import { AppError } from '../shared/errors.ts'

export const isHttps = (request: FastifyRequest): boolean => request.protocol === 'https'

export const requireHttps = async (request: FastifyRequest): Promise<void> => {
  if (!isHttps(request)) throw new AppError('HTTPS_REQUIRED')
}
