// What the tests of the model's client share: a stand-in, prompts, and what must never show in an error.
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { demoCandidates } from '../../dev/candidates/index.ts'
import { startStandIn } from '../../dev/openai/server.ts'
import { AppError, type ErrorCode } from '../../shared/errors.ts'
import { buildFacts } from '../../worker/facts.ts'
import { createModel, ModelError } from '../../worker/openai.ts'
import { mainSectionsPrompt, workExperiencePrompt } from '../../worker/prompts.ts'

const KEY = 'sk-test-verysecret-0123456789'
const SECRET_WORD = 'Zanzibar'

const { profile } = demoCandidates()[0]!
const facts = buildFacts({ ...profile, basics: { summary: `An engineer from ${SECRET_WORD} with patience.` } })
const job = { title: 'Engineer', company: 'Oven', description: `Build ledgers in Go, not in ${SECRET_WORD}.` }
export const main = mainSectionsPrompt(facts, job)
export const experience = workExperiencePrompt(facts, job)

export const standIn = await startStandIn({ paceMs: 0 })
t.teardown(() => standIn.close())
t.beforeEach(() => standIn.reset())

export const modelWith = (settings: { model?: string; idleTimeoutMs?: number; baseUrl?: string } = {}) =>
  createModel({ apiKey: KEY, baseUrl: standIn.url, model: 'gpt-4o-mini', idleTimeoutMs: 5000, ...settings })
export const never = () => new AbortController().signal

/** The error of a call that must fail with this code; checks that it leaks nothing. */
export const failWith = async (t: Tap, code: ErrorCode, call: Promise<unknown>): Promise<ModelError> => {
  const error: unknown = await call.then(
    () => new Error('the call succeeded'),
    (error: unknown) => error,
  )
  if (!(error instanceof ModelError)) throw error
  t.ok(error instanceof AppError, 'is an AppError')
  t.equal(error.code, code)
  const shown = `${error.message}\n${error.stack}\n${String(error.cause)}\n${JSON.stringify(error)}${JSON.stringify(error.cause)}`
  t.notMatch(shown, KEY, 'does not show the key')
  t.notMatch(shown, SECRET_WORD, 'does not show the prompt')
  t.notMatch(shown, 'cdef', 'does not show what the server quotes of the key')
  return error
}
type Tap = Pick<typeof t, 'ok' | 'equal' | 'notMatch'>

export const until = async <T>(look: () => T | undefined | false, ms = 60_000): Promise<T> => {
  for (const end = Date.now() + ms; Date.now() < end; await wait(5)) {
    const seen = look()
    if (seen) return seen
  }
  throw new Error('waited in vain')
}
