// Jobs that many ask for at once: each is made, or refused, as if it had come alone.
import t from 'tap'
import { JobWriter } from '../../server/job-writer.ts'
import { addCandidateJob, createCandidate } from '../../shared/candidates.ts'
import { openDatabase } from '../../shared/database.ts'
import { createDatabase } from '../harness.ts'

const db = openDatabase(await createDatabase(t), 8, 'test')
t.teardown(() => db.destroy())
const writer = new JobWriter(db)
const plain = {
  jobRowId: null,
  jobDescription: null,
  fileType: 'word',
  priority: 'default',
  regenerate: false,
} as const

t.test('a hundred at once of two users: good ones are made, bad ones refused, none takes another along', async t => {
  const ann = await createCandidate(db, '41', { basics: { name: 'Ann' } })
  const ben = await createCandidate(db, '42', { basics: { name: 'Ben' } })
  const row = (await addCandidateJob(db, '41', ann, { title: 'Nurse', company: null, description: 'Nights.' }))!
  const kinds = [
    { want: { userId: '41', candidateId: ann, jobDescription: 'Days.' }, is: { user_id: '41', candidate_id: ann } },
    { want: { userId: '42', candidateId: ben, fileType: 'pdf' }, is: { user_id: '42', candidate_id: ben } },
    { want: { userId: '41', candidateId: ann, jobRowId: row }, is: { job_row_id: row } },
    { want: { userId: '42', candidateId: ann }, is: { code: 'CANDIDATE_NOT_FOUND' } },
    { want: { userId: '42', candidateId: ben, jobRowId: row }, is: { code: 'JOB_ROW_NOT_FOUND' } },
    // No column holds so long an id: PostgreSQL refuses the statement.
    { want: { userId: '41', candidateId: ann, requestId: 'r'.repeat(200) }, is: { code: '22001' } },
  ] as const
  const asked = Array.from({ length: 100 }, (_, n) => kinds[n % kinds.length]!)
  const made = await Promise.allSettled(
    asked.map(({ want }, n) => writer.create({ ...plain, requestId: `request ${n}`, ...want })),
  )
  for (const [n, result] of made.entries())
    t.match(result.status === 'fulfilled' ? result.value : result.reason, asked[n]!.is, `number ${n}`)
  const rows = await db
    .selectFrom('resume_generation_job as job')
    .innerJoin('job_input as input', 'input.job_id', 'job.id')
    .select(['job.id', 'job.user_id', 'job.request_id', 'job.job_row_id', 'input.profile', 'input.job_description'])
    .execute()
  t.equal(rows.length, made.filter(({ status }) => status === 'fulfilled').length)
  for (const one of rows) {
    t.same(one.profile, { basics: { name: one.user_id === '41' ? 'Ann' : 'Ben' } })
    t.equal(one.job_description, one.user_id === '42' ? null : one.job_row_id ? 'Nights.' : 'Days.')
  }
  const timeline = await db.selectFrom('job_timeline').select('job_id').where('stage', '=', 'queued').execute()
  t.same(new Set(timeline.map(line => line.job_id)), new Set(rows.map(({ id }) => id)))
})
