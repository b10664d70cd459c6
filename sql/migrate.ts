// Applies the numbered files of this folder, each once, in a transaction, under a lock: several may run at once.
import { readdirSync, readFileSync } from 'node:fs'
import type { Sql, TransactionSql } from 'postgres'
import postgres from 'postgres'
import { commandConfig, withConfig } from '../shared/config.ts'
import { isUnavailable } from '../shared/database.ts'
import { createLog, type Log } from '../shared/log.ts'
import { postgresTarget } from '../shared/postgres-tls.ts'

/** Any number that no other program locks on. */
const LOCK = 7_243_166_120
const GIVE_UP_MS = 60_000

/**
 * Brings the database up to date. Waits while PostgreSQL can't be reached.
 * @param giveUpMs after that it rejects with the connection's error.
 */
export const migrate = async (databaseUrl: string, log?: Log, giveUpMs = GIVE_UP_MS): Promise<void> => {
  const sql = connect(databaseUrl)
  const deadline = Date.now() + giveUpMs
  try {
    for (;;) {
      try {
        return await applyAll(sql, log)
      } catch (error) {
        if (!isUnavailable(error) || Date.now() + 1000 > deadline) throw error
        log?.warn({ err: error }, 'waiting for PostgreSQL')
        await new Promise(resolve => setTimeout(resolve, 1000))
      }
    }
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** A socket's folder as `host` is known to pg alone: postgres.js must be told. */
const connect = (databaseUrl: string): Sql => {
  const { url, options, ssl } = postgresTarget(databaseUrl)
  const bare = new URL(url)
  const host = bare.searchParams.get('host')
  bare.searchParams.delete('host')
  const connection = { TimeZone: 'UTC', ...(options && { options }) }
  const quiet = { max: 1, connect_timeout: 5, onnotice: () => {} }
  return postgres(bare.href, { ...quiet, connection, ssl, ...(host && { host }) })
}

const applyAll = async (sql: Sql, log?: Log): Promise<void> => {
  const folder = new URL('./', import.meta.url)
  const files = readdirSync(folder)
    .filter(file => /^\d{3}_.*\.sql$/.test(file))
    .sort()
  for (const file of files) {
    const applied = await sql.begin(transaction =>
      apply(transaction, file, readFileSync(new URL(file, folder), 'utf8')),
    )
    if (applied) log?.info({ file }, 'migration applied')
  }
}

const apply = async (sql: TransactionSql, file: string, text: string): Promise<boolean> => {
  await sql`select pg_advisory_xact_lock(${LOCK})`
  await sql`create table if not exists schema_migration (
    version integer primary key, name text not null, applied_at timestamptz not null)`
  const version = Number(file.slice(0, 3))
  const [known] = await sql`select 1 from schema_migration where version = ${version}`
  if (known) return false
  await sql.unsafe(text)
  await sql`insert into schema_migration (version, name, applied_at) values (${version}, ${file}, now())`
  return true
}

if (import.meta.main)
  await withConfig(async () => {
    const config = commandConfig(['databaseUrl', 'logLevel'], ['databaseUrl'])
    const log = createLog('migrate', config.logLevel)
    try {
      await migrate(config.databaseUrl, log)
      log.info('database is up to date')
    } catch (error) {
      log.fatal({ err: error }, 'migration failed')
      process.exitCode = 1
    }
  })
