// Reads of jobs: one, a page, a snapshot, what changed since. Nothing here writes.
//
// Catching up: each change stamps the row with its transaction's id. `pg_snapshot_xmin` is the oldest transaction still
// open: everything stamped below it is committed, nothing below it can appear later, however commits were ordered.
// Asked for before a read, that number is a safe position to read on from after it.
import { CompiledQuery, sql } from 'kysely'
import type { Database } from './database.ts'
import { type ViewRow, viewColumns } from './job-view.ts'
import type { JobStatus } from './protocol.ts'

const columns = sql.join(viewColumns.map(column => sql.ref(column)))

/** Read by id alone; the caller compares the owner (a condition on both makes PostgreSQL pick the wrong index). */
export const findJobs = async (db: Database, ids: string[]): Promise<ViewRow[]> => {
  if (ids.length === 0) return []
  const { rows } = await db.executeQuery<ViewRow>(CompiledQuery.raw(FIND_JOBS, [ids]))
  return rows
}

/** Those that there are. */
export const jobsById = async (db: Database, ids: string[]): Promise<Map<string, ViewRow>> =>
  new Map((await findJobs(db, ids)).map(row => [row.id, row]))

export const findJob = async (db: Database, id: string): Promise<ViewRow | undefined> => (await findJobs(db, [id]))[0]

/** Put together once: it is what every poll asks. */
const FIND_JOBS = `select ${viewColumns.join(', ')} from resume_generation_job
  where id = any($1::text[]) and user_id is not null`

export interface JobPage {
  rows: ViewRow[]
  next: PagePosition | null
}
/** The last job of a page: creation time in ms and id. */
export interface PagePosition {
  createdAtMs: number
  id: string
}

/** A page of a user's jobs, newest first; stable while new jobs arrive. */
export const listJobs = async (
  db: Database,
  userId: string,
  options: { limit: number; status?: JobStatus | undefined; after?: PagePosition | undefined },
): Promise<JobPage> => {
  const { limit, status, after } = options
  let query = db.selectFrom('resume_generation_job').select(viewColumns).where('user_id', '=', userId)
  if (status) query = query.where('status', '=', status)
  if (after)
    query = query.where(
      sql<boolean>`(created_at, id) < (${new Date(after.createdAtMs).toISOString()}::timestamptz, ${after.id})`,
    )
  const rows = await query
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { rows: rows.slice(0, limit), next: last ? { createdAtMs: last.created_at.getTime(), id: last.id } : null }
}

/** Where a reader stands in the order of changes: all stamped below `stamp`, and at `stamp` up to `id`, is read. */
export interface Position {
  /** A 64-bit transaction id. */
  stamp: bigint
  id: string
}

export interface Changes {
  rows: ViewRow[]
  /** Safe to read on from after these rows. */
  position: Position
}

/** The unfinished jobs of each of these users that has any, oldest first. */
export const unfinishedJobs = async (db: Database, userIds: string[]): Promise<Map<string, ViewRow[]>> => {
  const { rows } = await sql<ViewRow>`
    select ${columns} from resume_generation_job
    where user_id = any(${userIds}::text[]) and status in ('PENDING', 'PROCESSING')
    order by created_at, id`.execute(db)
  return Map.groupBy(rows, row => row.user_id)
}

/**
 * Where reading on begins for one who claims to have read up to `since`. A position from the future is of another
 * database, or of one that was restored: then everything is news. @param reached any position of the past.
 */
export const startOf = async (db: Database, since: Position, reached: Position): Promise<Position> => {
  const isPast = since.stamp <= reached.stamp || since.stamp <= (await presentPosition(db)).stamp
  return isPast ? since : BEGINNING
}

/**
 * The user's jobs that changed after `start`, in the order of their changes, in pages. The position never passes
 * `ceiling`, a position from before the call: what commits out of order while the pages are read lies above it.
 */
export async function* changesSince(
  db: Database,
  userId: string,
  start: Position,
  ceiling: Position,
  pageSize: number,
): AsyncGenerator<Changes> {
  let from = start
  for (;;) {
    const rows = await changedPage(db, [userId], from, pageSize)
    const last = rows.at(-1)
    if (!last || rows.length < pageSize) return yield { rows, position: ceiling }
    from = positionOf(last)
    yield { rows, position: from.stamp < ceiling.stamp ? from : ceiling }
  }
}

/** What changed for any of these users after `since`, in pages. */
export async function* changesOfUsers(db: Database, userIds: string[], since: Position): AsyncGenerator<ViewRow[]> {
  let from = since
  for (;;) {
    const rows = await changedPage(db, userIds, from, PAGE)
    if (rows.length > 0) yield rows
    if (rows.length < PAGE) return
    const last = rows.at(-1)!
    from = positionOf(last)
  }
}

/**
 * Where reading on from now is safe: everything below is committed or rolled back. Not yet safe from a crash: of what was
 * rolled back a moment ago nothing may be on disk, and then PostgreSQL gives its number out again.
 */
export const presentPosition = async (db: Database): Promise<Position> => (await presentSnapshot(db)).position

/** The same, and safe from a crash: a later number is on disk. Writes to PostgreSQL's log, so not for every turn. */
export const durablePosition = async (db: Database): Promise<Position> => {
  const position = await presentPosition(db)
  await sql`select pg_logical_emit_message(true, 'resume-push', '')`.execute(db)
  return position
}

/**
 * The present one with what is visible now, as `xmin:xmax:xip…`: while that text is equal, nothing has been committed, and the
 * same query brings the same rows.
 */
export const presentSnapshot = async (db: Database): Promise<{ position: Position; visible: string }> => {
  const { rows } = await db.executeQuery(presentQuery)
  const { visible } = rows[0]!
  return { position: { stamp: BigInt(visible.split(':')[0]!), id: '' }, visible }
}

/** Compiled once: it is asked all the time. */
const presentQuery = CompiledQuery.raw('select pg_current_snapshot()::text as visible') as CompiledQuery<{
  visible: string
}>

/** Of a row's last change. */
export const positionOf = ({ changed, id }: ViewRow): Position => ({ stamp: BigInt(changed), id })

const BEGINNING: Position = { stamp: 0n, id: '' }
const PAGE = 500

const changedPage = async (db: Database, userIds: string[], from: Position, limit: number): Promise<ViewRow[]> => {
  const { rows } = await sql<ViewRow>`
    select ${columns} from resume_generation_job
    where user_id = any(${userIds}::text[]) and (changed, id) > (${from.stamp.toString()}::xid8, ${from.id})
    order by changed, id limit ${limit}`.execute(db)
  return rows
}
