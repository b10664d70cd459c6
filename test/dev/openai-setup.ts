// What the tests of the OpenAI stand-in share: one server, requests to it, and one candidate's prompts.
import t from 'tap'
import { Check } from 'typebox/schema'
import { demoCandidates } from '../../dev/candidates/index.ts'
import { startStandIn } from '../../dev/openai/server.ts'
import { buildFacts } from '../../worker/facts.ts'
import { mainSectionsPrompt, type Prompt } from '../../worker/prompts.ts'

export const standIn = await startStandIn({ paceMs: 0 })
t.teardown(() => standIn.close())
t.beforeEach(() => standIn.reset())

export const post = (path: string, body: unknown, key: string | null = 'sk-anything') =>
  fetch(`${standIn.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
export const control = async (method: string, path: string, body?: unknown) => {
  const url = new URL(`/control${path}`, standIn.url)
  const response = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  // biome-ignore lint/suspicious/noExplicitAny: the test looks into whatever comes
  return { status: response.status, body: (await response.json()) as any }
}

export const requestOf = ({ name, schema, messages, cacheKey }: Prompt) => ({
  model: 'gpt-4o-mini',
  messages,
  response_format: { type: 'json_schema', json_schema: { name, strict: true, schema } },
  prompt_cache_key: cacheKey,
})
/** The answer to a prompt, whole; checks that it fits the schema. */
export const ask = async <T>(prompt: Prompt): Promise<T> => {
  const completion = await (await post('/chat/completions', requestOf(prompt))).json()
  const json = JSON.parse(completion.choices[0].message.content)
  if (!Check(prompt.schema, json)) throw new Error('the answer does not fit its schema')
  return json as T
}

export const maya = demoCandidates()[0]!
export const facts = buildFacts(maya.profile)
export const jobText = (job: { job_title: string; company: string; job_description: string } | null) => ({
  title: job?.job_title ?? null,
  company: job?.company ?? null,
  description: job?.job_description ?? null,
})
export const main = mainSectionsPrompt(facts, jobText(maya.jobs[0]!))
