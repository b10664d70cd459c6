import { Redis } from 'ioredis'
import t from 'tap'
import { redisUrl, until } from '../harness.ts'
import { run } from './setup.ts'

const url = await redisUrl(t)
// It waits some seconds: meanwhile the others run.
const without = run('publish', [], { REDIS_URL: 'redis://127.0.0.1:1', LOG_LEVEL: 'silent' })
const view = {
  job_id: '9f000000-0000-4000-8000-000000000000',
  status: 'PROCESSING',
  progress: 30,
  stage: 'generating',
  candidate_id: 7,
  job_row_id: null,
  file_type: 'word',
  priority: 'default',
  attempt: 1,
  version: 12,
  cache_hit: null,
  queue_position: null,
  eta_seconds: null,
  warnings: [],
  result_url: null,
  error_message: null,
  created_at: '2026-01-01T00:00:00.000Z',
  started_at: '2026-01-01T00:00:00.000Z',
  completed_at: null,
}

t.test('publishes each line as a worker would, and needs only REDIS_URL', async t => {
  const listener = new Redis(url)
  t.teardown(() => listener.quit())
  const heard: [string, string][] = []
  listener.on('pmessage', (_pattern, channel: string, message: string) => heard.push([channel, message]))
  await listener.psubscribe('*')
  const lines = [
    { user_id: '42', job: view },
    { user_id: 43, job: { ...view, version: 13 } },
  ]
  const input = `${lines.map(line => JSON.stringify(line)).join('\n\n')}\n`
  t.match(await run('publish', [], { REDIS_URL: url }, input), { code: 0, err: '' })
  await until(() => heard.length === 2)
  t.match(heard, [
    [/:42$/, /"version":12/],
    [/:43$/, /"version":13/],
  ])
})

t.test('a line that is none is named, the others still go', async t => {
  const input = [
    '{',
    JSON.stringify({ user_id: '42', job: { ...view, progress: 'x' } }),
    JSON.stringify({ user_id: '42', job: { ...view, version: -1 } }),
    JSON.stringify({ user_id: '42', job: { ...view, version: 2 ** 53 } }),
    JSON.stringify({ user_id: '42', job: { ...view, job_id: 'a\tb' } }),
    JSON.stringify({ user_id: '42', job: view }),
  ]
  const { code, err } = await run('publish', [], { REDIS_URL: url }, input.join('\n'))
  t.equal(code, 1)
  const named = [
    /^line 1: is not JSON$/,
    /^line 2: .*progress/,
    /^line 3: .*version/,
    /^line 4: .*version/,
    /^line 5: .*job_id/,
  ]
  t.match(err.trim().split('\n'), named)
  t.equal(err.trim().split('\n').length, named.length)
})

t.test('without Redis it says so and ends', async t => {
  t.match(await run('publish', []), { code: 1, err: 'Settings: REDIS_URL is required\n' })
  const { code, err } = await without
  t.match({ code, err }, { code: 1, err: /^Redis can't be reached \(REDIS_URL\)\.\n$/ })
})
