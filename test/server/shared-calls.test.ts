// Reads that many ask for at once: each gets its own row, never an older one than there was when it asked.
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import t from 'tap'
import { SharedCalls } from '../../server/shared-calls.ts'
import { createCandidate } from '../../shared/candidates.ts'
import { openDatabase } from '../../shared/database.ts'
import { createJob } from '../../shared/job-create.ts'
import { jobsById, unfinishedJobs } from '../../shared/job-reads.ts'
import { cancelJob } from '../../shared/jobs.ts'
import { createDatabase } from '../harness.ts'

const db = openDatabase(await createDatabase(t), 8, 'test')
t.teardown(() => db.destroy())
const candidateId = await createCandidate(db, '42', { basics: { name: 'Ann' } })
const openReader = () => new SharedCalls(ids => jobsById(db, ids))
const create = async (): Promise<string> => {
  const job = { userId: '42', candidateId, jobRowId: null, jobDescription: 'A job.', fileType: 'word' } as const
  return (await createJob(db, { ...job, priority: 'default', regenerate: false, requestId: null }, undefined)).job.id
}

t.test('a hundred at once, some of them the same, some unknown', async t => {
  const reader = openReader()
  const known = await Promise.all(Array.from({ length: 20 }, create))
  const asked = Array.from({ length: 100 }, (_, n) => (n % 5 === 0 ? randomUUID() : known[n % known.length]!))
  const rows = await Promise.all(asked.map(id => reader.find(id)))
  t.same(
    rows.map(row => row?.id),
    asked.map(id => (known.includes(id) ? id : undefined)),
  )
})

t.test('what was committed before the question is in the answer, while other reads are under way', async t => {
  const reader = openReader()
  for (let round = 0; round < 20; round++) {
    const id = await create()
    const before = Array.from({ length: 5 }, () => reader.find(id))
    const cancelled = await cancelJob(db, id)
    const others = Array.from({ length: 5 }, () => reader.find(randomUUID()))
    t.match(await reader.find(id), { version: cancelled!.version, stage: 'cancelled' })
    await Promise.all([...before, ...others])
  }
})

t.test('all who share a read that fails are told so, and the next one works', async t => {
  const reader = openReader()
  const id = await create()
  await sql`alter table resume_generation_job rename to elsewhere`.execute(db)
  const failed = await Promise.allSettled(Array.from({ length: 10 }, () => reader.find(id)))
  await sql`alter table elsewhere rename to resume_generation_job`.execute(db)
  t.ok(failed.every(({ status }) => status === 'rejected'))
  t.equal((await reader.find(id))?.id, id)
})

t.test('a thousand users at once get their own unfinished jobs, and nobody another user’s', async t => {
  const reader = new SharedCalls(userIds => unfinishedJobs(db, userIds))
  await db.deleteFrom('resume_generation_job').execute()
  const mine = [await create(), await create()]
  const others = Array.from({ length: 1_000 }, (_, n) => reader.find(`user ${n}`))
  t.same(
    (await reader.find('42'))?.map(row => row.id),
    mine,
  )
  t.ok((await Promise.all(others)).every(rows => rows === undefined))
})

t.test('who waited too long is told so, and what they asked for is not done', async t => {
  const begun: string[] = []
  const hanging = Promise.withResolvers<Map<string, number>>()
  const calls = new SharedCalls<number>(keys => {
    begun.push(...keys)
    return hanging.promise
  })
  const under = [calls.find('a'), calls.find('b')]
  const late = calls.find('late')
  await wait(5_100)
  const inTime = calls.find('in time')
  hanging.resolve(
    new Map([
      ['a', 1],
      ['in time', 2],
    ]),
  )
  await t.rejects(late, { code: 'UNAVAILABLE' })
  t.same([await inTime, ...(await Promise.all(under))], [2, 1, undefined])
  t.same(begun, ['a', 'b', 'in time'])
})
