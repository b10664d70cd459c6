// The time that an attempt has: waiting for PostgreSQL does not use it up.
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { AttemptClock } from '../../worker/attempt-clock.ts'
import { until } from '../harness.ts'

t.test('it aborts when the time is used up', async t => {
  const clock = new AttemptClock(50)
  const begun = performance.now()
  await until(() => clock.signal.aborted)
  t.ok(performance.now() - begun >= 45)
})

t.test('it stands still while anything waits, and what is left is left', async t => {
  const clock = new AttemptClock(200)
  const slow = clock.pausedWhile(() => wait(600, 'slow'))
  const quick = clock.pausedWhile(() => wait(10, 'quick'))
  t.equal(await quick, 'quick')
  t.equal(await slow, 'slow')
  t.notOk(clock.signal.aborted)
  await t.rejects(clock.pausedWhile(() => Promise.reject(new Error('broken'))))
  await until(() => clock.signal.aborted)
  t.pass('and runs on, also after a failure')
})

t.test('stopped it aborts nothing', async t => {
  const clock = new AttemptClock(20)
  const waits = clock.pausedWhile(() => wait(30))
  clock.stop()
  await waits
  await wait(60)
  t.notOk(clock.signal.aborted)
})
