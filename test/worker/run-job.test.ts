// One job in a worker's hands: its states in PostgreSQL and on the bus, its document, its end by the table of errors.
import { unzipSync } from 'fflate'
import t from 'tap'
import { LIES } from '../../dev/openai/lies.ts'
import { fileOfJob } from '../../shared/documents.ts'
import { errorTable } from '../../shared/errors.ts'
import { until } from '../harness.ts'
import { callsOf, openStage } from './run-job-setup.ts'

const stage = await openStage(t)
const { db, standIn } = stage
await stage.worker({ OPENAI_IDLE_TIMEOUT_MS: '5000' })
t.beforeEach(() => standIn.reset())

for (const [fileType, begin] of [
  ['word', 'PK'],
  ['pdf', '%PDF'],
] as const)
  t.test(`a ${fileType} job goes through its stages, in PostgreSQL as on the bus`, async t => {
    standIn.setPace(500)
    const pushed = await stage.listen(stage.userId)
    const id = await stage.post({ fileType })
    const end = await stage.end(id)
    t.match(end, { status: 'SUCCESS', stage: 'done', progress: 100, attempt: 1, failures: 0, cache_hit: null })
    t.match(end, { error_message: null, lease_until: null, generating: false, started_at: Date, completed_at: Date })
    t.same(await stage.stages(id), ['queued', 'waiting', 'generating', 'rendering', 'saving', 'done'])
    await until(() => pushed.some(view => view.status === 'SUCCESS'))
    // Who takes the job in and who gives it its slot tell of it at the same time.
    await until(() => pushed.length >= end.version - 1)
    const inOrder = pushed.toSorted((a, b) => a.version - b.version)
    t.same(
      inOrder.map(view => view.version),
      Array.from({ length: end.version - 1 }, (_, index) => index + 2),
      'each committed version is pushed once',
    )
    const progress = inOrder.map(view => view.progress)
    t.same(
      progress,
      progress.toSorted((a, b) => a - b),
      'progress never falls',
    )
    t.ok(
      pushed.some(view => view.stage === 'generating' && view.progress > 5),
      'progress follows the tokens',
    )
    t.equal(inOrder.at(-1)?.result_url, `/api/resume-async/download/${id}`)
    const file = await fileOfJob(db, id)
    t.equal(file?.file_data.subarray(0, begin.length).toString(), begin)
    t.same(await stage.attempts(id), [
      { attempt: 1, outcome: 'success', estimated: false, prompt_tokens: (await stage.attempts(id))[0]!.prompt_tokens },
    ])
    t.same(
      callsOf(stage)
        .map(call => call.name)
        .sort(),
      ['main_sections', 'work_experience'],
    )
  })

const retried = [
  { fault: '500', times: 3, code: 'MODEL_UNREACHABLE' },
  { fault: '429', times: 3, code: 'MODEL_BUSY' },
  { fault: 'cut', times: 1, code: 'MODEL_UNREACHABLE' },
  { fault: 'stream_error', times: 1, code: 'MODEL_UNREACHABLE' },
  { fault: 'stalled', times: 1, code: 'MODEL_STALLED' },
  { fault: 'length', times: 1, code: 'MODEL_LENGTH' },
  { fault: 'bad_json', times: 1, code: 'MODEL_ANSWER' },
  { fault: 'wrong_schema', times: 1, code: 'MODEL_ANSWER' },
] as const

for (const { fault, times, code } of retried)
  t.test(`after ${fault} the job is tried again, and an answer that was good is not asked for twice`, async t => {
    standIn.order({ fault, times, name: 'work_experience', after_chunks: 5, retry_after_ms: 1 })
    const id = await stage.post()
    const end = await stage.end(id)
    t.match(end, { status: 'SUCCESS', attempt: 2, failures: 1, error_message: null })
    t.same((await stage.stages(id)).slice(0, 5), ['queued', 'waiting', 'generating', 'retrying', 'generating'])
    t.same(await stage.details(id), [code])
    t.same(
      (await stage.attempts(id)).map(({ outcome }) => outcome),
      [code, 'success'],
    )
    t.equal(callsOf(stage).filter(call => call.name === 'main_sections').length, 1)
  })

t.test('the third failure is the last, and says in plain words what to do', async t => {
  const pushed = await stage.listen(stage.userId)
  standIn.order({ fault: 'bad_json', times: 0 })
  const id = await stage.post()
  const end = await stage.end(id)
  t.match(end, { status: 'FAILURE', stage: 'failed', attempt: 3, document_id: null })
  t.equal(end.error_message, errorTable.MODEL_ANSWER.message)
  t.same(
    (await stage.attempts(id)).map(({ attempt, outcome }) => [attempt, outcome]),
    [1, 2, 3].map(attempt => [attempt, 'MODEL_ANSWER']),
  )
  await until(() => pushed.some(view => view.status === 'FAILURE' && view.error_message === end.error_message))
})

const final = [
  { fault: '401', code: 'MODEL_KEY' },
  { fault: '403', code: 'MODEL_KEY' },
  { fault: '400', code: 'MODEL_REQUEST' },
  { fault: 'insufficient_quota', code: 'MODEL_QUOTA' },
  { fault: 'refusal', code: 'MODEL_REFUSED' },
  { fault: 'content_filter', code: 'MODEL_FILTERED' },
] as const

for (const { fault, code } of final)
  t.test(`${fault} ends the job at once, and the other call with it`, async t => {
    standIn.setPace(20_000)
    standIn.order({ fault, name: 'main_sections' })
    if (fault === 'refusal' || fault === 'content_filter') standIn.setPace(200)
    const id = await stage.post()
    const end = await stage.end(id)
    t.match(end, { status: 'FAILURE', attempt: 1, error_message: errorTable[code].message })
    t.same(
      (await stage.attempts(id)).map(({ outcome }) => outcome),
      [code],
    )
    // The other call may have ended before it was sent.
    const names = callsOf(stage).map(({ name }) => name)
    t.equal(names.length, new Set(names).size, 'nothing is asked again')
    await until(() => callsOf(stage, 'running').length === 0)
  })

t.test('what the model makes up never reaches the document', async t => {
  standIn.order({ fault: 'lies', times: 2 })
  const id = await stage.post()
  const end = await stage.end(id)
  t.match(end, { status: 'SUCCESS', attempt: 1 })
  t.ok(end.warnings.length > 0, 'the job says what was left out')
  const file = await fileOfJob(db, id)
  const xml = Buffer.from(unzipSync(file!.file_data)['word/document.xml']!).toString()
  const stored = await db
    .selectFrom('resume_document')
    .select('merged_text')
    .where('id', '=', end.document_id!)
    .execute()
  for (const lie of Object.values(LIES)) {
    t.notMatch(xml, lie)
    t.notMatch(stored[0]?.merged_text, lie)
  }
  t.ok(xml.includes('Larkfield Payments'), 'what is true is there')
})
