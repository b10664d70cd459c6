// Tokens made by hand, as an attacker would: any header, any claims, any signature.
import { createHmac, createSign, type KeyObject } from 'node:crypto'

export const encode = (part: unknown): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url')

/** Header, claims (or their JSON), and whatever signs them. */
export const made = (header: unknown, claims: unknown, sign: (body: string) => string): string => {
  const body = `${encode(header)}.${encode(claims)}`
  return `${body}.${sign(body)}`
}

export const hmac =
  (key: string | Buffer, hash = 'sha256') =>
  (body: string): string =>
    createHmac(hash, key).update(body).digest('base64url')

export const signed =
  (key: KeyObject, hash = 'sha256', options = {}) =>
  (body: string): string =>
    createSign(hash)
      .update(body)
      .sign({ key, dsaEncoding: 'ieee-p1363', ...options }, 'base64url')

export const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }) as string
