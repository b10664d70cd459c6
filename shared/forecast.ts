// When a job will be done: its place in line and how long recent ones took. Read at most once a second, however many
// ask; null rather than a guess.
import { sql } from 'kysely'
import type { Database } from './database.ts'
import type { Forecast, ViewRow } from './job-view.ts'
import type { Log } from './log.ts'
import { isFinal } from './protocol.ts'
import { secondsToTokens } from './rate-window.ts'
import type { Redis } from './redis.ts'
import { listWorkers } from './workers.ts'

const FRESH_MS = 1_000
/** A reading of a long line is dear: it holds for so many times what it took, up to 5 s, so that it is a fiftieth of the time. */
const FRESH_FACTOR = 50
const FRESH_MAX_MS = 5_000
/** Past it a reading is too old to tell anything. */
const STALE_MS = 10_000
/** Those further behind in line are told no place. */
const LINE_MAX = 10_000
/** A longer line is not read anew for one that has just joined it: it is told its place when it asks. */
const SHORT_LINE = 200
const MINUTE_SECONDS = 60

interface Reading {
  at: number
  freshMs: number
  /** Place in line, from 1. */
  places: Map<string, number>
  /** Median of the recent generations, in seconds; null where there were none. */
  typicalSeconds: number | null
  slots: number
  /** How many generate. */
  running: number
  /** In how many seconds each token that is taken comes back, the next one first. */
  tokens: number[]
}

export class Forecaster {
  readonly #db: Database
  readonly #redis: Redis
  readonly #log: Log
  readonly #tasksPerMinute: number
  #reading: Reading | undefined
  #next: Promise<void> | undefined
  #afterNext: Promise<void> | undefined

  /** @param redis a `command` connection. @param tasksPerMinute 0: no limit. */
  constructor(db: Database, redis: Redis, tasksPerMinute: number, log: Log) {
    this.#db = db
    this.#redis = redis
    this.#tasksPerMinute = tasksPerMinute
    this.#log = log
  }

  /** Reads anew where the last reading is older than a second (longer, where reading takes long). Never rejects: without a reading all is null. */
  async refresh(): Promise<void> {
    if (!this.#reading || performance.now() - this.#reading.at >= this.#reading.freshMs)
      await (this.#next ?? this.#start())
  }

  /** By the last reading; one that is too old is asked for anew, for the next time. */
  of(row: ViewRow): Forecast {
    void this.refresh()
    const reading = this.#reading
    if (!reading || performance.now() - reading.at > STALE_MS || isFinal(row.status)) return NOTHING
    const place = reading.places.get(row.id) ?? null
    return { queue_position: place, eta_seconds: this.#seconds(row, place, reading) }
  }

  /** By a reading that knows of the row, where that costs little. Never rejects. */
  async about(row: ViewRow): Promise<Forecast> {
    if (isFinal(row.status)) return NOTHING
    const reading = this.#reading
    const isOld = !reading || performance.now() - reading.at > STALE_MS
    const isNew = row.stage === 'waiting' && row.progress === 0 && !reading?.places.has(row.id)
    if (isOld || (isNew && reading.places.size < SHORT_LINE)) await this.#readAnew()
    return this.of(row)
  }

  /** One that begins from now on, shared by all who ask meanwhile. */
  #readAnew(): Promise<void> {
    if (!this.#next) return this.#start()
    this.#afterNext ??= this.#next.then(() => {
      this.#afterNext = undefined
      return this.#start()
    })
    return this.#afterNext
  }

  #start(): Promise<void> {
    this.#next = this.#read()
      .catch(error => this.#log.debug({ err: error }, 'no forecast'))
      .finally(() => {
        this.#next = undefined
      })
    return this.#next
  }

  #seconds(row: ViewRow, place: number | null, reading: Reading): number | null {
    const { typicalSeconds, slots, running } = reading
    // The wait is known, whatever comes after it.
    if (row.stage === 'retrying' && row.run_after) return Math.ceil(secondsUntil(row.run_after) + (typicalSeconds ?? 0))
    if (typicalSeconds === null) return null
    if (place === null)
      return isWritten(row) ? Math.max(1, Math.ceil((typicalSeconds * (100 - row.progress)) / 100)) : null
    if (slots === 0) return null
    const bySlots = Math.ceil(Math.max(place - Math.max(slots - running, 0), 0) / slots) * typicalSeconds
    return Math.ceil(Math.max(bySlots, this.#secondsByRate(place, reading.tokens)) + typicalSeconds)
  }

  /** Until there is a token for it, and for all before it. */
  #secondsByRate(place: number, taken: number[]): number {
    const perMinute = this.#tasksPerMinute
    const unfit = place - Math.max(perMinute - taken.length, 0)
    if (perMinute === 0 || unfit <= 0) return 0
    // Those that take what is free now give it back in a minute, as do those that come after them.
    const first = taken.slice(-perMinute)[(unfit - 1) % perMinute] ?? MINUTE_SECONDS
    return first + Math.floor((unfit - 1) / perMinute) * MINUTE_SECONDS
  }

  async #read(): Promise<void> {
    const begun = performance.now()
    const [line, running, typicalSeconds, workers, tokens] = await Promise.all([
      readLine(this.#db),
      countRunning(this.#db),
      readTypicalSeconds(this.#db),
      listWorkers(this.#redis),
      secondsToTokens(this.#redis),
    ])
    this.#reading = {
      at: performance.now(),
      freshMs: Math.min(Math.max(FRESH_MS, FRESH_FACTOR * (performance.now() - begun)), FRESH_MAX_MS),
      places: new Map(line.map((id, index) => [id, index + 1])),
      typicalSeconds,
      slots: workers.reduce((sum, worker) => sum + worker.concurrency, 0),
      running,
      tokens,
    }
  }
}

/** The time is the database's: where this machine's clock is far off, nothing is added. */
const secondsUntil = (time: Date): number => {
  const seconds = (time.getTime() - Date.now()) / 1000
  return seconds > 0 && seconds < MINUTE_SECONDS ? seconds : 0
}

const NOTHING: Forecast = { queue_position: null, eta_seconds: null }

/** Also one that rides on another, whose progress it shows. */
const isWritten = ({ stage, progress }: ViewRow): boolean =>
  ['generating', 'rendering', 'saving'].includes(stage) || (stage === 'waiting' && progress > 0)

/** In the order in which slots are given: high before default, then the oldest. Who rides on another needs none. */
const readLine = async (db: Database): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select id from resume_generation_job
    where user_id is not null and lease_until is null and (status = 'PENDING'
      or (status = 'PROCESSING' and stage = 'waiting' and (regenerate or (user_id, cache_key) not in (
        select user_id, cache_key from resume_generation_job
        where user_id is not null and status = 'PROCESSING' and not regenerate and (generating or stage = 'retrying')))))
    order by priority desc, created_at, id limit ${LINE_MAX}`.execute(db)
  return rows.map(({ id }) => id)
}

const countRunning = async (db: Database): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from resume_generation_job
    where user_id is not null and status = 'PROCESSING' and lease_until is not null`.execute(db)
  return rows[0]!.count
}

const readTypicalSeconds = async (db: Database): Promise<number | null> => {
  const { rows } = await sql<{ seconds: number | null }>`
    select percentile_cont(0.5) within group (order by extract(epoch from ended_at - started_at)) as seconds
    from (select started_at, ended_at from job_attempt where outcome = 'success' order by id desc limit 50) as recent
    `.execute(db)
  return rows[0]?.seconds ?? null
}
