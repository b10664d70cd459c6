// When a job will be done: its place in line and how long recent ones took. Read at most once a second, however many
// ask; null rather than a guess.
import { sql } from 'kysely'
import type { Database } from './database.ts'
import type { Forecast, ViewRow } from './job-view.ts'
import type { Log } from './log.ts'
import type { Redis } from './redis.ts'
import { listWorkers } from './workers.ts'

const FRESH_MS = 1_000
/** Past it a reading is too old to tell anything. */
const STALE_MS = 10_000
/** Those further behind in line are told no place. */
const LINE_MAX = 10_000
const MINUTE_SECONDS = 60

interface Reading {
  at: number
  /** Place in line, from 1. */
  places: Map<string, number>
  /** Median of the recent generations, in seconds; null where there were none. */
  typicalSeconds: number | null
  slots: number
}

export class Forecaster {
  readonly #db: Database
  readonly #redis: Redis
  readonly #log: Log
  readonly #tasksPerMinute: number
  #reading: Reading | undefined
  #next: Promise<void> | undefined

  /** @param redis a `command` connection. @param tasksPerMinute 0: no limit. */
  constructor(db: Database, redis: Redis, tasksPerMinute: number, log: Log) {
    this.#db = db
    this.#redis = redis
    this.#tasksPerMinute = tasksPerMinute
    this.#log = log
  }

  /** Reads anew where the last reading is older than a second. Never rejects: without a reading all is null. */
  async refresh(): Promise<void> {
    if (this.#reading && performance.now() - this.#reading.at < FRESH_MS) return
    this.#next ??= this.#read()
      .catch(error => this.#log.debug({ err: error }, 'no forecast'))
      .finally(() => {
        this.#next = undefined
      })
    await this.#next
  }

  /** By the last reading; one that is too old is asked for anew, for the next time. */
  of(row: ViewRow): Forecast {
    void this.refresh()
    const reading = this.#reading
    if (!reading || performance.now() - reading.at > STALE_MS) return NOTHING
    if (row.status === 'SUCCESS' || row.status === 'FAILURE') return NOTHING
    const place = reading.places.get(row.id) ?? null
    return { queue_position: place, eta_seconds: this.#seconds(row, place, reading) }
  }

  #seconds(row: ViewRow, place: number | null, { typicalSeconds, slots }: Reading): number | null {
    if (typicalSeconds === null) return null
    if (row.stage === 'retrying' && row.run_after) return Math.ceil(secondsUntil(row.run_after) + typicalSeconds)
    if (place === null)
      return isWritten(row) ? Math.max(1, Math.ceil((typicalSeconds * (100 - row.progress)) / 100)) : null
    if (slots === 0) return null
    const bySlots = Math.ceil(place / slots) * typicalSeconds
    const byRate = this.#tasksPerMinute === 0 ? 0 : Math.floor((place - 1) / this.#tasksPerMinute) * MINUTE_SECONDS
    return Math.ceil(Math.max(bySlots, byRate) + typicalSeconds)
  }

  async #read(): Promise<void> {
    const [line, typicalSeconds, workers] = await Promise.all([
      readLine(this.#db),
      readTypicalSeconds(this.#db),
      listWorkers(this.#redis),
    ])
    this.#reading = {
      at: performance.now(),
      places: new Map(line.map((id, index) => [id, index + 1])),
      typicalSeconds,
      slots: workers.reduce((sum, worker) => sum + worker.concurrency, 0),
    }
  }
}

/** The time is the database's: where this machine's clock is far off, nothing is added. */
const secondsUntil = (time: Date): number => {
  const seconds = (time.getTime() - Date.now()) / 1000
  return seconds > 0 && seconds < MINUTE_SECONDS ? seconds : 0
}

const NOTHING: Forecast = { queue_position: null, eta_seconds: null }

const isWritten = (row: ViewRow): boolean => ['generating', 'rendering', 'saving'].includes(row.stage)

/** In the order in which slots are given: high before default, then the oldest. */
const readLine = async (db: Database): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select id from resume_generation_job
    where user_id is not null and lease_until is null
      and (status = 'PENDING' or (status = 'PROCESSING' and stage = 'waiting'))
    order by priority desc, created_at, id limit ${LINE_MAX}`.execute(db)
  return rows.map(({ id }) => id)
}

const readTypicalSeconds = async (db: Database): Promise<number | null> => {
  const { rows } = await sql<{ seconds: number | null }>`
    select percentile_cont(0.5) within group (order by extract(epoch from ended_at - started_at)) as seconds
    from (select started_at, ended_at from job_attempt where outcome = 'success' order by id desc limit 50) as recent
    `.execute(db)
  return rows[0]?.seconds ?? null
}
