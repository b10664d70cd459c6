// TLS to PostgreSQL, as `sslmode` in DATABASE_URL asks for it, with libpq's meanings: the two drivers here would each
// read it their own way.
import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from 'node:tls'

/** Without one, and with the first two, nothing is encrypted. The next three encrypt and verify nothing. */
export const sslModes = ['disable', 'allow', 'prefer', 'require', 'no-verify', 'verify-ca', 'verify-full'] as const

/** What is TLS's in a URL: which files it needs. `system` as sslrootcert means the authorities that Node knows. */
const FILES = { sslrootcert: 'ca', sslcert: 'cert', sslkey: 'key' } as const

export interface PostgresTarget {
  /** Without what is said of TLS, and without `options`. */
  url: string
  /** Settings of the session, as libpq's `options`: in pg they would replace ours. */
  options: string | undefined
  ssl: false | ConnectionOptions
}

/** Throws where a file can't be read. */
export const postgresTarget = (databaseUrl: string): PostgresTarget => {
  const url = new URL(databaseUrl)
  const mode = url.searchParams.get('sslmode') ?? (url.searchParams.get('ssl') === 'true' ? 'verify-full' : 'disable')
  const ssl = mode === 'disable' || mode === 'allow' ? false : optionsOf(mode, url)
  const options = url.searchParams.get('options') ?? undefined
  const own = ['options', 'sslmode', 'ssl', 'uselibpqcompat', ...Object.keys(FILES)].filter(name =>
    url.searchParams.has(name),
  )
  if (own.length === 0) return { url: databaseUrl, options, ssl }
  for (const name of own) url.searchParams.delete(name)
  return { url: url.href, options, ssl }
}

const optionsOf = (mode: string, { hostname, searchParams }: URL): ConnectionOptions => {
  // Else an address would be compared with the name `localhost`.
  const options: ConnectionOptions = { host: hostname.replace(/^\[|\]$/g, '') }
  for (const [name, option] of Object.entries(FILES)) {
    const file = searchParams.get(name)
    if (file && file !== 'system') options[option as 'ca'] = readFileSync(file, 'utf8')
  }
  if (mode === 'verify-full') return options
  // With an authority of one's own at hand, `require` means `verify-ca`.
  if (options.ca && mode !== 'no-verify') return { ...options, checkServerIdentity: () => undefined }
  // Anybody has a certificate of some public authority, so that without the name it would verify nothing.
  return mode === 'verify-ca' ? options : { ...options, rejectUnauthorized: false }
}
