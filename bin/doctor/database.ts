// PostgreSQL: whether it answers, takes writes, is new enough, has the tables; and how far its clock is from ours.
import { sql } from 'kysely'
import { type Database, latestMigration, openDatabase } from '../../shared/database.ts'
import { type Finding, type Findings, failed, Late, ok, rounded, skipped, warning, within } from './finding.ts'

const LIMIT_MS = 4_000
/** The first with 64-bit transaction ids, which the migrations need. */
const VERSION_MIN = 130_000
/** A token is good or not by a server's clock, a lease by PostgreSQL's. */
const SKEW_WARNING_MS = 2_000
const SKEW_FAILED_MS = 60_000

export const examineDatabase = async (url: string | undefined): Promise<Findings> => {
  if (!url) return unseen(skipped('there is no usable DATABASE_URL'))
  const db = openDatabase(url, 1, 'resume-doctor')
  try {
    return await within(LIMIT_MS, inspect(db))
  } catch (error) {
    return unseen(failed(...explain(error)))
  } finally {
    // It waits for what hangs.
    void db.destroy().catch(() => {})
  }
}

const unseen = (database: Finding): Findings => ({
  database,
  migrations: skipped('PostgreSQL could not be asked'),
  clock: skipped('PostgreSQL could not be asked'),
})

interface About {
  version: string
  number: number
  readonly: boolean
  now: Date
}

const inspect = async (db: Database): Promise<Findings> => {
  // Connects, so that the time of the next one is a round trip.
  await sql`select 1`.execute(db)
  const askedAt = Date.now()
  const begun = performance.now()
  const { rows } = await sql<About>`
    select split_part(current_setting('server_version'), ' ', 1) as version,
      current_setting('server_version_num')::int as number,
      pg_is_in_recovery() or current_setting('transaction_read_only')::boolean as readonly,
      clock_timestamp() as now`.execute(db)
  const ms = performance.now() - begun
  const about = rows[0]!
  return {
    database: judge(about, ms),
    migrations: await checkMigrations(db),
    clock: judgeClock(about.now.getTime() - (askedAt + ms / 2)),
  }
}

const judge = ({ version, number, readonly }: About, ms: number): Finding => {
  const values = { version, round_trip_ms: rounded(ms) }
  if (number < VERSION_MIN) return failed(`PostgreSQL ${version} is too old`, 'use PostgreSQL 13 or later', values)
  if (readonly)
    return failed(
      `PostgreSQL ${version} takes no writes: a standby, or set read-only`,
      'point DATABASE_URL at the primary',
      values,
    )
  return ok(`version ${version} answers in ${values.round_trip_ms} ms`, values)
}

const checkMigrations = async (db: Database): Promise<Finding> => {
  const wanted = latestMigration()
  const { rows } = await sql<{ there: boolean }>`select to_regclass('schema_migration') is not null as there`.execute(
    db,
  )
  const newest = rows[0]?.there
    ? await sql<{ version: number | null }>`select max(version) as version from schema_migration`.execute(db)
    : undefined
  const applied = newest?.rows[0]?.version ?? 0
  const values = { applied, wanted }
  if (applied < wanted)
    return failed(`the database is at migration ${applied} of ${wanted}`, 'run `npm run migrate`', values)
  if (applied > wanted)
    return warning(
      `the database is at migration ${applied}, this code knows ${wanted}`,
      'deploy the newer code here too',
      values,
    )
  return ok(`all ${wanted} are applied`, values)
}

const judgeClock = (offsetMs: number): Finding => {
  const off = Math.abs(offsetMs)
  const values = { offset_ms: Math.round(offsetMs) }
  const message = `this machine is ${Math.round(off / 100) / 10} s ${offsetMs > 0 ? 'behind' : 'ahead of'} PostgreSQL`
  const advice = 'set both clocks by NTP: tokens run out by a server’s clock, leases by PostgreSQL’s'
  if (off >= SKEW_FAILED_MS) return failed(message, advice, values)
  if (off >= SKEW_WARNING_MS) return warning(message, advice, values)
  return ok(`within ${Math.max(1, Math.ceil(off / 100)) / 10} s of PostgreSQL's`, values)
}

const advice = {
  start: 'start it, or correct host and port in DATABASE_URL',
  url: 'correct DATABASE_URL',
  rights: 'correct user and password in DATABASE_URL',
}

/** By code alone: messages name hosts and users. */
const explain = (error: unknown): [message: string, advice: string] => {
  const { code, message = '' } = (error ?? {}) as { code?: string; message?: string }
  if (error instanceof Late || /^timeout exceeded/.test(message) || code === 'ETIMEDOUT')
    return ['no answer in time: it is frozen, overloaded, or cut off by a firewall', advice.start]
  if (code === 'ECONNREFUSED') return ['nothing listens there (ECONNREFUSED)', advice.start]
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return [`its host name is not known (${code})`, advice.url]
  if (code === '28P01' || code === '28000' || /password must be a string/.test(message))
    return [`it refuses the user or the password (${code ?? 'no password'})`, advice.rights]
  if (code === '3D000') return ['it has no such database (3D000)', 'create the database, or correct DATABASE_URL']
  if (code === '53300') return ['it has no connection left (53300)', 'lower DATABASE_POOL, or raise max_connections']
  if (code === '57P03') return ['it is starting or stopping (57P03)', 'wait, then look at its log']
  if (/SSL|certificate|self.signed/i.test(`${code} ${message}`))
    return [`TLS does not come about (${code ?? 'refused'})`, 'correct sslmode in DATABASE_URL']
  return [`it can't be asked (${code ?? (error as Error).name})`, advice.url]
}
