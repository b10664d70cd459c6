import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { estimatePromptTokens } from '../../worker/openai.ts'
import { failWith, main, modelWith, never, standIn, until } from './openai-setup.ts'

t.test('what can not succeed fails at once', async t => {
  const final = {
    '401': 'MODEL_KEY',
    '403': 'MODEL_KEY',
    '400': 'MODEL_REQUEST',
    '404': 'MODEL_REQUEST',
    '422': 'MODEL_REQUEST',
    insufficient_quota: 'MODEL_QUOTA',
  } as const
  for (const [fault, code] of Object.entries(final)) {
    standIn.reset()
    standIn.order({ fault: fault as keyof typeof final, times: 0 })
    const error = await failWith(t, code, modelWith().call(main, { signal: never() }))
    t.equal(error.retryable, false, `${fault} is final`)
    t.equal(standIn.calls().length, 1, `${fault} is tried once`)
    t.match(error, { usage: { promptTokens: 0, completionTokens: 0 }, estimated: false })
  }
})

t.test('what may pass is tried three times in a call', async t => {
  const passing = {
    '429': 'MODEL_BUSY',
    '503': 'MODEL_BUSY',
    '408': 'MODEL_UNREACHABLE',
    '409': 'MODEL_UNREACHABLE',
    '500': 'MODEL_UNREACHABLE',
    '502': 'MODEL_UNREACHABLE',
  } as const
  for (const [fault, code] of Object.entries(passing)) {
    standIn.reset()
    // With a wait of its own: the backoff would only make the test slow.
    standIn.order({ fault: fault as keyof typeof passing, times: 0, retry_after_ms: 1 })
    const error = await failWith(t, code, modelWith().call(main, { signal: never() }))
    t.equal(error.retryable, true)
    t.equal(standIn.calls().length, 3, `${fault} is tried three times`)
  }
})

t.test('a call gets over two failures', async t => {
  standIn.order({ fault: '500' })
  standIn.order({ fault: 'cut', after_chunks: 0 })
  const answer = await modelWith().call(main, { signal: never() })
  t.match(answer.json, { skills: [/^k\d$/] })
  t.match(standIn.calls(), [{ outcome: '500' }, { outcome: 'cut' }, { outcome: 'answered' }])
})

t.test('an error event before the first chunk is tried again', async t => {
  standIn.order({ fault: 'stream_error', after_chunks: 0 })
  t.match(await modelWith().call(main, { signal: never() }), { json: { skills: [/^k\d$/] } })
  t.equal(standIn.calls().length, 2)
})

t.test('Retry-After is honoured, in seconds and as a date', async t => {
  const soon = () => new Date(Math.ceil(Date.now() / 1000) * 1000 + 3000).toUTCString()
  for (const [retryAfter, atLeast] of [
    [() => 1, 1000],
    [soon, 900],
  ] as const) {
    standIn.reset()
    standIn.order({ fault: '429', retry_after: retryAfter() })
    await modelWith().call(main, { signal: never() })
    const [first, second] = standIn.calls().map(({ at }) => Date.parse(at))
    t.ok(second! - first! >= atLeast, `waited ${second! - first!} ms`)
    t.ok(second! - first! < 20_000)
  }
})

t.test("a Retry-After that is a date is read by the server's clock", async t => {
  let calls = 0
  const server = createServer((_, response) => {
    calls++
    const now = Date.now() + 3_600_000
    const headers = { date: new Date(now).toUTCString(), 'retry-after': new Date(now + 1000).toUTCString() }
    response.writeHead(429, headers).end('{"error":{"message":"Slow down.","code":"rate_limit_exceeded"}}')
  }).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  await failWith(t, 'MODEL_BUSY', modelWith({ baseUrl }).call(main, { signal: never() }))
  t.equal(calls, 3, 'an hour away by ours, and yet waited for')
  await new Promise(resolve => server.close(resolve))
})

t.test('a Retry-After over a minute fails the call', async t => {
  standIn.order({ fault: '429', retry_after: 61, times: 0 })
  const error = await failWith(t, 'MODEL_BUSY', modelWith().call(main, { signal: never() }))
  t.match(error, { retryable: true, retryAfterSeconds: 61 })
  t.equal(standIn.calls().length, 1)
})

t.test('each bad answer has its code, its usage, and one try', async t => {
  const bad = {
    refusal: 'MODEL_REFUSED',
    content_filter: 'MODEL_FILTERED',
    length: 'MODEL_LENGTH',
    bad_json: 'MODEL_ANSWER',
    wrong_schema: 'MODEL_ANSWER',
  } as const
  for (const [fault, code] of Object.entries(bad)) {
    standIn.reset()
    standIn.order({ fault: fault as keyof typeof bad, times: 0 })
    const error = await failWith(t, code, modelWith().call(main, { signal: never() }))
    t.equal(error.estimated, false)
    t.equal(error.model, 'gpt-4o-mini')
    t.ok(error.usage.promptTokens > 100 && error.usage.completionTokens > 0, `${fault} was paid for`)
    t.equal(standIn.calls().length, 1)
  }
})

t.test('a stream that is cut or breaks off after its first chunks fails, with what it spent estimated', async t => {
  for (const fault of ['cut', 'stream_error'] as const) {
    standIn.reset()
    standIn.setPace(300)
    standIn.order({ fault, after_chunks: 10, times: 0 })
    const error = await failWith(t, 'MODEL_UNREACHABLE', modelWith().call(main, { signal: never() }))
    t.equal(error.estimated, true)
    t.equal(error.usage.promptTokens, estimatePromptTokens(main))
    t.ok(error.usage.completionTokens >= 8)
    t.equal(standIn.calls().length, 1, 'not tried again: some of it was streamed')
  }
})

t.test('a call that stops sending, or never starts, is closed after the idle time', async t => {
  for (const fault of ['stalled', 'hung'] as const) {
    standIn.reset()
    standIn.order({ fault, times: 0 })
    const start = Date.now()
    const error = await failWith(t, 'MODEL_STALLED', modelWith({ idleTimeoutMs: 300 }).call(main, { signal: never() }))
    t.ok(Date.now() - start >= 290 && Date.now() - start < 4000)
    t.equal(error.estimated, true)
    t.ok(error.usage.promptTokens > 0)
    await until(() => standIn.calls()[0]?.aborted)
    t.equal(standIn.calls().length, 1)
  }
})

t.test('a slow answer that keeps coming is not a stall', async t => {
  standIn.order({ fault: 'slow', duration_ms: 3000 })
  t.match(await modelWith({ idleTimeoutMs: 2000 }).call(main, { signal: never() }), { json: { skills: [/^k\d$/] } })
})

t.test('a server that is not there is unreachable', async t => {
  const gone = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => gone.once('listening', resolve))
  const baseUrl = `http://127.0.0.1:${(gone.address() as AddressInfo).port}/v1`
  await new Promise(resolve => gone.close(resolve))
  const error = await failWith(t, 'MODEL_UNREACHABLE', modelWith({ baseUrl }).call(main, { signal: never() }))
  t.match(error, { retryable: true, estimated: false, usage: { promptTokens: 0 } })
  t.match(String(error.cause), 'ECONNREFUSED')
})
