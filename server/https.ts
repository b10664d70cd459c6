// FORCE_HTTPS: what a proxy says came by plain HTTP is refused. (The platform's own health checks come without one.)
import type { FastifyRequest } from 'fastify'
import { AppError } from '../shared/errors.ts'

/** Of an upgrade some proxies say `wss`. */
const SECURE = new Set(['https', 'wss'])

/**
 * By the word of the last `proxies` proxies, if each added its own; what stands before that was sent by anybody. One that
 * says plain HTTP is enough, and so is none that says anything.
 */
export const isHttps = ({ headers }: FastifyRequest, proxies: number): boolean => {
  const words = String(headers['x-forwarded-proto'] ?? '').split(',')
  return words.slice(-proxies).every(word => SECURE.has(word.trim().toLowerCase()))
}

export const requireHttps =
  (proxies: number) =>
  async (request: FastifyRequest): Promise<void> => {
    if (!isHttps(request, proxies)) throw new AppError('HTTPS_REQUIRED')
  }
