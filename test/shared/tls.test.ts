// Encryption in transit, against a real PostgreSQL and a real Redis that take nothing else: who is verified when, and the
// whole service over it, as a Redis user with no more rights than it needs.
import { chmod, chown, copyFile, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import t from 'tap'
import { startPostgres } from '../../dev/postgres.ts'
import { startProcess } from '../../dev/processes.ts'
import { findRedis } from '../../dev/redis-binary.ts'
import { serverConfig } from '../../shared/config.ts'
import { isMigrated, openDatabase } from '../../shared/database.ts'
import { createLog } from '../../shared/log.ts'
import { openRedis } from '../../shared/redis.ts'
import { migrate } from '../../sql/migrate.ts'
import { freePort, startServer, temporaryFolder, token, until } from '../harness.ts'
import { ask } from '../server/rest-setup.ts'
import { connect, ofType } from '../socket-client.ts'
import { openStage } from '../worker/run-job-setup.ts'

const file = (name: string) => fileURLToPath(new URL(`../tls/${name}`, import.meta.url))
const CA = encodeURIComponent(file('ca.pem'))
const folder = await temporaryFolder(t)

/** The URL of a PostgreSQL that refuses what is not encrypted. */
const securePostgres = async (): Promise<string> => {
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), durable: false })
  t.teardown(() => postgres.stop())
  const db = openDatabase(postgres.url, 1, 'test')
  const { rows } = await sql<{ data_directory: string; hba_file: string }>`
    select current_setting('data_directory') as data_directory, current_setting('hba_file') as hba_file`.execute(db)
  const { data_directory: data, hba_file } = rows[0]!
  const { uid, gid } = await stat(data)
  for (const name of ['server.pem', 'server.key']) {
    await copyFile(file(name), join(data, name))
    await chmod(join(data, name), 0o600)
    await chown(join(data, name), uid, gid)
  }
  await writeFile(hba_file, (await readFile(hba_file, 'utf8')).replace(/^host /gm, 'hostssl '))
  for (const [name, value] of [
    ['ssl_cert_file', 'server.pem'],
    ['ssl_key_file', 'server.key'],
    ['ssl', 'on'],
  ])
    await sql`alter system set ${sql.ref(name!)} = ${sql.lit(value)}`.execute(db)
  await sql`select pg_reload_conf()`.execute(db)
  await db.destroy()
  const url = new URL(postgres.url)
  url.hostname = 'localhost'
  return url.href
}

/** The rights of the least that does: its own keys and channels, and no command that is dangerous but INFO. */
const ACL = 'user resume on >pass-word resetkeys ~resume* ~bq:* resetchannels &resume:* +@all -@admin -@dangerous +info'

const secureRedis = async (): Promise<string> => {
  const port = await freePort()
  const tls = `tls-port ${port}\ntls-cert-file ${file('server.pem')}\ntls-key-file ${file('server.key')}\ntls-auth-clients no`
  const config = join(folder, 'redis.conf')
  await writeFile(config, `bind 127.0.0.1\nport 0\n${tls}\ndir ${folder}\nsave ""\nuser default off\n${ACL}\n`)
  const binary = await findRedis()
  const { promise, resolve } = Promise.withResolvers<void>()
  const redis = startProcess({
    name: 'Redis',
    command: binary.path,
    argv0: 'redis-server',
    args: [config],
    env: { PATH: process.env.PATH, ...binary.env },
    onLine: line => /ready to accept connections/i.test(line) && resolve(),
  })
  t.teardown(() => redis.stop())
  const ended = redis.exited.then(() => Promise.reject(new Error(`no Redis with TLS: ${redis.lines.join('\n')}`)))
  await Promise.race([promise, ended])
  ended.catch(() => {})
  return `rediss://resume:pass-word@localhost:${port}`
}

const [databaseUrl, redisUrl] = await Promise.all([securePostgres(), secureRedis()])
const withPart = (url: string, part: string) => `${url}${part && '?'}${part}`
const byAddress = (url: string) => url.replace('localhost', '127.0.0.1')

/** What both drivers make of such a URL: the pool's, and the one that migrates. `TLSv1.3`, or the error. */
const database = async (url: string): Promise<string> => {
  const db = openDatabase(url, 1, 'test')
  const pool = sql<{ version: string }>`select version from pg_stat_ssl where pid = pg_backend_pid()`
    .execute(db)
    .then(({ rows }) => rows[0]!.version, String)
    .finally(() => db.destroy())
  const migration = migrate(url, undefined, 0).then(() => 'done', String)
  const both = await Promise.all([pool, migration])
  return both[1] === 'done' ? both[0] : both.join(' / ')
}

t.test('PostgreSQL: sslmode means to both drivers what it means to libpq', async t => {
  await until(async () => /^TLSv1/.test(await database(withPart(databaseUrl, 'sslmode=require'))))
  const good = ['prefer', 'require', 'no-verify', `verify-ca&sslrootcert=${CA}`, `require&sslrootcert=${CA}`]
  for (const mode of good) {
    t.match(await database(withPart(databaseUrl, `sslmode=${mode}`)), /^TLSv1/, mode)
    t.match(await database(withPart(byAddress(databaseUrl), `sslmode=${mode}`)), /^TLSv1/, `${mode}, another name`)
  }
  t.match(await database(withPart(databaseUrl, `sslmode=verify-full&sslrootcert=${CA}`)), /^TLSv1/)
  const bad: [string, string, RegExp][] = [
    [databaseUrl, '', /no encryption.*no encryption/],
    [databaseUrl, 'sslmode=disable', /no encryption.*no encryption/],
    [databaseUrl, 'sslmode=verify-full', /certificate.*certificate/],
    [databaseUrl, 'sslmode=verify-ca', /certificate.*certificate/],
    [databaseUrl, 'ssl=true', /certificate.*certificate/],
    [byAddress(databaseUrl), `sslmode=verify-full&sslrootcert=${CA}`, /altnames|Host.*altnames|Host/],
  ]
  for (const [url, part, message] of bad) t.match(await database(withPart(url, part)), message, part)
})

/** PONG, or the error. */
const redis = async (url: string): Promise<string> => {
  const client = openRedis(url, 'command', createLog('test', 'silent'))
  const failed = new Promise<string>(resolve => client.once('error', error => resolve(String(error))))
  const ready = new Promise<string>(resolve => client.once('ready', () => resolve(client.ping())))
  return Promise.race([failed, ready]).finally(() => client.disconnect())
}

t.test('Redis: rediss:// verifies certificate and name, unless the URL says otherwise', async t => {
  const good = [
    withPart(redisUrl, `ssl_ca_certs=${CA}`),
    withPart(redisUrl, 'ssl_cert_reqs=none'),
    withPart(byAddress(redisUrl), 'ssl_cert_reqs=CERT_NONE'),
    withPart(redisUrl, `ssl_cert_reqs=required&ssl_ca_certs=${CA}`),
  ]
  for (const url of good) t.equal(await redis(url), 'PONG', url.replace(/.*[?]/, ''))
  const bad: [string, RegExp][] = [
    [redisUrl, /certificate/],
    [withPart(redisUrl, 'ssl_cert_reqs=CERT_REQUIRED'), /certificate/],
    [withPart(byAddress(redisUrl), `ssl_ca_certs=${CA}`), /altnames/],
    [withPart(redisUrl.replace('pass-word', 'wrong'), `ssl_ca_certs=${CA}`), /WRONGPASS/],
    [withPart(redisUrl.replace('resume:', 'default:'), `ssl_ca_certs=${CA}`), /WRONGPASS/],
    [withPart(redisUrl.replace('rediss', 'redis'), ''), /closed|ECONNRESET|EPIPE/],
  ]
  for (const [url, message] of bad) t.match(await redis(url), message, url)
})

t.test('the whole way of a job over both, as a Redis user with few rights', async t => {
  const secure = {
    databaseUrl: withPart(databaseUrl, `sslmode=verify-full&sslrootcert=${CA}`),
    redisUrl: withPart(redisUrl, `ssl_ca_certs=${CA}`),
  }
  const stage = await openStage(t, secure)
  t.ok(await isMigrated(stage.db))
  const [server, worker] = await Promise.all([
    startServer(t, { DATABASE_URL: secure.databaseUrl, REDIS_URL: secure.redisUrl }),
    stage.worker(),
  ])
  const client = await connect(t, server.url, token(stage.userId))
  client.send({ type: 'subscribe', jobs: 'all', preview: true })
  await client.next(ofType('synced'))
  const body = { candidate_id: stage.candidateId }
  const post = () => ask(server.url, 'POST', '/api/resume-async/generate-async', { body, as: stage.userId })
  const { job_id: id } = (await post()).body
  await until(
    () =>
      client.frames.some(frame => frame.type === 'job' && frame.job.job_id === id && frame.job.status === 'SUCCESS'),
    30_000,
  )
  t.match(await stage.end((await post()).body.job_id), { status: 'SUCCESS', cache_hit: 'redis' })
  t.match((await ask(server.url, 'GET', '/api/readyz')).body, { status: 'ok', checks: { push: 'ok', workers: 1 } })
  for (const log of [server.log, worker.log]) t.notMatch(log.join('\n'), /NOPERM/)
})

t.test('a URL that asks for what there is not is a setting in error', t => {
  const env = { JWT_SECRET: 'a'.repeat(32), DATABASE_URL: 'postgres://h/d', REDIS_URL: 'rediss://h' }
  const wrong: [string, string, RegExp][] = [
    ['DATABASE_URL', 'postgres://h/d?sslmode=verify', /DATABASE_URL must have an sslmode of disable, .*, if any$/],
    [
      'DATABASE_URL',
      'postgres://h/d?sslmode=require&sslrootcert=/none',
      /DATABASE_URL must name a readable file as sslr/,
    ],
    ['REDIS_URL', 'rediss://h?ssl_ca_certs=/none', /REDIS_URL must name a readable file as ssl_ca_certs/],
    ['REDIS_URL', 'rediss://h?ssl_cert_reqs=maybe', /REDIS_URL must have an ssl_cert_reqs/],
  ]
  for (const [name, value, message] of wrong) t.throws(() => serverConfig({ ...env, [name]: value }), { message })
  t.doesNotThrow(() => serverConfig({ ...env, DATABASE_URL: `postgres://h/d?sslmode=verify-ca&sslrootcert=${CA}` }))
  t.end()
})
