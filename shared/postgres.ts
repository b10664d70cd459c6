// The pool of connections to PostgreSQL: how long it waits, what it makes of a lost or silent connection, and how values
// are read. Knows no table.
//
// It is pg and not postgres.js (3.4.9, which migrates), since that one was found to let a query on a frozen connection
// hang without end, with nothing to cut it by, and to end the process where the connection of an open transaction is lost
// (a TypeError thrown in `setImmediate`, src/connection.js:255, that no caller can catch).
import { createHash } from 'node:crypto'
import pg from 'pg'
import { postgresTarget } from './postgres-tls.ts'

/** See `openDatabase`. */
export const openPool = (url: string, size: number, name: string): pg.Pool => {
  const target = postgresTarget(url)
  const connections = new pg.Pool({
    Client,
    connectionString: target.url,
    ssl: target.ssl,
    max: size,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    maxLifetimeSeconds: 30 * 60,
    keepAlive: true,
    // The last word is ours.
    options: [target.options, `-c TimeZone=UTC -c statement_timeout=${STATEMENT_MS}`, IDLE].filter(Boolean).join(' '),
    application_name: name,
    types: { getTypeParser: parserOf as typeof pg.types.getTypeParser },
  })
  // A connection that is lost tells so by an event beside the rejected query; unheard it ends the process.
  connections.on('error', () => {})
  connections.on('connect', client => client.on('error', () => {}))
  return connections
}

/** ms after which PostgreSQL gives a statement up, so that no lock is waited for without end. */
const STATEMENT_MS = 12_000
/** ms after which it ends a transaction whose process is frozen or cut off: its locks would stop all others. */
const IDLE_MS = 10_000
const IDLE = `-c idle_in_transaction_session_timeout=${IDLE_MS}`
/** ms after which a connection that says nothing is given up: a PostgreSQL that is frozen or out of reach. */
const SILENT_MS = 15_000

/**
 * Gives up a connection that is silent (pg's own `query_timeout` leaves it in the pool, where the next query hangs behind
 * the first), and has PostgreSQL plan a statement once a connection rather than each time.
 */
class Client extends pg.Client {
  override query = ((...args: unknown[]) => {
    const result: unknown = super.query(...(prepared(args) as Parameters<pg.Client['query']>))
    if (!(result instanceof Promise)) return result
    const timer = setTimeout(() => this.#cut(), SILENT_MS)
    return result.catch(notePooler).finally(() => clearTimeout(timer))
  }) as pg.Client['query']

  #cut(): void {
    const { connection } = this as unknown as { connection: { stream: { destroy(): void } } }
    connection.stream.destroy()
  }
}

/** Names by text: the same name is the same statement, whichever process gave it. */
const names = new Map<string, string>()
const NAMES_MAX = 500
let isPooled = false

const prepared = ([text, values, ...rest]: unknown[]): unknown[] => {
  if (isPooled || typeof text !== 'string' || !Array.isArray(values) || values.length === 0)
    return [text, values, ...rest]
  if (!names.has(text) && names.size >= NAMES_MAX) return [text, values, ...rest]
  const name = names.get(text) ?? createHash('md5').update(text).digest('hex')
  names.set(text, name)
  return [{ name, text, values }, ...rest]
}

/** A pooler between two statements may change the connection, which knows no statement by that name: none is named then. */
const notePooler = (error: { code?: string }): never => {
  if (POOLER_CODES.includes(error.code ?? '')) isPooled = true
  throw error
}

/** A statement's name is unknown, or taken. */
export const POOLER_CODES = ['26000', '42P05']

/** Without it a Date would be written in this process's time zone. */
pg.defaults.parseInputDatesAsUTC = true

/** Numbers of PostgreSQL's types: bigint and numeric come as numbers, times as Dates in UTC. */
const parserOf = (type: number, format?: 'text' | 'binary') => {
  if (type === 20 || type === 1700) return Number
  if (type === 1114 || type === 1184) return parseTime
  return pg.types.getTypeParser(type, format as 'text')
}

/** PostgreSQL's time text (UTC sessions) → Date. A plain `timestamp` has no zone: it is UTC too. */
const parseTime = (text: string): Date => new Date(`${text.replace(' ', 'T').replace(/([+-]\d{2})(:?\d{2})?$/, '')}Z`)
