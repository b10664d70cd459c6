import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import postgres from 'postgres'
import t from 'tap'
import { PROJECT } from '../../dev/files.ts'
import { latestMigration } from '../../shared/database.ts'
import { migrate } from '../../sql/migrate.ts'
import { createDatabase, type Test } from '../harness.ts'
import { npmRun } from '../npm-run.ts'
import { API, startRest } from '../server/rest-setup.ts'

const older = readFileSync(new URL('./older-database.sql', import.meta.url), 'utf8')

/** A database without any table. */
const emptyDatabase = async (t: Test) => {
  const url = await createDatabase(t)
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  t.teardown(() => sql.end())
  await sql.unsafe('drop schema public cascade; create schema public')
  return { url, sql }
}

t.test('several at once apply each file once; a later run changes nothing', async t => {
  const { url, sql } = await emptyDatabase(t)
  await Promise.all([migrate(url), migrate(url), migrate(url)])
  const applied = await sql`select version, applied_at from schema_migration order by version`
  t.same(
    applied.map(row => row.version),
    Array.from({ length: latestMigration() }, (_, index) => index + 1),
  )
  await migrate(url)
  t.same(await sql`select version, applied_at from schema_migration order by version`, applied)
  const indexes = await sql`select indexname from pg_indexes where tablename = 'resume_generation_job'`
  const names = indexes.map(row => row.indexname)
  for (const name of ['candidate_id', 'job_row_id', 'status', 'created_at']) t.ok(names.includes(`idx_${name}`), name)
})

t.test('`npm run migrate` needs nothing but the URL', async t => {
  const { url, sql } = await emptyDatabase(t)
  const { code, out } = await npmRun('migrate', { DATABASE_URL: url })
  t.equal(code, 0, out)
  t.match(out, 'database is up to date')
  t.match(await sql`select max(version)::int as version from schema_migration`, [{ version: latestMigration() }])
})

t.test("the older service's database: its rows stay as they are, unseen, and all works beside them", async t => {
  const { url, sql } = await emptyDatabase(t)
  await sql.unsafe(older)
  const jobs = () => sql`
    select id, candidate_id, job_row_id, status, progress, file_type, result_url, error_message, created_at::text,
      started_at, completed_at from resume_generation_job where user_id is null order by id`
  const rows = () => sql`select xmin::text, ctid::text from resume_generation_job where user_id is null order by id`
  await migrate(url)
  const before = [await jobs(), await rows()]
  t.equal(before[0]?.length, 3)

  const { ask, job, finish, candidate, redisUrl } = await startRest(t, { DATABASE_URL: url })
  const made = await job(7, { fields: { job_row_id: 3 } })
  t.ok(await candidate(), 'a number that is not taken')
  t.ok((await ask('POST', '/api/candidates/7/jobs', { body: { job_title: 'Dev', job_description: 'x' } })).body.id > 3)
  await finish(made)
  const mine = (await ask('GET', `${API}/my-jobs`)).body.jobs
  t.match(mine, [{ job_id: made, status: 'SUCCESS' }])
  t.match(mine[0].created_at, new RegExp(`^${new Date().toISOString().slice(0, 11)}.*Z$`), 'UTC in a plain timestamp')
  t.equal(mine[0].completed_at.slice(0, 13), new Date().toISOString().slice(0, 13))
  const next = await ask('GET', `${API}/my-jobs?limit=1&cursor=${Buffer.from(`${Date.now()}.x`).toString('base64url')}`)
  t.equal(next.body.jobs[0].job_id, made)
  t.equal((await ask('GET', `${API}/download/${made}`)).text, 'the file')

  for (const { id } of before[0]!) {
    t.equal((await ask('GET', `${API}/job-status/${id}`)).status, 404, id)
    t.equal((await ask('POST', `${API}/cancel/${id}`)).status, 404, id)
  }
  t.equal((await ask('GET', '/api/candidates/9')).status, 404)

  const deleted = deleteCandidate(7, { DATABASE_URL: url, REDIS_URL: redisUrl })
  t.match([deleted.status, deleted.output], [1, /older service/], 'the database ties its jobs to the candidate')
  t.same([await jobs(), await rows()], before, 'not even touched')
  t.equal((await ask('GET', '/api/candidates/7')).status, 200)
})

t.test('a broken connection is waited for, then given up', async t => {
  await t.rejects(migrate('postgres://postgres@127.0.0.1:1/x', undefined, 1500), { code: 'ECONNREFUSED' })
})

function deleteCandidate(id: number, env: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/candidate.ts', 'delete', String(id)], {
    cwd: PROJECT,
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}
