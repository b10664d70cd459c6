import { performance } from 'node:perf_hooks'
import t from 'tap'
import { buildFacts } from '../../worker/facts.ts'
import { merge } from '../../worker/merge.ts'
import { render } from '../../worker/render/render.ts'
import type { Resume } from '../../worker/render/resume.ts'
import { closeThread, mergeInThread, renderInThread, warmUp } from '../../worker/thread.ts'
import { NOTHING, PROFILE } from './merge-setup.ts'
import { samples } from './render/samples.ts'

t.teardown(closeThread)

t.test('a document from the thread is the same as one made here', async t => {
  await warmUp()
  for (const name of ['english', 'chinese', 'hard'] as const) {
    for (const fileType of ['word', 'pdf'] as const) {
      const there = await renderInThread(samples[name]!, fileType)
      const here = await render(samples[name]!, fileType)
      t.ok(Buffer.isBuffer(there.bytes))
      t.ok(there.bytes.equals(here.bytes), `${name} ${fileType}`)
      t.same(there.warnings, here.warnings)
    }
  }
})

t.test('a merge in the thread is the same as one made here', async t => {
  const job = { title: 'Engineer', company: 'Initech', description: 'We need Terraform.' }
  const answers = {
    main: { ...NOTHING, summary: { text: 'Uses Terraform.', sources: ['s'] } },
    experience: { roles: [] },
  }
  const there = await mergeInThread({ profile: PROFILE, job, ...answers })
  t.same(there, merge({ profile: PROFILE, facts: buildFacts(PROFILE), job, ...answers }))
})

t.test('this thread is free while the other one works', async t => {
  const before = performance.eventLoopUtilization()
  await Promise.all([renderInThread(samples.hard!, 'pdf'), renderInThread(samples.hard!, 'pdf')])
  const { utilization } = performance.eventLoopUtilization(before)
  t.ok(utilization < 0.6, `busy for ${Math.round(utilization * 100)}% of the time`)
})

t.test('an error keeps its code across the threads, and its cause for the log', async t => {
  const error: unknown = await renderInThread(
    { ...samples.english!, sections: null } as unknown as Resume,
    'pdf',
  ).catch(error => error)
  t.match(error, { code: 'RENDER_FAILED', retryable: true, cause: { message: /sections|null/ } })
})

t.test('work that takes too long is given up, and the next call has a new thread', async t => {
  const late = AbortSignal.timeout(1)
  const error: unknown = await renderInThread(samples.hard!, 'pdf', late).catch(error => error)
  t.match(error, { code: 'ATTEMPT_TIMEOUT', retryable: true })
  t.ok((await renderInThread(samples.english!, 'word')).bytes.length > 0)
})

t.test('a thread that ends in mid-work fails its task, and the next call has a new one', async t => {
  const cut = renderInThread(samples.hard!, 'pdf').catch((error: unknown) => error)
  await closeThread()
  t.match(await cut, { code: 'RENDER_FAILED' })
  t.ok((await renderInThread(samples.english!, 'word')).bytes.length > 0)
})
