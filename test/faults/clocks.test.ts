// Workers whose clocks are wrong by an hour: leases, waits, durations and forecasts are by the clock of PostgreSQL.
import t from 'tap'
import { until } from '../harness.ts'
import { openStage } from '../worker/run-job-setup.ts'

/** NODE_OPTIONS by which a process sees another time. */
const clockOffBy = (ms: number): string => {
  const code = `const Real = Date
    globalThis.Date = class extends Real {
      constructor(...given) { given.length ? super(...given) : super(Real.now() + ${ms}) }
      static now() { return Real.now() + ${ms} }
    }`
  return `--import=data:text/javascript,${encodeURIComponent(code)}`
}
const HOUR_MS = 3_600_000

t.test('two workers, an hour early and an hour late, do as any others', async t => {
  const stage = await openStage(t, { paceMs: 800 })
  const pushed = await stage.listen(stage.userId)
  for (const ms of [HOUR_MS, -HOUR_MS])
    await stage.worker({ WORKER_CONCURRENCY: '1', NODE_OPTIONS: clockOffBy(ms), RETRY_BASE_MS: '300' })
  stage.standIn.order({ fault: 'bad_json', times: 2, name: 'main_sections' })
  const ids = await Promise.all(Array.from({ length: 6 }, () => stage.post()))
  const rows = await Promise.all(ids.map(id => stage.end(id)))
  for (const row of rows) {
    t.match(row, { status: 'SUCCESS' })
    t.equal(row.attempt, row.failures + 1, 'no lease was taken for lost')
    t.ok(row.created_at <= row.started_at! && row.started_at! <= row.completed_at!)
  }
  t.equal(
    rows.reduce((sum, row) => sum + row.failures, 0),
    2,
  )
  const attempts = await stage.db.selectFrom('job_attempt').select(['started_at', 'ended_at']).execute()
  t.equal(attempts.length, 8)
  for (const { started_at, ended_at } of attempts) {
    const ms = ended_at.getTime() - started_at.getTime()
    t.ok(ms >= 0 && ms < 30_000, `an attempt of ${ms} ms`)
  }
  await until(() => pushed.filter(view => view.status === 'SUCCESS').length === 6)
  t.ok(
    pushed.every(({ eta_seconds }) => eta_seconds === null || eta_seconds < 1800),
    'no forecast is off by an hour',
  )
})
