// Signs tokens, for commands and the demo login: HS256 with JWT_SECRET, as the host application does.
import { createHmac } from 'node:crypto'

export interface TokenClaims {
  sub: string
  role?: string
  iss?: string
  aud?: string
}

/** RFC 7519 and 7515, compact form. @param ttlSeconds from now until `exp`. */
export const signToken = (secret: string, claims: TokenClaims, ttlSeconds: number): string => {
  const iat = Math.floor(Date.now() / 1000)
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
  const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ ...claims, type: 'access', iat, exp: iat + ttlSeconds })}`
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`
}
