// The forms that settings take: each turns a text into a value, or throws an Error that says what form is wanted. Never
// says what the text was: it may be a secret.
import { createPublicKey } from 'node:crypto'
import { accessSync, constants } from 'node:fs'
import { isIP } from 'node:net'
import { sslModes } from './postgres-tls.ts'

export function integer(min: number, max = 2_147_483_647) {
  return (text: string): number => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= min && value <= max) return value
    throw new Error(`must be a whole number from ${min} to ${max}`)
  }
}

export function flag(text: string): boolean {
  if (text === '0' || text === '1') return text === '1'
  throw new Error('must be 0 or 1')
}

export function url(...protocols: string[]) {
  return (text: string): string => {
    if (URL.canParse(text) && protocols.includes(new URL(text).protocol) && isDecodable(new URL(text))) return text
    throw new Error(`must be a URL that begins with ${protocols.map(protocol => `${protocol}//`).join(' or ')}`)
  }
}

/** A socket's folder may stand in for the host, as in `postgres:///resume?host=/run/postgresql`. */
export function databaseUrl(text: string): string {
  const known = url('postgres:', 'postgresql:')(text)
  const { hostname, searchParams } = new URL(known)
  if (hostname === '' && !searchParams.has('host')) throw new Error('must name a host')
  const mode = searchParams.get('sslmode')
  if (mode !== null && !sslModes.some(each => each === mode))
    throw new Error(`must have an sslmode of ${sslModes.join(', ')}, if any`)
  for (const name of ['sslrootcert', 'sslcert', 'sslkey']) mustBeReadable(name, searchParams)
  return known
}

function mustBeReadable(name: string, searchParams: URLSearchParams): void {
  const file = searchParams.get(name)
  if (file === null || file === 'system') return
  try {
    accessSync(file, constants.R_OK)
  } catch {
    throw new Error(`must name a readable file as ${name}`)
  }
}

export function redisUrl(text: string): string {
  const known = url('redis:', 'rediss:')(text)
  const { hostname, pathname, searchParams } = new URL(known)
  if (hostname === '') throw new Error('must name a host')
  const verify = searchParams.get('ssl_cert_reqs')
  if (verify !== null && !/^(cert_)?(none|optional|required)$/i.test(verify))
    throw new Error('must have an ssl_cert_reqs of none or required, if any')
  mustBeReadable('ssl_ca_certs', searchParams)
  if (!/^\/?\d*$/.test(pathname)) throw new Error('must end with the number of a database, if with anything')
  return known
}

export function host(text: string): string {
  if (isIP(text) > 0 || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text)) return text
  throw new Error('must be an IP address or a host name')
}

/** What a key must be to travel in a header. */
export function headerValue(text: string): string {
  if (/^[\x21-\x7e]+$/.test(text)) return text
  throw new Error('must be ASCII characters without spaces')
}

/** Spaces around it belong to it: whoever else signs with it doesn't drop them. */
export function secret(_trimmed: string, text: string): string {
  if (Buffer.byteLength(text) >= 32) return text
  throw new Error('must be at least 32 bytes long')
}

/** A `%` in a password must be written `%25`. */
function isDecodable({ username, password, pathname }: URL): boolean {
  try {
    return decodeURIComponent(username + password + pathname) !== undefined
  } catch {
    return false
  }
}

/** A PEM in one line, its line ends written as `\n`, is what many platforms' settings hold. */
export function publicKey(text: string): string {
  const pem = text.replaceAll('\\n', '\n')
  const isPublic = /^-----BEGIN (RSA )?PUBLIC KEY-----/.test(pem)
  if (isPublic && isSupported(pem)) return pem
  throw new Error('must be a PEM public key, RSA of at least 2048 bits or EC P-256')
}

function isSupported(pem: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey(pem)
    if (asymmetricKeyType === 'rsa') return (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048
    return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1'
  } catch {
    return false
  }
}

export function origins(text: string): string[] {
  const list = text
    .split(',')
    .map(origin => origin.trim())
    .filter(Boolean)
  if (list.every(origin => URL.canParse(origin) && new URL(origin).origin === origin)) return list
  throw new Error('must be comma-separated origins such as https://app.example.com, with no path')
}

export function level(text: string): string {
  if (['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'].includes(text)) return text
  throw new Error('must be trace, debug, info, warn, error, fatal or silent')
}
