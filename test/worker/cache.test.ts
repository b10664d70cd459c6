// What a second identical job costs: nothing, from Redis, then from PostgreSQL; and what makes it cost again.
import { sql } from 'kysely'
import t from 'tap'
import { demoCandidates } from '../../dev/candidates/index.ts'
import { updateCandidate } from '../../shared/candidates.ts'
import { fileOfJob } from '../../shared/documents.ts'
import { cancelJob } from '../../shared/jobs.ts'
import { until } from '../harness.ts'
import { callsOf, openStage } from './run-job-setup.ts'

const stage = await openStage(t)
const { db, redis, standIn } = stage
await stage.worker({ WORKER_CONCURRENCY: '2' })
t.beforeEach(() => standIn.reset())

/** A finished job and how to ask for the same once more. */
const generated = async () => {
  const jobDescription = `A job like no other: ${crypto.randomUUID()}`
  const id = await stage.post({ jobDescription })
  const end = await stage.end(id)
  standIn.reset()
  return { jobDescription, end, again: (job = {}) => stage.post({ jobDescription, ...job }) }
}
const cacheKeys = () => redis.keys('resume_cache:*')

t.test('the second identical job ends from Redis, without a call, with the same document', async t => {
  const { end, again } = await generated()
  const hit = await stage.end(await again())
  t.match(hit, { status: 'SUCCESS', cache_hit: 'redis', attempt: 0, document_id: end.document_id, progress: 100 })
  t.same(hit.warnings, end.warnings)
  t.same(await stage.stages(hit.id), ['queued', 'done'])
  t.same(await stage.attempts(hit.id), [])
  t.equal(callsOf(stage).length, 0)
  t.same((await fileOfJob(db, hit.id))?.file_data, (await fileOfJob(db, end.id))?.file_data)
})

t.test('after Redis lost everything it ends from PostgreSQL', async t => {
  const { end, again } = await generated()
  await redis.flushall()
  const hit = await stage.end(await again())
  t.match(hit, { status: 'SUCCESS', cache_hit: 'database', document_id: end.document_id })
  t.equal(callsOf(stage).length, 0)
})

t.test('an entry in Redis has the form that other services read, and runs out', async t => {
  await redis.flushall()
  const { end } = await generated()
  const [key, ...others] = await cacheKeys()
  t.same(others, [])
  t.match(key, /^resume_cache:[0-9a-f]{32}$/)
  const entry = JSON.parse((await redis.get(key!))!)
  const file = await fileOfJob(db, end.id)
  t.equal(entry.filename, file?.filename)
  t.equal(entry.file_data, file?.file_data.toString('base64'))
  t.match(entry.merged_text, 'Maya Okafor')
  const ttl = await redis.ttl(key!)
  t.ok(ttl > 3500 && ttl <= 3600, `lives for an hour, not ${ttl} s`)
})

for (const [name, broken] of [
  ['not JSON', '{"merged_text": '],
  ['of an old form', '{"text":"…"}'],
  ['JSON of another kind', 'null'],
] as const)
  t.test(`an entry that is ${name} is a miss, not an error`, async t => {
    await redis.flushall()
    const { again } = await generated()
    const [key] = await cacheKeys()
    await redis.set(key!, broken)
    const hit = await stage.end(await again())
    t.match(hit, { status: 'SUCCESS', cache_hit: 'database' })
  })

t.test('an entry of another type is a miss, not an error', async t => {
  await redis.flushall()
  const { again } = await generated()
  const [key] = await cacheKeys()
  await redis.del(key!)
  await redis.sadd(key!, 'no string')
  t.match(await stage.end(await again()), { status: 'SUCCESS', cache_hit: 'database' })
})

t.test('an entry whose document PostgreSQL has not is a miss', async t => {
  const { end, again } = await generated()
  await db.updateTable('resume_generation_job').set({ document_id: null }).where('id', '=', end.id).execute()
  await db.deleteFrom('resume_document').where('id', '=', end.document_id!).execute()
  const fresh = await stage.end(await again())
  t.match(fresh, { status: 'SUCCESS', cache_hit: null, attempt: 1 })
  t.equal(callsOf(stage).length, 2)
})

t.test('a job that is lost at its last write, as one that was deleted, leaves no entry', async t => {
  await redis.flushall()
  await sql`create function drop_success() returns trigger language plpgsql as 'begin return null; end'`.execute(db)
  await sql`create trigger drop_success before update on resume_generation_job
    for each row when (new.status = 'SUCCESS') execute function drop_success()`.execute(db)
  const id = await stage.post()
  await until(async () => (await stage.attempts(id)).length > 0)
  await sql`drop trigger drop_success on resume_generation_job`.execute(db)
  t.match(await stage.row(id), { stage: 'saving' })
  t.same(await cacheKeys(), [])
  t.match(await stage.end(await stage.post()), { status: 'SUCCESS' })
  t.equal((await cacheKeys()).length, 1)
  await cancelJob(db, id)
})

t.test('another file type, and another job text, is generated anew', async t => {
  const { again } = await generated()
  t.match(await stage.end(await again({ fileType: 'pdf' })), { status: 'SUCCESS', cache_hit: null })
  t.match(await stage.end(await again({ jobDescription: 'Another one.' })), { status: 'SUCCESS', cache_hit: null })
})

t.test('an edited candidate never gets an old file', async t => {
  const { again } = await generated()
  const [demo] = demoCandidates()
  const profile = { ...demo!.profile, basics: { ...demo!.profile.basics, name: 'Maya Edited' } }
  await updateCandidate(db, stage.userId, stage.candidateId, profile)
  const end = await stage.end(await again())
  t.match(end, { status: 'SUCCESS', cache_hit: null, attempt: 1 })
  t.match((await fileOfJob(db, end.id))?.filename, 'Edited')
})

t.test("another user's identical job gets a document of its own", async t => {
  const { end, jobDescription } = await generated()
  const candidateId = await stage.candidate('43')
  const other = await stage.end(await stage.post({ userId: '43', candidateId, jobDescription }))
  t.match(other, { status: 'SUCCESS', cache_hit: null, attempt: 1 })
  t.not(other.document_id, end.document_id)
})

t.test('regenerate asks the model again, and its document answers from then on', async t => {
  const { end, again } = await generated()
  const fresh = await stage.end(await again({ regenerate: true }))
  t.match(fresh, { status: 'SUCCESS', cache_hit: null, attempt: 1 })
  t.not(fresh.document_id, end.document_id)
  t.equal(callsOf(stage).length, 2)
  t.match(await stage.end(await again()), { cache_hit: 'redis', document_id: fresh.document_id })
})

t.test('a hit waits for no slot, though a hundred jobs do', async t => {
  const { again } = await generated()
  standIn.setPace(60_000)
  const waiting = await Promise.all(Array.from({ length: 100 }, () => stage.post()))
  await stage.reach(waiting.at(-1)!, 'waiting')
  const begun = performance.now()
  t.match(await stage.end(await again()), { status: 'SUCCESS', cache_hit: 'redis' })
  t.ok(performance.now() - begun < 30_000, 'it takes no time')
  await until(() => callsOf(stage, 'running').length === 4)
})
