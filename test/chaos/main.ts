// npm run chaos -- [--seed N] [--jobs 500]: workers, servers and Redis are killed at random while jobs are posted; then a
// checker proves from PostgreSQL what must hold of each. Prints what it did and found; exit code 1 where anything is wrong.
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { demoCandidates } from '../../dev/candidates/index.ts'
import { createCandidate } from '../../shared/candidates.ts'
import type { Database } from '../../shared/database.ts'
import { randomFrom } from '../stress/random.ts'
import { until } from '../stress/until.ts'
import { SeenCalls } from './calls.ts'
import { check, type Evidence } from './check.ts'
import { keepHistory, readHistory } from './history.ts'
import { type House, openHouse } from './house.ts'
import { postJobs, USERS } from './posts.ts'
import { makeTrouble } from './troubles.ts'

const { values } = parseArgs({ options: { seed: { type: 'string' }, jobs: { type: 'string', default: '500' } } })
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6))
const jobs = Number(values.jobs)
/** After the last post, for most jobs to end in spite of all. */
const TROUBLED_MS = 120_000
/** For the last job to end once nothing is broken any more. */
const END_MS = 180_000
/** The sweep comes round, and what was recorded late is there. */
const SETTLE_MS = 30_000
/** A cancelled job's worker has 30 s to say what it spent; then the sweep does. */
const RECORD_MS = 60_000
const SHOWN = 20

const begun = performance.now()
const say = (line: string): void =>
  console.log(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${line}`)

say(`seed ${seed}, ${jobs} jobs`)
const house = await openHouse()
const abort = (why: unknown): void => {
  say(`given up: ${why instanceof Error ? why.stack : why}`)
  void house.close().finally(() => process.exit(1))
}
for (const event of ['SIGINT', 'SIGTERM', 'unhandledRejection', 'uncaughtException']) process.once(event, abort)
try {
  const problems = await run(house)
  for (const problem of problems.slice(0, SHOWN)) say(`WRONG  ${problem}`)
  say(`${problems.length === 0 ? 'all holds' : `${problems.length} things are wrong`} (seed ${seed})`)
  process.exitCode = problems.length === 0 ? 0 : 1
} finally {
  await house.close()
}
process.exit()

async function run(house: House): Promise<string[]> {
  await keepHistory(house.db)
  const candidates = await createCandidates(house.db)
  const calls = new SeenCalls(house.standIn)
  const ended = new AbortController()
  const troubles = makeTrouble(house, randomFrom(seed, 'troubles'), ended.signal, say)
  troubles.catch(() => {})
  const accepted = await postJobs(house.servers, candidates, jobs, randomFrom(seed, 'posts'))
  say(`${accepted.length} jobs accepted, ${await openJobs(house.db)} of them unfinished`)
  await until(async () => (await openJobs(house.db)) < jobs / 10, 'most jobs ended', TROUBLED_MS).catch(() => {})
  ended.abort()
  const made = await troubles
  say(
    `troubles: ${Object.entries(made)
      .map(([name, count]) => `${count} × ${name}`)
      .join(', ')}`,
  )
  const problems = await settle(house.db)
  const evidence = { ...(await readEvidence(house.db)), accepted, calls: calls.end() }
  summarize(evidence)
  const crashed = [...house.servers, ...house.workers].filter(({ crashes }) => crashes > 0)
  problems.push(...crashed.map(({ name, crashes }) => `${name} ended by itself ${crashes} times`))
  return [...problems, ...check(evidence)]
}

async function openJobs(db: Database): Promise<number> {
  return (await db.selectFrom('resume_generation_job').select('id').where('completed_at', 'is', null).execute()).length
}

async function createCandidates(db: Database): Promise<Map<string, number>> {
  const [demo] = demoCandidates()
  const entries = USERS.map(async user => [user, await createCandidate(db, user, demo!.profile)] as const)
  return new Map(await Promise.all(entries))
}

/** What did not come to an end in time is told by the checker job by job; here only that it did not. */
async function settle(db: Database): Promise<string[]> {
  const problems: string[] = []
  const note = (error: Error) => void problems.push(error.message)
  await until(async () => (await openJobs(db)) === 0, 'the end of all jobs', END_MS).catch(note)
  say('all jobs ended')
  const answers = async () => (await db.selectFrom('job_answer').select('job_id').execute()).length
  await until(async () => (await answers()) === 0, 'the end of kept answers', SETTLE_MS).catch(note)
  await until(async () => (await unrecorded(db)) === 0, 'the record of all attempts', RECORD_MS).catch(note)
  return problems
}

async function unrecorded(db: Database): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from resume_generation_job as job where attempt > 0 and not exists (
      select from job_attempt where job_id = job.id and job_attempt.attempt = job.attempt)`.execute(db)
  return rows[0]!.count
}

async function readEvidence(db: Database): Promise<Omit<Evidence, 'accepted' | 'calls'>> {
  const [rows, attempts, documents, answers] = await Promise.all([
    db.selectFrom('resume_generation_job').selectAll().execute(),
    db.selectFrom('job_attempt').selectAll().orderBy('id').execute(),
    db.selectFrom('resume_document').select('id').execute(),
    db.selectFrom('job_answer').select('job_id').execute(),
  ])
  return {
    rows: new Map(rows.map(row => [row.id, row])),
    history: await readHistory(db),
    attempts: Map.groupBy(attempts, ({ job_id }) => job_id),
    documentIds: new Set(documents.map(({ id }) => id)),
    answers: new Set(answers.map(({ job_id }) => job_id)),
  }
}

function summarize({ rows, history, attempts, documentIds, calls }: Evidence): void {
  const ends = Object.entries(Object.groupBy(rows.values(), row => row.cache_hit ?? row.stage))
  say(`ends: ${ends.map(([end, some]) => `${some!.length} × ${end}`).join(', ')}`)
  const outcomes = Object.entries(Object.groupBy([...attempts.values()].flat(), ({ outcome }) => outcome))
  say(`attempts: ${outcomes.map(([outcome, some]) => `${some!.length} × ${outcome}`).join(', ')}`)
  const states = [...history.values()].reduce((sum, all) => sum + all.length, 0)
  say(`${states} states, ${documentIds.size} documents, ${calls.length} calls`)
}
