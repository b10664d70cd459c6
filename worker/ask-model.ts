// The two questions of one attempt, side by side: answers that an earlier attempt left are not asked for again.
import type { Database } from '../shared/database.ts'
import { toAppError } from '../shared/errors.ts'
import { type AnswerName, keepAnswer, keptAnswers } from '../shared/job-records.ts'
import type { Held } from '../shared/jobs.ts'
import type { Log } from '../shared/log.ts'
import type { Facts } from './facts.ts'
import { LostJob, patiently } from './hold.ts'
import type { WorkerMetrics } from './metrics.ts'
import { estimatePromptTokens, estimateTokens, type Model, ModelError, type Usage } from './openai.ts'
import {
  type ExperienceAnswer,
  type JobText,
  type MainAnswer,
  mainSectionsPrompt,
  type Prompt,
  parseExperienceAnswer,
  parseMainAnswer,
  workExperiencePrompt,
} from './prompts.ts'

export interface Spent {
  usage: Usage
  estimated: boolean
  model: string
}

export interface Asking {
  db: Database
  held: Held
  /** Before each request. Throws where the job is no longer ours. */
  confirm(): Promise<void>
  /** Does what waits for PostgreSQL outside of the time that the attempt has. */
  unhurried<T>(work: () => Promise<T>): Promise<T>
  model: Model
  metrics: Pick<WorkerMetrics, 'modelCalled' | 'modelRetried'>
  signal: AbortSignal
  log: Log
  /** An answer so far, whole, and about how many tokens that is. */
  onText(name: AnswerName, answer: string, tokens: number): void
  /** What each call spent, also a failed or an aborted one. */
  onSpent(spent: Spent): void
}

export const askModel = async (
  asking: Asking,
  facts: Facts,
  job: JobText,
): Promise<{ main: MainAnswer; experience: ExperienceAnswer }> => {
  // A cancel that was told before this worker listened for it is seen here; one that comes later is heard.
  const kept = await asking.unhurried(() => patiently(asking.log, () => keptAnswers(asking.db, asking.held)))
  if (!kept) throw new LostJob()
  // One that can't be mended stops the other. After one that can, the other goes on: its answer is kept for the next
  // attempt. Both have ended before this returns.
  const stop = new AbortController()
  const both = { ...asking, signal: AbortSignal.any([asking.signal, stop.signal]) }
  let failure: unknown
  const ask = <T>(prompt: Prompt, parse: (json: unknown) => T): Promise<T> =>
    answer(both, prompt, parse, kept).catch(error => {
      const final = !toAppError(error).retryable
      if (failure === undefined || (final && !stop.signal.aborted)) failure = error
      if (final) stop.abort()
      throw error
    })
  const [main, experience] = await Promise.allSettled([
    ask(mainSectionsPrompt(facts, job), parseMainAnswer),
    ask(workExperiencePrompt(facts, job), parseExperienceAnswer),
  ])
  if (main.status === 'fulfilled' && experience.status === 'fulfilled')
    return { main: main.value, experience: experience.value }
  asking.signal.throwIfAborted()
  throw failure
}

const answer = async <T>(
  asking: Asking,
  prompt: Prompt,
  parse: (json: unknown) => T,
  kept: Map<AnswerName, unknown>,
): Promise<T> => {
  const before = kept.has(prompt.name) ? parseKept(kept.get(prompt.name), parse) : undefined
  if (before !== undefined) return before
  const checked = parse(await call(asking, prompt))
  await asking.unhurried(() => patiently(asking.log, () => keepAnswer(asking.db, asking.held, prompt.name, checked)))
  return checked
}

/** One that an older version of ours left in another form is asked for again. */
const parseKept = <T>(json: unknown, parse: (json: unknown) => T): T | undefined => {
  try {
    return parse(json)
  } catch {
    return undefined
  }
}

const call = async (asking: Asking, prompt: Prompt): Promise<unknown> => {
  const { model, metrics, signal, onText, onSpent } = asking
  let tokens = 0
  let requests = 0
  const startedAt = performance.now()
  try {
    const answered = await model.call(prompt, {
      signal,
      async confirm() {
        await asking.unhurried(() => asking.confirm())
        signal.throwIfAborted()
        requests++
      },
      onText: (text, soFar) => {
        tokens = soFar
        onText(prompt.name, text, soFar)
      },
      onRetry: metrics.modelRetried,
    })
    metrics.modelCalled(prompt.name, startedAt)
    onSpent(answered)
    return answered.json
  } catch (error) {
    metrics.modelCalled(prompt.name, startedAt, error)
    if (error instanceof ModelError) onSpent(error)
    else if (requests > 0) onSpent(abortedCall(model, prompt, tokens))
    throw error
  }
}

/** A call that was aborted tells no usage. */
const abortedCall = (model: Model, prompt: Prompt, completionTokens: number): Spent => ({
  usage: { promptTokens: estimatePromptTokens(prompt), cachedTokens: 0, completionTokens },
  estimated: true,
  model: model.name,
})

/** What an attempt cost whose worker is gone: both prompts, and as much of the answers as `share` says. */
export const estimateSpent = (model: Model, facts: Facts, job: JobText, share: number): Spent => {
  const [main, experience] = [mainSectionsPrompt(facts, job), workExperiencePrompt(facts, job)]
  const promptTokens = estimatePromptTokens(main) + estimatePromptTokens(experience)
  const completionTokens = Math.round(expectedTokens(facts) * share)
  return { usage: { promptTokens, cachedTokens: 0, completionTokens }, estimated: true, model: model.name }
}

/** About how long both answers get: the work history reworded, and the rest. */
export const expectedTokens = (facts: Facts): number =>
  250 + Math.ceil(estimateTokens(JSON.stringify(facts.sent)) * 0.7)
