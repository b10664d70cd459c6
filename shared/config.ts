// Every setting: name, form, default. The only reader of process.env; names all that is wrong at once, never a value.
import { createLog } from './log.ts'
import {
  databaseUrl,
  flag,
  headerValue,
  host,
  integer,
  level,
  origins,
  publicKey,
  redisUrl,
  secret,
  url,
} from './setting-forms.ts'

interface Setting<T> {
  env: string
  /** Turns the text (trimmed; as it is where it's a key) into the value, or throws an Error that says what is wanted. */
  parse(text: string, untrimmed: string): T
  /** The default; undefined where there is none and the setting may be absent. */
  fallback: T
  /** One line: what it does, with its unit. */
  about: string
}

const setting = <T>(env: string, parse: Setting<T>['parse'], fallback: T, about: string): Setting<T> => ({
  env,
  parse,
  fallback,
  about,
})
type Text = string | undefined

export const settings = {
  port: setting('PORT', integer(0, 65_535), 3000, 'port the server listens on'),
  host: setting('HOST', host, '0.0.0.0', 'address the server listens on'),
  databaseUrl: setting<Text>('DATABASE_URL', databaseUrl, undefined, 'PostgreSQL'),
  databasePool: setting('DATABASE_POOL', integer(1, 1000), 10, 'connections to PostgreSQL in one process'),
  redisUrl: setting<Text>('REDIS_URL', redisUrl, undefined, 'Redis; rediss:// for TLS'),
  jwtSecret: setting<Text>('JWT_SECRET', secret, undefined, 'HS256 key, at least 32 bytes'),
  jwtSecretPrevious: setting<Text>('JWT_SECRET_PREVIOUS', secret, undefined, 'still accepted while keys rotate'),
  jwtPublicKey: setting<Text>('JWT_PUBLIC_KEY', publicKey, undefined, 'PEM, RS256 or ES256, instead of JWT_SECRET'),
  jwtPublicKeyPrevious: setting<Text>(
    'JWT_PUBLIC_KEY_PREVIOUS',
    publicKey,
    undefined,
    'still accepted while keys rotate',
  ),
  jwtIssuer: setting<Text>('JWT_ISSUER', String, undefined, 'iss that a token must carry'),
  jwtAudience: setting<Text>('JWT_AUDIENCE', String, undefined, 'aud that a token must carry'),
  openaiApiKey: setting<Text>('OPENAI_API_KEY', headerValue, undefined, 'key for OpenAI'),
  openaiBaseUrl: setting<Text>(
    'OPENAI_BASE_URL',
    url('http:', 'https:'),
    undefined,
    'another server that speaks its protocol',
  ),
  openaiModel: setting('OPENAI_MODEL', String, 'gpt-4o-mini', 'model'),
  openaiIdleTimeoutMs: setting('OPENAI_IDLE_TIMEOUT_MS', integer(1), 30_000, 'ms without a chunk that are a failure'),
  attemptTimeoutMs: setting('ATTEMPT_TIMEOUT_MS', integer(1), 180_000, 'ms that one attempt may take'),
  workerConcurrency: setting('WORKER_CONCURRENCY', integer(1, 1000), 2, 'generations at once in one worker'),
  tasksPerMinute: setting(
    'TASKS_PER_MINUTE',
    integer(0),
    10,
    'generations in any 60 s, all workers together; 0 is off',
  ),
  apiRateLimit: setting('API_RATE_LIMIT', integer(1), 100, 'requests a minute for one user'),
  addressRateLimit: setting('ADDRESS_RATE_LIMIT', integer(0), 6000, 'requests a minute for one address; 0 is off'),
  cacheTtlSeconds: setting('CACHE_TTL_SECONDS', integer(1), 3600, 'seconds a document stays in Redis'),
  retryBaseMs: setting('RETRY_BASE_MS', integer(0), 4000, 'ms before the first retry, doubled for the next'),
  shutdownGraceMs: setting('SHUTDOWN_GRACE_MS', integer(0), 25_000, 'ms a worker gives running jobs at SIGTERM'),
  corsOrigins: setting('CORS_ORIGINS', origins, [] as string[], 'comma-separated origins of other pages'),
  forceHttps: setting('FORCE_HTTPS', flag, false, '1 refuses plain HTTP and sends HSTS; needs TRUST_PROXY'),
  trustProxy: setting('TRUST_PROXY', integer(0, 20), 0, 'number of proxies in front'),
  metricsToken: setting<Text>('METRICS_TOKEN', String, undefined, 'bearer token for /metrics'),
  retentionDays: setting('RETENTION_DAYS', integer(0), 90, 'days finished jobs are kept; 0 keeps them'),
  devLogin: setting('DEV_LOGIN', flag, false, '1 lets the page fetch a demo token; never in production'),
  standIn: setting('STAND_IN', flag, false, '1 lets the page say that a stand-in plays OpenAI (npm start sets it)'),
  logLevel: setting('LOG_LEVEL', level, 'info', 'trace, debug, info, warn, error, fatal or silent'),
} as const satisfies Record<string, Setting<unknown>>

type Settings = typeof settings
type Key = keyof Settings
type Value<K extends Key> = Settings[K] extends Setting<infer T> ? T : never
type Needed = 'databaseUrl' | 'redisUrl' | 'openaiApiKey'
type Filled<K extends Key, N extends Key> = { [P in K]: P extends N ? NonNullable<Value<P>> : Value<P> }

const tokenKeys = [
  'jwtSecret',
  'jwtSecretPrevious',
  'jwtPublicKey',
  'jwtPublicKeyPrevious',
  'jwtIssuer',
  'jwtAudience',
] as const
const sharedKeys = ['databaseUrl', 'databasePool', 'redisUrl', 'logLevel', 'retentionDays', 'cacheTtlSeconds'] as const
export const serverKeys = [
  ...sharedKeys,
  ...tokenKeys,
  'port',
  'host',
  'apiRateLimit',
  'addressRateLimit',
  'corsOrigins',
  'forceHttps',
  'trustProxy',
  'metricsToken',
  'devLogin',
  'standIn',
  'retryBaseMs',
  'tasksPerMinute',
] as const
export const workerKeys = [
  ...sharedKeys,
  'openaiApiKey',
  'openaiModel',
  'openaiBaseUrl',
  'openaiIdleTimeoutMs',
  'attemptTimeoutMs',
  'workerConcurrency',
  'tasksPerMinute',
  'retryBaseMs',
  'shutdownGraceMs',
] as const

type Environment = Record<string, string | undefined>
export type ServerConfig = Filled<(typeof serverKeys)[number], Needed>
export type WorkerConfig = Filled<(typeof workerKeys)[number], Needed>

/** Settings of the server. Throws a ConfigError that names each missing or malformed one. */
export const serverConfig = (env: Environment = process.env): ServerConfig => {
  const { values, problems } = read(serverKeys, ['databaseUrl', 'redisUrl'], env)
  if (!values.jwtSecret && !values.jwtPublicKey && !problems.some(text => /^JWT_(SECRET|PUBLIC_KEY) /.test(text)))
    problems.push('JWT_SECRET or JWT_PUBLIC_KEY is required')
  if (values.jwtSecret && values.jwtPublicKey) problems.push('JWT_SECRET and JWT_PUBLIC_KEY exclude each other')
  if (values.forceHttps && values.trustProxy === 0) problems.push('FORCE_HTTPS needs TRUST_PROXY')
  if (values.devLogin && env.NODE_ENV === 'production')
    problems.push('DEV_LOGIN is not allowed with NODE_ENV=production')
  if (values.devLogin && values.jwtPublicKey) problems.push('DEV_LOGIN needs JWT_SECRET, to sign with')
  return finish(values, problems) as ServerConfig
}

/** Settings of a worker. Throws a ConfigError that names each missing or malformed one. */
export const workerConfig = (env: Environment = process.env): WorkerConfig => {
  const { values, problems } = read(workerKeys, ['databaseUrl', 'redisUrl', 'openaiApiKey'], env)
  return finish(values, problems) as WorkerConfig
}

/** Just these settings, for a command; those in `needed` must be set. Throws a ConfigError. */
export const commandConfig = <K extends Key, N extends K = never>(
  keys: readonly K[],
  needed: readonly N[],
  env: Environment = process.env,
): Filled<K, N> => {
  const { values, problems } = read(keys, needed, env)
  return finish(values, problems) as Filled<K, N>
}

/** What is wrong with the settings, in one line; never shows a value, which may be a secret. */
export class ConfigError extends Error {
  /** One for each setting that is wrong. */
  readonly problems: string[]

  constructor(problems: string[]) {
    super(`Settings: ${problems.join('; ')}`)
    this.problems = problems
  }
}

/** Runs `main` and, where a setting is wrong or can't be had, prints the one line and exits with 1. */
export const withConfig = async (main: () => unknown): Promise<void> => {
  process.on('uncaughtException', endOn)
  try {
    await main()
  } catch (error) {
    const problem = error instanceof ConfigError ? error.message : cannotListen(error)
    if (problem === undefined) throw error
    console.error(problem)
    process.exit(1)
  }
}

/** Node itself would print the whole error: its command with a password, its statement with a profile. */
const endOn = (error: unknown): never => {
  createLog('process', 'fatal').fatal({ err: error }, 'an error that nobody caught')
  process.exit(1)
}

/** Such as a port that is taken, or a host that isn't this machine's. */
const cannotListen = (error: unknown): string | undefined => {
  const { syscall, code } = error as NodeJS.ErrnoException
  const isOurs = syscall === 'listen' || syscall === 'bind' || syscall === 'getaddrinfo'
  return isOurs ? `Settings: HOST and PORT can't be listened on (${code})` : undefined
}

const read = (keys: readonly Key[], needed: readonly Key[], env: Environment) => {
  const values: Record<string, unknown> = {}
  const problems: string[] = []
  for (const key of keys) {
    const { env: name, parse, fallback } = settings[key] as Setting<unknown>
    const text = env[name]?.trim()
    values[key] = fallback
    if (!text) {
      if (needed.includes(key)) problems.push(`${name} is required`)
      continue
    }
    try {
      values[key] = parse(text, env[name]!)
    } catch (error) {
      problems.push(`${name} ${(error as Error).message}`)
    }
  }
  return { values: values as Partial<{ [K in Key]: Value<K> }>, problems }
}

const finish = (values: object, problems: string[]): object => {
  if (problems.length > 0) throw new ConfigError(problems)
  return Object.freeze(values)
}
