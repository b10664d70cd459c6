import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { estimatePromptTokens } from '../../worker/openai.ts'
import { experience, failWith, main, modelWith, never, standIn, until } from './openai-setup.ts'

t.test('an answer comes with its usage, and its text as it grows', async t => {
  const texts: string[] = []
  const counts: number[] = []
  const answer = await modelWith().call(experience, {
    signal: never(),
    onText: (text, tokens) => {
      texts.push(text)
      counts.push(tokens)
    },
  })
  t.match(answer.json, { roles: [{ id: 'w1', bullets: [{ sources: [/^w1\.b\d$/] }] }] })
  t.equal(texts.at(-1), JSON.stringify(answer.json))
  t.ok(texts.length > 20 && texts.every((text, i) => i === 0 || text.startsWith(texts[i - 1]!)))
  t.ok(counts.every((count, i) => i === 0 || count > counts[i - 1]!))
  t.ok(answer.usage.promptTokens > 100 && answer.usage.completionTokens > 20)
  t.equal(answer.estimated, false)
  t.equal(answer.model, 'gpt-4o-mini')
  t.match(standIn.calls(true), [
    {
      outcome: 'answered',
      prompt_cache_key: /^work_experience/,
      request: { stream_options: { include_usage: true }, response_format: { json_schema: { strict: true } } },
    },
  ])
})

t.test('the second call of one kind finds its prompt in the cache', async t => {
  const first = await modelWith().call(main, { signal: never() })
  const second = await modelWith().call(main, { signal: never() })
  t.equal(first.usage.cachedTokens, 0)
  t.ok(second.usage.cachedTokens >= 1024 && second.usage.cachedTokens <= second.usage.promptTokens)
})

t.test('models that think get the parameters they take', async t => {
  for (const model of ['gpt-5-mini', 'gpt-6-luna', 'gpt-7-tomorrow', 'some-open-model']) {
    t.match(await modelWith({ model }).call(main, { signal: never() }), { model, json: { skills: [/^k\d$/] } })
  }
})

t.test('without a usage chunk the usage is an estimate', async t => {
  standIn.order({ fault: 'no_usage' })
  const answer = await modelWith().call(main, { signal: never() })
  t.equal(answer.estimated, true)
  t.equal(answer.usage.promptTokens, estimatePromptTokens(main))
  t.ok(answer.usage.completionTokens > 10)
})

t.test('an abort rejects with its reason and closes the connection within a second', async t => {
  for (const fault of ['slow', 'stalled', 'hung'] as const) {
    standIn.reset()
    standIn.order({ fault, duration_ms: 4000 })
    const stop = new AbortController()
    const reason = new Error('the job was cancelled')
    const call = modelWith().call(main, { signal: stop.signal })
    // Mid-stream; a hung call has no chunks to wait for.
    await until(() => standIn.calls().some(seen => fault === 'hung' || seen.content_chunks >= 3))
    const start = Date.now()
    stop.abort(reason)
    t.equal(await call.catch((error: unknown) => error), reason)
    t.match(await until(() => standIn.calls().find(seen => seen.aborted)), { fault, outcome: 'aborted' })
    t.ok(Date.now() - start < 3000, `${fault}: ${Date.now() - start} ms`)
  }
})

t.test('an abort ends the wait between two tries', async t => {
  standIn.order({ fault: '429', retry_after: 30 })
  const stop = new AbortController()
  const call = modelWith().call(main, { signal: stop.signal })
  await until(() => standIn.calls()[0]?.outcome === '429')
  const start = Date.now()
  stop.abort('enough')
  t.equal(await call.catch((error: unknown) => error), 'enough')
  t.ok(Date.now() - start < 15_000)
})

t.test('before each try it is asked whether to go on', async t => {
  standIn.order({ fault: '429', times: 2, retry_after_ms: 1 })
  let asked = 0
  const lost = new Error('the job is lost')
  const confirm = async () => {
    if (++asked === 2) throw lost
  }
  const call = modelWith().call(main, { signal: never(), confirm })
  t.equal(await call.catch((error: unknown) => error), lost)
  t.equal(standIn.calls().length, 1)
})

t.test('a signal that was aborted before makes no call', async t => {
  const call = modelWith().call(main, { signal: AbortSignal.abort('too late') })
  t.equal(await call.catch((error: unknown) => error), 'too late')
  t.equal(standIn.calls().length, 0)
})

t.test('an answer that is complete counts, though the stream then stalls or is cut', async t => {
  const text = JSON.stringify({ summary: { text: 'x', sources: ['s'] }, skills: [], education: [], certifications: [] })
  const chunk = (delta: object, finish_reason: string | null) =>
    `data: ${JSON.stringify({ model: 'raw', choices: [{ index: 0, delta, finish_reason }] })}\n\n`
  for (const ending of ['stall', 'cut'] as const) {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(chunk({ content: text }, null))
      response.write(chunk({}, 'stop'), () => ending === 'cut' && setTimeout(() => response.destroy(), 100))
    }).listen(0, '127.0.0.1')
    await new Promise(resolve => server.once('listening', resolve))
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
    const answer = await modelWith({ baseUrl, idleTimeoutMs: 300 }).call(main, { signal: never() })
    t.match(answer, { json: JSON.parse(text), estimated: true, model: 'raw' })
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
})

t.test('nothing is logged, whatever the environment asks of the SDK', async t => {
  const logged: unknown[] = []
  process.env.OPENAI_LOG = 'debug'
  for (const method of ['debug', 'info', 'log', 'warn', 'error'] as const) {
    t.intercept(console, method, { value: (...words: unknown[]) => logged.push(...words) })
  }
  await modelWith().call(main, { signal: never() })
  standIn.order({ fault: '401' })
  await failWith(t, 'MODEL_KEY', modelWith().call(main, { signal: never() }))
  delete process.env.OPENAI_LOG
  t.same(logged, [])
})

t.test('what the listener throws is not taken for a failure of the model', async t => {
  const bug = new TypeError('a bug in the caller')
  const call = modelWith().call(main, {
    signal: never(),
    onText: () => {
      throw bug
    },
  })
  t.equal(await call.catch((error: unknown) => error), bug)
})

t.test('two calls at once do not disturb each other', async t => {
  standIn.order({ fault: 'refusal', name: 'main_sections' })
  const [mainCall, workCall] = await Promise.allSettled([
    modelWith().call(main, { signal: never() }),
    modelWith().call(experience, { signal: never() }),
  ])
  t.match(mainCall, { status: 'rejected', reason: { code: 'MODEL_REFUSED' } })
  t.match(workCall, { status: 'fulfilled', value: { json: { roles: [{ id: 'w1' }] } } })
})
