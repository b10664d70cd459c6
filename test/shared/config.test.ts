import { spawnSync } from 'node:child_process'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer } from 'node:net'
import t from 'tap'
import { PROJECT } from '../../dev/files.ts'
import { commandConfig, serverConfig, workerConfig } from '../../shared/config.ts'

const SECRET = 'a-secret-that-is-32-bytes-long-ok'
const base = {
  DATABASE_URL: 'postgres://u:p@h/d',
  REDIS_URL: 'redis://h:6379',
  JWT_SECRET: SECRET,
  OPENAI_API_KEY: 'k',
}
const problem = (read: (env: Record<string, string>) => unknown, env: object): string => {
  try {
    read({ ...base, ...env } as Record<string, string>)
  } catch (error) {
    return (error as Error).message
  }
  return ''
}
const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }) as string
const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength })
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve })

t.test('defaults', t => {
  t.match(serverConfig(base), {
    port: 3000,
    host: '0.0.0.0',
    databasePool: 10,
    apiRateLimit: 100,
    addressRateLimit: 6000,
    trustProxy: 0,
    forceHttps: false,
    devLogin: false,
    corsOrigins: [],
    logLevel: 'info',
    retentionDays: 90,
  })
  t.match(workerConfig(base), {
    openaiModel: 'gpt-4o-mini',
    openaiIdleTimeoutMs: 30_000,
    attemptTimeoutMs: 180_000,
    workerConcurrency: 2,
    tasksPerMinute: 10,
    cacheTtlSeconds: 3600,
    retryBaseMs: 4000,
    shutdownGraceMs: 25_000,
  })
  t.same(commandConfig(['databaseUrl'], ['databaseUrl'], { DATABASE_URL: base.DATABASE_URL }), {
    databaseUrl: base.DATABASE_URL,
  })
  t.end()
})

t.test('each process asks only for what it needs', t => {
  t.doesNotThrow(() => serverConfig({ ...base, OPENAI_API_KEY: undefined }))
  t.doesNotThrow(() => workerConfig({ ...base, JWT_SECRET: undefined }))
  for (const name of ['DATABASE_URL', 'REDIS_URL'])
    for (const read of [serverConfig, workerConfig])
      t.equal(problem(read, { [name]: '' }), `Settings: ${name} is required`)
  t.equal(problem(workerConfig, { OPENAI_API_KEY: ' ' }), 'Settings: OPENAI_API_KEY is required')
  t.match(problem(serverConfig, { JWT_SECRET: '' }), 'JWT_SECRET or JWT_PUBLIC_KEY is required')
  t.end()
})

t.test('a malformed server setting is named, its value is not shown', t => {
  const malformed: Record<string, string[]> = {
    PORT: ['x1', '-1', '65536', '3000.5', '1e3', '0x10'],
    HOST: ['not a host', 'http://h', '1.2.3.4:80', '-x'],
    DATABASE_URL: ['x2', 'mysql://u:p2@h/d', 'postgres://', 'postgres://u:%zz@h/d', 'postgres://u:p2@h:99999/d'],
    DATABASE_POOL: ['0', 'many'],
    REDIS_URL: ['x3', 'http://h', 'redis://', 'redis://h/x4', 'redis://u:%zz@h'],
    JWT_SECRET: ['short-one', 'x'.repeat(31)],
    JWT_SECRET_PREVIOUS: ['short-two'],
    API_RATE_LIMIT: ['0', '-1', 'ten'],
    ADDRESS_RATE_LIMIT: ['-1', '1.5'],
    CORS_ORIGINS: ['*', 'app.example.com', 'https://a.example/path', 'https://a.example,,nope'],
    FORCE_HTTPS: ['yes', 'true', '2'],
    TRUST_PROXY: ['true', '-1'],
    RETENTION_DAYS: ['-1', 'forever'],
    DEV_LOGIN: ['on'],
    LOG_LEVEL: ['loud'],
  }
  for (const [name, values] of Object.entries(malformed))
    for (const value of values) {
      const message = problem(serverConfig, { [name]: value })
      t.match(message, new RegExp(`^Settings: ${name} must `), `${name}=${value}`)
      t.notMatch(message, '\n')
      if (/^(x\d|short|mysql)/.test(value)) t.notMatch(message, value)
    }
  t.end()
})

t.test('a malformed worker setting is named', t => {
  for (const name of ['OPENAI_BASE_URL', 'OPENAI_IDLE_TIMEOUT_MS', 'ATTEMPT_TIMEOUT_MS', 'WORKER_CONCURRENCY'])
    t.match(problem(workerConfig, { [name]: 'x' }), `Settings: ${name} must`)
  for (const key of ['sk-\u00e9', 'sk two', 'sk\nthree'])
    t.equal(
      problem(workerConfig, { OPENAI_API_KEY: key }),
      'Settings: OPENAI_API_KEY must be ASCII characters without spaces',
    )
  for (const name of ['TASKS_PER_MINUTE', 'CACHE_TTL_SECONDS', 'RETRY_BASE_MS', 'SHUTDOWN_GRACE_MS'])
    t.match(problem(workerConfig, { [name]: '-1' }), `Settings: ${name} must`)
  t.end()
})

t.test('all that is wrong stands in one line', t => {
  const message = problem(serverConfig, { PORT: 'x', REDIS_URL: '', JWT_SECRET: 'short' })
  t.match(message, /^Settings: REDIS_URL is required; JWT_SECRET must .*; PORT must [^\n]*$/)
  t.end()
})

t.test('settings that exclude or need each other', t => {
  const { publicKey } = rsa(2048)
  t.match(problem(serverConfig, { JWT_PUBLIC_KEY: pem(publicKey) }), /JWT_SECRET and JWT_PUBLIC_KEY exclude/)
  t.match(problem(serverConfig, { FORCE_HTTPS: '1' }), 'FORCE_HTTPS needs TRUST_PROXY')
  t.match(problem(serverConfig, { DEV_LOGIN: '1', NODE_ENV: 'production' }), /DEV_LOGIN .*production/)
  t.match(problem(serverConfig, { DEV_LOGIN: '1', JWT_SECRET: '', JWT_PUBLIC_KEY: pem(publicKey) }), /DEV_LOGIN/)
  t.end()
})

t.test('public keys: RSA of 2048 bits and EC P-256, in one line too; nothing else', t => {
  const good = [pem(rsa(2048).publicKey), pem(ec('P-256').publicKey)]
  for (const key of good.flatMap(key => [key, key.replaceAll('\n', '\\n')]))
    t.equal(problem(serverConfig, { JWT_SECRET: '', JWT_PUBLIC_KEY: key }), '')
  const bad = [
    'x',
    pem(rsa(1024).publicKey),
    pem(ec('P-384').publicKey),
    pem(generateKeyPairSync('ed25519').publicKey),
    rsa(2048).privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    good[0]!.replace('M', ''),
  ]
  for (const key of bad) {
    const message = problem(serverConfig, { JWT_SECRET: '', JWT_PUBLIC_KEY: key })
    t.match(message, /^Settings: JWT_PUBLIC_KEY must be a PEM public key[^\n]*$/, key.slice(0, 40))
  }
  t.end()
})

t.test('a secret keeps its spaces, which the signer has too; other settings are trimmed', t => {
  const config = serverConfig({ ...base, JWT_SECRET: `${SECRET} \n`, HOST: ' 127.0.0.1 ', PORT: ' 80 ' })
  t.match(config, { jwtSecret: `${SECRET} \n`, host: '127.0.0.1', port: 80 })
  t.end()
})

const run = (script: string, env: Record<string, string>) => {
  const begun = performance.now()
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    cwd: PROJECT,
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
    timeout: 20_000,
  })
  return { status, lines: `${stdout}${stderr}`.trim().split('\n'), ms: performance.now() - begun }
}

t.test('a process with wrong settings exits soon, with one line', t => {
  const secrets = { JWT_SECRET: 'short-secret', DATABASE_URL: 'mysql://u:pass-word@h/d', PORT: 'x' }
  for (const script of ['server/main.ts', 'worker/main.ts', 'sql/migrate.ts']) {
    const { status, lines, ms } = run(script, secrets)
    t.equal(status, 1, script)
    t.equal(lines.length, 1, lines.join('\n'))
    t.match(lines[0], /^Settings: DATABASE_URL must be a URL that begins with postgres:\/\//)
    t.notMatch(lines[0], /short-secret|pass-word/)
    t.ok(ms < 10_000)
  }
  t.end()
})

t.test('a port that is taken: one line, exit 1', async t => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => taken.once('listening', resolve))
  const { port } = taken.address() as { port: number }
  const nowhere = { DATABASE_URL: 'postgres://127.0.0.1:1/d', REDIS_URL: 'redis://127.0.0.1:1', JWT_SECRET: SECRET }
  const { status, lines } = run('server/main.ts', { ...nowhere, HOST: '127.0.0.1', PORT: String(port) })
  t.equal(status, 1)
  t.equal(lines.filter(line => /^Settings: HOST and PORT can't be listened on \(EADDRINUSE\)$/.test(line)).length, 1)
  taken.close()
})
