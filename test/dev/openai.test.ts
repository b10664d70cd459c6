import { spawn } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { workExperiencePrompt } from '../../worker/prompts.ts'

import { ask, control, facts, jobText, main, maya, post, requestOf, standIn } from './openai-setup.ts'

t.test('a streamed answer is chunks of one completion, then usage, then the end', async t => {
  const body = { ...requestOf(main), stream: true, stream_options: { include_usage: true } }
  const response = await post('/chat/completions', body)
  t.match(response.headers.get('content-type'), 'text/event-stream')
  const events = (await response.text()).split('\n\n').filter(Boolean)
  t.equal(events.at(-1), 'data: [DONE]')
  const chunks = events.slice(0, -1).map(event => JSON.parse(event.replace(/^data: /, '')))
  t.equal(new Set(chunks.map(({ id }) => id)).size, 1)
  t.match(chunks[0], { object: 'chat.completion.chunk', choices: [{ delta: { role: 'assistant', content: '' } }] })
  t.match(chunks.at(-2), { choices: [{ delta: {}, finish_reason: 'stop' }], usage: null })
  t.match(chunks.at(-1), { choices: [], usage: { prompt_tokens_details: { cached_tokens: 0 } } })
  const text = chunks.map(chunk => chunk.choices[0]?.delta.content ?? '').join('')
  t.equal(chunks.at(-1).usage.completion_tokens, chunks.length - 3)
  t.same(JSON.parse(text), await ask(main))
})

t.test('an answer takes as long as it was told', async t => {
  await control('POST', '/pace', { durationMs: 600 })
  const start = Date.now()
  await (await post('/chat/completions', { ...requestOf(main), stream: true })).text()
  t.ok(Date.now() - start >= 580 && Date.now() - start < 1500, `${Date.now() - start} ms`)
})

t.test('what OpenAI would refuse is refused in its form', async t => {
  const good = requestOf(main)
  const open = { ...main.schema, additionalProperties: true }
  const refused = [
    [401, good, null],
    [400, '{"model":', 'sk'],
    [400, { ...good, model: undefined }, 'sk'],
    [400, { ...good, messages: [] }, 'sk'],
    [400, { ...good, messages: [{ role: 'user', content: 'Hello' }] }, 'sk'],
    [400, { ...good, response_format: { type: 'json_object' } }, 'sk'],
    [400, { ...good, response_format: { type: 'json_schema', json_schema: { name: 'poem' } } }, 'sk'],
    [400, requestOf({ ...main, schema: open }), 'sk'],
    [400, { ...good, stream_options: { include_usage: true } }, 'sk'],
    [400, { ...good, model: 'gpt-5-mini', max_tokens: 100 }, 'sk'],
    [400, { ...good, model: 'gpt-5-mini', temperature: 0.3 }, 'sk'],
  ] as const
  for (const [status, body, key] of refused) {
    const response = await post('/chat/completions', body, key)
    t.equal(response.status, status)
    const { error } = (await response.json()) as { error: Record<string, unknown> }
    t.same(Object.keys(error).sort(), ['code', 'message', 'param', 'type'])
    t.equal(error.type, 'invalid_request_error')
  }
  t.equal((await post('/poems', {})).status, 404)
})

t.test('the models are listed, with a key', async t => {
  const response = await fetch(`${standIn.url}/models`, { headers: { authorization: 'Bearer sk' } })
  t.match(await response.json(), { object: 'list', data: [{ id: 'gpt-4o-mini', object: 'model' }] })
  t.equal((await fetch(`${standIn.url}/models`)).status, 401)
})

t.test('a model is told by its name, and one that is not there is refused', async t => {
  const ask = async (model: string) => {
    const response = await fetch(`${standIn.url}/models/${model}`, { headers: { authorization: 'Bearer sk' } })
    return { status: response.status, body: await response.json() }
  }
  t.match(await ask('gpt-4o-mini'), { status: 200, body: { id: 'gpt-4o-mini', object: 'model' } })
  t.match(await ask('gpt-99'), { status: 404, body: { error: { code: 'model_not_found', param: 'model' } } })
})

t.test('a fault meets the named call as often as was ordered', async t => {
  t.equal(
    (await control('POST', '/faults', { fault: '429', name: 'main_sections', times: 2, retry_after: 7 })).status,
    201,
  )
  const experience = workExperiencePrompt(facts, jobText(maya.jobs[0]!))
  t.equal((await post('/chat/completions', requestOf(experience))).status, 200)
  for (const status of [429, 429, 200]) {
    const response = await post('/chat/completions', requestOf(main))
    t.equal(response.status, status)
    t.equal(response.headers.get('retry-after'), status === 429 ? '7' : null)
    await response.text()
  }
  const { body } = await control('GET', '/calls')
  t.match(body.calls, [
    { name: 'work_experience', status: 200, outcome: 'answered', fault: null, aborted: false },
    { name: 'main_sections', status: 429, outcome: '429', fault: '429' },
    { outcome: '429' },
    { outcome: 'answered', duration_ms: Number },
  ])
  t.notOk('request' in body.calls[0])
  t.match((await control('GET', '/calls?requests')).body.calls[0].request, { model: 'gpt-4o-mini' })
  t.same((await control('DELETE', '')).body, { reset: true })
  t.same((await control('GET', '/calls')).body, { calls: [] })
})

t.test('an order that makes no sense is refused', async t => {
  for (const order of [{}, { fault: 'sulk' }, { fault: 'cut', times: -1 }, { fault: 'cut', after_chunks: 'x' }, null]) {
    t.equal((await control('POST', '/faults', order)).status, 400)
  }
  t.equal((await control('POST', '/pace', { durationMs: 'fast' })).status, 400)
  t.equal((await control('GET', '/nothing')).status, 404)
})

t.test('a client that leaves is recorded', async t => {
  standIn.setPace(5000)
  const stop = new AbortController()
  const response = await fetch(`${standIn.url}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk' },
    body: JSON.stringify({ ...requestOf(main), stream: true }),
    signal: stop.signal,
  })
  t.equal(standIn.calls()[0]?.outcome, 'running')
  const rest = response.text()
  stop.abort()
  await t.rejects(rest)
  for (const end = Date.now() + 2000; !standIn.calls()[0]?.aborted && Date.now() < end; ) {
    await new Promise(resolve => setImmediate(resolve))
  }
  t.match(standIn.calls(), [{ outcome: 'aborted', aborted: true, status: 200 }])
})

t.test('it runs as a process and stops on SIGTERM', async t => {
  const main = new URL('../../dev/openai/main.ts', import.meta.url)
  const child = spawn(process.execPath, [main.pathname], {
    env: { ...process.env, PORT: '0', STAND_IN_DURATION_MS: '0' },
  })
  t.teardown(() => child.kill('SIGKILL'))
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
  const url = /http:\S+\/v1/.exec(line)![0]
  t.match(await (await fetch(new URL('/', url))).json(), { stand_in: true })
  child.kill('SIGTERM')
  t.same(await once(child, 'exit'), [0, null])
})

t.test('a setting that makes no sense stops the process with its name', async t => {
  const main = new URL('../../dev/openai/main.ts', import.meta.url)
  const child = spawn(process.execPath, [main.pathname], { env: { ...process.env, PORT: 'many' } })
  const said = once(child.stderr.setEncoding('utf8'), 'data')
  t.same(await once(child, 'exit'), [1, null])
  t.match((await said)[0], 'PORT')
})
