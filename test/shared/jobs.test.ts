// The job's state machine against PostgreSQL: who may change what, and what a change leaves.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import { createCandidate } from '../../shared/candidates.ts'
import { openDatabase } from '../../shared/database.ts'
import * as claims from '../../shared/job-claims.ts'
import { createJob } from '../../shared/job-create.ts'
import { keepAnswer, keptAnswers, recentGenerations, recordAttempt } from '../../shared/job-records.ts'
import * as jobs from '../../shared/jobs.ts'
import { createDatabase, until } from '../harness.ts'

const db = openDatabase(await createDatabase(t), 8, 'test')
t.teardown(() => db.destroy())
const candidateId = await createCandidate(db, '42', { basics: { name: 'Ann' } })

const create = async (): Promise<string> => {
  const job = { userId: '42', candidateId, jobRowId: null, jobDescription: 'A job.', fileType: 'word' } as const
  return (await createJob(db, { ...job, priority: 'default', regenerate: false, requestId: 'request-1' }, undefined))
    .job.id
}
const row = (id: string) =>
  db.selectFrom('resume_generation_job').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const newKey = () => randomBytes(16).toString('hex')
/** In line; each with a key of its own, unless given. */
const park = (id: string, key = newKey()) => jobs.parkJob(db, { id, fence: 0 }, key)
/** A fresh job, alone in line, begins to generate. */
const begin = async (worker = 'worker a', key = newKey()): Promise<claims.PickedJob> => {
  await park(await create(), key)
  return (await claims.claimNext(db, worker))!
}
const runOut = (id: string) =>
  sql`update resume_generation_job set lease_until = clock_timestamp() - interval '1 s' where id = ${id}`.execute(db)
const stored = { documentId: 0, cacheHit: null, warnings: [] }
const document = async (): Promise<number> => {
  const { rows } = await sql<{ id: number }>`
    insert into resume_document (user_id, candidate_id, cache_key, file_type, filename, merged_text, file_data, sha256,
      evidence, warnings, created_at)
    values ('42', ${candidateId}, ${'k'.repeat(32)}, 'word', 'a.docx', '', '', '', '[]', '[]', now())
    returning id`.execute(db)
  return rows[0]!.id
}
t.beforeEach(async () => {
  await db.deleteFrom('resume_generation_job').execute()
})

t.test('a claim raises fence and attempt, takes a lease by the clock of PostgreSQL, and brings the inputs', async t => {
  const job = await begin()
  t.match(job, {
    fence: 2,
    failures: 0,
    version: 3,
    status: 'PROCESSING',
    stage: 'generating',
    attempt: 1,
    progress: 5,
  })
  t.match(job, { request_id: 'request-1', regenerate: false, started_at: Date })
  t.same(job.input, { profile: { basics: { name: 'Ann' } }, job_title: null, company: null, job_description: 'A job.' })
  const { rows } = await sql<{ s: number }>`
    select extract(epoch from lease_until - clock_timestamp())::float as s from resume_generation_job
    where id = ${job.id}`.execute(db)
  t.ok(rows[0]!.s > 5 && rows[0]!.s <= jobs.LEASE_SECONDS, `a lease of ${rows[0]!.s} s`)
})

t.test('of many who take a job in at once one puts it into the line', async t => {
  const id = await create()
  const parked = await Promise.all(Array.from({ length: 10 }, () => park(id)))
  t.equal(parked.filter(Boolean).length, 1)
  t.match(await row(id), { fence: 1, stage: 'waiting', attempt: 0, lease_until: null })
})

t.test('a held job, a finished one, one not due, one of the older service: none is in line', async t => {
  await begin()
  await jobs.failJob(db, await begin(), 'MODEL_KEY')
  await jobs.retryJob(db, await begin(), 'MODEL_BUSY', 60_000)
  const older = await create()
  await park(older)
  await sql`update resume_generation_job set user_id = null where id = ${older}`.execute(db)
  t.equal(await claims.hasNext(db), false)
  t.equal(await claims.claimNext(db, 'worker b'), undefined)
})

t.test('an entry finds its job only while that is queued', async t => {
  const id = await create()
  t.match(await claims.findQueued(db, id), { id, fence: 0, input: { job_description: 'A job.' } })
  await park(id)
  t.equal(await claims.findQueued(db, id), undefined)
  t.equal(await claims.findQueued(db, 'unknown'), undefined)
})

t.test('who lost the job to another can change nothing', async t => {
  const old = await begin()
  await runOut(old.id)
  t.ok(await claims.reclaimLost(db, old))
  const held = await claims.claimNext(db, 'worker b')
  t.match(held, { id: old.id, fence: 4, attempt: 2 })
  const before = await row(old.id)
  const late = [
    jobs.moveJob(db, old, 'saving', 95),
    jobs.succeedJob(db, old, stored),
    jobs.failJob(db, old, 'INTERNAL'),
    jobs.retryJob(db, old, 'INTERNAL', 1),
    jobs.parkJob(db, old, newKey()),
    jobs.handBackJob(db, old),
    claims.reclaimLost(db, old),
  ]
  t.same(await Promise.all(late), Array(late.length).fill(undefined))
  t.equal(await jobs.renewLease(db, old), false)
  await keepAnswer(db, old, 'main_sections', { of: 'the old one' })
  t.equal(await keptAnswers(db, old), undefined)
  t.same(await keptAnswers(db, held!), new Map())
  t.same(await row(old.id), before)
  t.equal(await jobs.renewLease(db, held!), true)
})

t.test('a lease that ran out and that nobody took is renewed, and then not reclaimed', async t => {
  const held = await begin()
  await runOut(held.id)
  t.equal(await jobs.renewLease(db, held), true)
  t.equal(await claims.reclaimLost(db, held), undefined)
})

t.test('a final state never changes, whichever came first', async t => {
  const held = await begin()
  t.match(await jobs.cancelJob(db, held.id), { status: 'FAILURE', stage: 'cancelled' })
  const before = await row(held.id)
  t.equal(await jobs.succeedJob(db, held, { ...stored, documentId: await document() }), undefined)
  t.equal(await jobs.cancelJob(db, held.id), undefined)
  t.same(await row(held.id), before)
  const done = await begin()
  const documentId = await document()
  t.match(await jobs.succeedJob(db, done, { ...stored, documentId }), { status: 'SUCCESS', progress: 100 })
  t.equal(await jobs.cancelJob(db, done.id), undefined)
})

t.test('of a cancel and a success at once one wins', async t => {
  for (let round = 0; round < 10; round++) {
    const held = await begin()
    const documentId = await document()
    const ends = [jobs.succeedJob(db, held, { ...stored, documentId }), jobs.cancelJob(db, held.id)]
    t.equal((await Promise.all(ends)).filter(Boolean).length, 1)
    t.equal((await row(held.id)).version, 4)
  }
})

t.test('each change is one version, and progress does not fall within an attempt', async t => {
  const held = await begin()
  const states = [
    await jobs.moveJob(db, held, 'generating', 40),
    await jobs.moveJob(db, held, 'generating', 30),
    await jobs.moveJob(db, held, 'rendering', 85),
  ]
  t.same(
    states.map(state => [state?.version, state?.progress, state?.attempt]),
    [
      [4, 40, 1],
      [5, 40, 1],
      [6, 85, 1],
    ],
  )
})

t.test('an attempt left open by a dead worker is a failure; one handed back is not', async t => {
  const first = await begin()
  await jobs.moveJob(db, first, 'generating', 40)
  await runOut(first.id)
  const { job, lost } = (await claims.reclaimLost(db, first))!
  t.match(job, { failures: 1, progress: 0, attempt: 1, stage: 'waiting', fence: 3 })
  t.match(lost, { attempt: 1, worker: 'worker a', progress: 40, ms: Number })
  const second = (await claims.claimNext(db, 'worker b'))!
  t.match(await jobs.handBackJob(db, second), { stage: 'waiting', attempt: 2 })
  t.match(await claims.claimNext(db, 'worker c'), { failures: 1, fence: 5, attempt: 3 })
})

t.test('lost for the third time a job ends, and says so', async t => {
  const held = await begin()
  await sql`update resume_generation_job set failures = 2 where id = ${held.id}`.execute(db)
  await runOut(held.id)
  await claims.reclaimLost(db, held)
  t.match(await row(held.id), { status: 'FAILURE', stage: 'failed', failures: 3, generating: false, lease_until: null })
  t.match(await row(held.id), { error_message: /.+/, completed_at: Date })
})

t.test('in line: high before default, then the oldest', async t => {
  t.equal(await claims.hasNext(db), false)
  const [older, younger, high] = [await create(), await create(), await create()]
  await sql`update resume_generation_job set priority = 'high' where id = ${high}`.execute(db)
  await sql`update resume_generation_job set created_at = created_at - interval '1 s' where id = ${older}`.execute(db)
  for (const id of [younger, older, high]) await park(id)
  t.equal(await claims.hasNext(db), true)
  const begun = []
  for (let place = 0; place < 4; place++) begun.push(await claims.claimNext(db, 'worker b'))
  t.same(
    begun.map(job => job?.id),
    [high, older, younger, undefined],
  )
  await jobs.handBackJob(db, begun[1]!)
  t.match(await claims.claimNext(db, 'worker c'), { id: older, attempt: 2, fence: 3 })
})

t.test('many slots at once: nobody gets the same job, and each gets one', async t => {
  const ids = await Promise.all(Array.from({ length: 12 }, create))
  for (const id of ids) await park(id)
  const begun = await Promise.all(ids.map((_, index) => claims.claimNext(db, `worker ${index}`)))
  t.same(begun.map(job => job?.id).sort(), ids.sort())
})

t.test('of identical jobs one generates, however many ask; the next one only when it failed for good', async t => {
  const key = newKey()
  for (const id of await Promise.all(Array.from({ length: 4 }, create))) await park(id, key)
  const begun = await Promise.all(Array.from({ length: 4 }, (_, index) => claims.claimNext(db, `worker ${index}`)))
  const [leader, ...others] = begun.filter(job => job !== undefined)
  t.same(others, [])
  await jobs.retryJob(db, leader!, 'MODEL_BUSY', 60_000)
  t.equal(await claims.hasNext(db), false, 'it is about to go on')
  await sql`update resume_generation_job set run_after = now() where id = ${leader!.id}`.execute(db)
  const again = await claims.claimNext(db, 'worker a')
  t.match(again, { id: leader!.id, attempt: 2 })
  await jobs.failJob(db, again!, 'MODEL_ANSWER')
  t.match(await claims.claimNext(db, 'worker a'), { attempt: 1, fence: 2 })
})

t.test("riders follow their leader's bar and end with its document; nobody else does", async t => {
  const key = newKey()
  const leader = await begin('worker a', key)
  const [rider, ahead, anew, other] = [await create(), await create(), await create(), await create()]
  await sql`update resume_generation_job set regenerate = true where id = ${anew}`.execute(db)
  for (const id of [rider, ahead, anew]) await park(id, key)
  await park(other)
  await sql`update resume_generation_job set progress = 60 where id = ${ahead}`.execute(db)
  const moved = await claims.moveRiders(db, leader, 40)
  t.match(
    moved.toSorted((a, b) => a.progress - b.progress),
    [
      { id: rider, progress: 40, stage: 'waiting', version: 3, moved: true },
      { id: ahead, progress: 60, version: 2, moved: false },
    ],
  )
  t.equal(moved.length, 2)
  t.same(await claims.moveRiders(db, { ...leader, fence: leader.fence - 1 }, 50), [], 'not by who has lost the job')
  const documentId = await document()
  await jobs.succeedJob(db, leader, { ...stored, documentId })
  const ended = await claims.succeedRiders(db, leader, documentId, ['A warning.'])
  t.same(ended.map(({ id }) => id).sort(), [rider, ahead].sort())
  for (const view of ended) t.match(view, { status: 'SUCCESS', progress: 100, cache_hit: 'shared', attempt: 0 })
  t.match(await row(rider), { document_id: documentId, warnings: ['A warning.'], lease_until: null })
  t.match(await row(other), { stage: 'waiting' })
  t.match(await row(anew), { stage: 'waiting' })
})

t.test('a high job raises the one it rides on, and no other', async t => {
  const key = newKey()
  const leader = await begin('worker a', key)
  const [rider, anew, other] = [await create(), await create(), await begin('worker b')]
  await sql`update resume_generation_job set priority = 'high' where id = ${rider}`.execute(db)
  await sql`update resume_generation_job set regenerate = true where id = ${anew}`.execute(db)
  for (const id of [rider, anew]) await park(id, key)
  t.match(await claims.raiseLeader(db, { ...leader, id: rider }, key), { id: leader.id, priority: 'high', version: 4 })
  t.equal(await claims.raiseLeader(db, { ...leader, id: rider }, key), undefined, 'once')
  for (const id of [anew, other.id]) t.match(await row(id), { priority: 'default' })
  await jobs.retryJob(db, leader, 'MODEL_BUSY', 0)
  const older = await create()
  await sql`update resume_generation_job set created_at = created_at - interval '1 s' where id = ${older}`.execute(db)
  await park(older)
  t.match(await claims.claimNext(db, 'worker b'), { id: leader.id, attempt: 2 })
})

t.test('who gets in line while an identical job is just ending waits for its document', async t => {
  const key = newKey()
  const leader = await begin('worker a', key)
  const rider = await create()
  const documentId = await document()
  const ending = Promise.withResolvers<void>()
  const ended = db.transaction().execute(async transaction => {
    await jobs.succeedJob(transaction, leader, { ...stored, documentId })
    t.same(await claims.succeedRiders(transaction, leader, documentId, []), [])
    ending.resolve()
    await until(async () => (await row(rider)).stage === 'waiting')
    await until(async () => {
      const { rows } = await sql<{ waits: boolean }>`
        select exists (select from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock') as waits`.execute(db)
      return rows[0]!.waits
    })
  })
  await ending.promise
  await park(rider, key)
  await claims.letLeaderEnd(db, { ...leader, id: rider }, key)
  t.match(await row(leader.id), { status: 'SUCCESS', document_id: documentId }, 'its document is there by then')
  await ended
})

t.test('what was claimed without an answer gets back in line at no cost, and what is known stays', async t => {
  const [known, unknown, others] = [await begin(), await begin(), await begin('worker b')]
  t.match(await claims.returnUnknown(db, 'worker a', [known.id]), [{ id: unknown.id, stage: 'waiting', attempt: 1 }])
  t.match(await row(unknown.id), { failures: 0, fence: 3, lease_until: null, generating: false })
  for (const { id } of [known, others]) t.match(await row(id), { stage: 'generating', fence: 2 })
})

t.test('nothing is recorded of a job that was deleted meanwhile', async t => {
  const cost = { model: 'm', prompt_tokens: 1, cached_tokens: 0, completion_tokens: 2, cost_usd: 0, estimated: true }
  await recordAttempt(db, { job_id: 'gone', attempt: 1, worker: 'a', ms: 1, outcome: 'cancelled', ...cost })
  t.same(await db.selectFrom('job_attempt').select('id').where('job_id', '=', 'gone').execute(), [])
})

t.test('an attempt is recorded once, also when its worker was taken for dead', async t => {
  const id = await create()
  const cost = { model: 'm', prompt_tokens: 1, cached_tokens: 0, completion_tokens: 2, cost_usd: 0.5, estimated: true }
  const record = { job_id: id, attempt: 1, worker: 'worker a', ms: 1000, outcome: 'lost', ...cost }
  await recordAttempt(db, record)
  await recordAttempt(db, { ...record, worker: 'worker b' })
  await recordAttempt(db, { ...record, attempt: 2 })
  const rows = await db.selectFrom('job_attempt').selectAll().where('job_id', '=', id).orderBy('id').execute()
  t.match(rows, [{ attempt: 1, worker: 'worker a', cost_usd: 0.5, outcome: 'lost' }, { attempt: 2 }])
  t.equal(rows.length, 2)
})

t.test('generations of the last minute are known from the timeline', async t => {
  const held = await begin()
  await jobs.moveJob(db, held, 'generating', 50)
  const ages = await recentGenerations(db, 60_000)
  t.equal(ages.length, 1)
  t.ok(ages.every(age => age >= 0 && age < 60_000))
  await until(async () => (await recentGenerations(db, 5)).length === 0)
})
