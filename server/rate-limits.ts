// How often one may ask: an address before it has said who it is (counted here), a user over all servers (in Redis).
import rateLimit, { type CreateRateLimitOptions, normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ServerConfig } from '../shared/config.ts'
import { AppError } from '../shared/errors.ts'
import type { Redis } from '../shared/redis.ts'
import { AddressWindows } from './address-windows.ts'

const WINDOW_MS = 60_000
/** A legacy page polls several jobs every 2 s. */
const STATUS_FACTOR = 6

type Limiter = ReturnType<FastifyInstance['createRateLimit']>
type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

export interface RateLimits {
  /** True: this address may not ask now. For the socket, which is closed with a code instead. */
  addressExceeded(request: FastifyRequest): Promise<boolean>
  address: Hook
  user: Hook
  statusReads: Hook
}

/** @param redis a `command` connection: while Redis is away requests pass. */
export const registerRateLimits = async (
  app: FastifyInstance,
  config: ServerConfig,
  redis: Redis,
): Promise<RateLimits> => {
  const byAddress = await limiter(
    app,
    { store: AddressWindows },
    { max: config.addressRateLimit, timeWindow: WINDOW_MS, keyGenerator: addressOf },
  )
  const inRedis = { redis, nameSpace: 'resume:rate:', skipOnError: true }
  const perUser = (kind: string, max: number) =>
    limiter(app, inRedis, { max, timeWindow: WINDOW_MS, keyGenerator: request => `${kind}:${request.user.id}` })
  const user = await perUser('user', config.apiRateLimit)
  const statusReads = await perUser('status', config.apiRateLimit * STATUS_FACTOR)
  const addressExceeded = async (request: FastifyRequest): Promise<boolean> => {
    if (config.addressRateLimit === 0) return false
    const result = await byAddress(request)
    return !result.isAllowed && result.isExceeded
  }
  return {
    addressExceeded,
    async address(request, reply) {
      if (config.addressRateLimit > 0) await enforce(byAddress, request, reply, false)
    },
    user: (request, reply) => enforce(user, request, reply, true),
    statusReads: (request, reply) => enforce(statusReads, request, reply, true),
  }
}

/** A connection that was reset before its request is looked at has no address any more. */
const addressOf = ({ ip }: FastifyRequest): string => ((ip as string | undefined) ? normalizeIP(ip) : 'gone')

/** A scope of its own for each: the plugin decorates an instance once. */
const limiter = async (app: FastifyInstance, store: object, options: CreateRateLimitOptions): Promise<Limiter> => {
  let made: Limiter | undefined
  await app.register(async scope => {
    await scope.register(rateLimit, { global: false, ...store })
    made = scope.createRateLimit({ ...store, ...options })
  })
  return made!
}

const enforce = async (limit: Limiter, request: FastifyRequest, reply: FastifyReply, tell: boolean): Promise<void> => {
  const result = await limit(request)
  if (result.isAllowed) return
  if (tell)
    reply.headers({
      'x-ratelimit-limit': result.max,
      'x-ratelimit-remaining': result.remaining,
      'x-ratelimit-reset': result.ttlInSeconds,
    })
  if (result.isExceeded)
    throw new AppError('RATE_LIMITED', undefined, { retryAfterSeconds: Math.max(1, result.ttlInSeconds) })
}
