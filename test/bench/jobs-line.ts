// What a job costs with 10,000 in line, against a line of 10: the first ones that get through.
import { sql } from 'kysely'
import { createJob } from '../../shared/job-create.ts'
import { until } from '../stress/until.ts'
import type { JobsBench } from './jobs.ts'
import { createUser, startWorker, USER } from './jobs-programs.ts'
import { compare, type Row } from './table.ts'

const SHORT = 10
const LONG = 10_000

export const measureLine = async (bench: JobsBench, rounds: number): Promise<Row[]> => {
  const candidateId = await createUser(bench)
  const worker = await startWorker(bench, { WORKER_CONCURRENCY: '1' })
  const perJob = { [SHORT]: [] as number[], [LONG]: [] as number[] }
  for (let round = 0; round <= rounds; round++)
    for (const length of [SHORT, LONG] as const) {
      const ms = await through(bench, candidateId, length)
      if (round > 0) perJob[length].push(ms)
      bench.say(`line, ${round}, ${length} in line: ${ms.toFixed(1)} ms a job`)
    }
  await worker.stop()
  const title = `a job with ${LONG.toLocaleString('en')} in line`
  const theirs = perJob[SHORT]
  return [compare({ title, unit: 'ms', ours: perJob[LONG], peer: `${SHORT} in line`, theirs, atMost: 1.15 })]
}

/** ms a job, from the first that begins to the tenth that ends. */
const through = async ({ db }: JobsBench, candidateId: number, length: number): Promise<number> => {
  await putInLine(db, candidateId, length)
  const done = async () =>
    db
      .selectFrom('resume_generation_job')
      .select(['started_at', 'completed_at'])
      .where('status', '=', 'SUCCESS')
      .orderBy('completed_at')
      .execute()
  const rows = await until(async () => ((await done()).length >= SHORT ? done() : undefined), 'ten jobs', 60_000)
  const ends = rows.slice(0, SHORT).map(row => row.completed_at!.getTime())
  await db.deleteFrom('resume_generation_job').execute()
  return (ends.at(-1)! - ends[0]!) / (SHORT - 1)
}

const putInLine = (db: JobsBench['db'], candidateId: number, length: number): Promise<void> =>
  db.transaction().execute(async transaction => {
    const { job } = await createJob(
      transaction,
      {
        userId: USER,
        candidateId,
        jobRowId: null,
        jobDescription: 'In line.',
        fileType: 'word',
        priority: 'default',
        regenerate: true,
        requestId: null,
      },
      undefined,
    )
    await sql`update resume_generation_job set status = 'PROCESSING', stage = 'waiting', started_at = now(),
      cache_key = repeat('k', 32) where id = ${job.id}`.execute(transaction)
    await sql`insert into resume_generation_job
      select (jsonb_populate_record(job, jsonb_build_object('id', gen_random_uuid()::text, 'created_at', job.created_at + n * interval '1 ms'))).*
      from resume_generation_job job, generate_series(2, ${length}::int) n where job.id = ${job.id}`.execute(
      transaction,
    )
    await sql`insert into job_input (job_id, profile, job_title, company, job_description)
      select job.id, input.profile, input.job_title, input.company, job.id
      from resume_generation_job job, job_input input where input.job_id = ${job.id} and job.id <> ${job.id}`.execute(
      transaction,
    )
  })
