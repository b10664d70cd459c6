// Who asks: a JWT, checked the same way for HTTP requests and for the socket. Knows no routes.
import { createPublicKey } from 'node:crypto'
import fastifyJwt, { type FastifyJWTOptions } from '@fastify/jwt'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ServerConfig } from '../shared/config.ts'
import { AppError } from '../shared/errors.ts'

export interface User {
  /** The token's `sub`. */
  id: string
  role: 'ops' | 'ops-read' | null
  /** When the token runs out, in ms since the epoch. */
  expiresAt: number
}

declare module '@fastify/jwt' {
  interface FastifyJWT {
    payload: Record<string, unknown>
    user: User
  }
}

type Verify = (token: string) => Record<string, unknown>
export type Authenticate = (token: string) => User

/** The longest id that the database's column holds. */
const USER_ID_MAX = 255
/** Tokens remembered as good, and for how long in ms. */
const TOKENS_KEPT = 2_000
const TOKEN_KEPT_MS = 60_000
/** The last moment that a Date can name. */
const TIME_MAX = 8.64e15

/**
 * Returns the one check of a token: throws UNAUTHORIZED, never says why. Algorithms are those of the configured keys;
 * while keys rotate, the previous one is tried second.
 */
export const registerAuth = async (app: FastifyInstance, config: ServerConfig): Promise<Authenticate> => {
  const keys = [
    secretKey(config.jwtSecret),
    publicKey(config.jwtPublicKey),
    secretKey(config.jwtSecretPrevious),
    publicKey(config.jwtPublicKeyPrevious),
  ]
  const verifiers: Verify[] = []
  for (const key of keys) {
    if (!key) continue
    const namespace = `key${verifiers.length}`
    await app.register(fastifyJwt, options(key, namespace, config))
    verifiers.push(token => (app.jwt as unknown as Record<string, { verify: Verify }>)[namespace]!.verify(token))
  }
  return remembering(token => toUser(firstThatVerifies(verifiers, token)))
}

/** A page that polls sends the same token each time: one that was good within the minute is, until it runs out. */
const remembering = (check: Authenticate): Authenticate => {
  const good = new Map<string, { user: User; until: number }>()
  return token => {
    const known = good.get(token)
    if (known && Date.now() < known.until) return known.user
    const user = check(token)
    if (good.size >= TOKENS_KEPT) good.clear()
    good.set(token, { user, until: Math.min(user.expiresAt, Date.now() + TOKEN_KEPT_MS) })
    return user
  }
}

interface Key {
  secret: FastifyJWTOptions['secret']
  algorithm: 'HS256' | 'RS256' | 'ES256'
}

const secretKey = (secret: string | undefined): Key | undefined =>
  secret === undefined ? undefined : { secret, algorithm: 'HS256' }

const publicKey = (pem: string | undefined): Key | undefined => {
  if (pem === undefined) return undefined
  const isRsa = createPublicKey(pem).asymmetricKeyType === 'rsa'
  return { secret: { public: pem } as never, algorithm: isRsa ? 'RS256' : 'ES256' }
}

const options = ({ secret, algorithm }: Key, namespace: string, config: ServerConfig): FastifyJWTOptions => ({
  namespace,
  secret,
  verify: {
    algorithms: [algorithm],
    // Named here too: `allowedIss` and `allowedAud` alone let through a token that has none.
    requiredClaims: ['sub', 'exp', ...(config.jwtIssuer ? ['iss'] : []), ...(config.jwtAudience ? ['aud'] : [])],
    ...(config.jwtIssuer && { allowedIss: config.jwtIssuer }),
    ...(config.jwtAudience && { allowedAud: config.jwtAudience }),
  },
})

const firstThatVerifies = (verifiers: Verify[], token: string): Record<string, unknown> => {
  for (const verify of verifiers) {
    try {
      return verify(token)
    } catch {
      // The next key may fit; that none does is the answer below.
    }
  }
  throw new AppError('UNAUTHORIZED')
}

const toUser = (claims: Record<string, unknown>): User => {
  const id = userId(claims.sub)
  if (id === undefined || typeof claims.exp !== 'number') throw new AppError('UNAUTHORIZED')
  // flask-jwt-extended signs refresh tokens with the same key.
  if (claims.type !== undefined && claims.type !== 'access') throw new AppError('UNAUTHORIZED')
  const role = claims.role === 'ops' || claims.role === 'ops-read' ? claims.role : null
  return { id, role, expiresAt: Math.min(claims.exp * 1000, TIME_MAX) }
}

/** Undefined for what no column could hold, or could be taken for another's: an integer too large to be told apart. */
const userId = (sub: unknown): string | undefined => {
  if (typeof sub === 'number') return Number.isSafeInteger(sub) ? String(sub) : undefined
  const isId = typeof sub === 'string' && sub !== '' && sub.length <= USER_ID_MAX
  return isId && sub.isWellFormed() && !sub.includes('\0') ? sub : undefined
}

/** The hook of every route that needs a user: sets `request.user`, or throws UNAUTHORIZED. */
export const requireUser =
  (authenticate: Authenticate) =>
  async (request: FastifyRequest): Promise<void> => {
    request.user = authenticate(bearerToken(request.headers.authorization))
  }

/** Throws UNAUTHORIZED where the header is absent or of another scheme. */
export const bearerToken = (header: string | undefined): string => {
  const match = /^Bearer +(\S+)$/i.exec(header ?? '')
  if (!match) throw new AppError('UNAUTHORIZED')
  return match[1]!
}
