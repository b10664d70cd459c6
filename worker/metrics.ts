// What this worker counts: attempts and their steps, calls to the model, tokens and money, what it published.
import type { Registry } from 'prom-client'
import { errorTable, toAppError } from '../shared/errors.ts'
import type { AttemptRecord } from '../shared/job-records.ts'
import { counter, gauge, histogram, type ProcessMetrics, processMetrics } from '../shared/metrics.ts'

export type Step = 'cache' | 'model' | 'merge' | 'render' | 'save'

export interface WorkerMetrics extends ProcessMetrics {
  /** Passes the work on, and takes its time, however it ends. */
  step<T>(step: Step, work: Promise<T>): Promise<T>
  /** Once it is recorded, with what it spent. */
  attemptEnded(attempt: AttemptRecord): void
  /** @param startedAt by `performance.now()`. @param error undefined where it succeeded. */
  modelCalled(name: string, startedAt: number, error?: unknown): void
  /** A try failed, and the call goes on with another one. */
  modelRetried(code: string): void
  published(result: 'ok' | 'failed'): void
}

/** How many generations there may be at once, and how many there are now. */
export interface SlotCounts {
  slots: number
  running(): number
}

const CODES = Object.keys(errorTable)
const MODEL_CODES = CODES.filter(code => code.startsWith('MODEL_'))
/** Seconds, from a look into the cache to the longest attempt. */
const STEP_SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60, 120, 180]

export const createWorkerMetrics = (id: string, { slots, running }: SlotCounts): WorkerMetrics => {
  const own = processMetrics('worker', id)
  const { registry } = own
  gauge(registry, 'resume_worker_slots', 'Generations that this worker may have at once.', () => slots)
  gauge(registry, 'resume_worker_generating', 'Generations that this worker has now.', running)
  const published = counter(registry, 'resume_updates_published_total', 'States given to Redis to be pushed.', {
    result: ['ok', 'failed'],
  })
  return { ...own, ...countAttempts(registry), ...countCalls(registry), published: result => published.inc({ result }) }
}

const countAttempts = (registry: Registry): Pick<WorkerMetrics, 'step' | 'attemptEnded'> => {
  const duration = histogram(
    registry,
    'resume_attempt_step_duration_seconds',
    'Steps of attempts, and those that this worker ran to their end as a whole.',
    STEP_SECONDS,
    ['step'],
  )
  const attempts = counter(registry, 'resume_attempts_total', 'Attempts that ended, by outcome.', {
    outcome: ['success', 'cached', 'cancelled', 'handed_back', 'lost', ...CODES],
  })
  const tokens = counter(
    registry,
    'resume_openai_tokens_total',
    'Tokens; the cached ones are among those of prompts.',
    {
      kind: ['prompt', 'cached', 'completion'],
    },
  )
  const cost = counter(registry, 'resume_openai_cost_usd_total', 'US dollars, estimates of broken calls among them.')
  return {
    step(step, work) {
      const startedAt = performance.now()
      return work.finally(() => duration.observe({ step }, secondsSince(startedAt)))
    },
    attemptEnded({ outcome, ms, prompt_tokens, cached_tokens, completion_tokens, cost_usd }) {
      attempts.inc({ outcome })
      tokens.inc({ kind: 'prompt' }, prompt_tokens)
      tokens.inc({ kind: 'cached' }, cached_tokens)
      tokens.inc({ kind: 'completion' }, completion_tokens)
      cost.inc(cost_usd)
      // Those took no time here, or it is not known.
      if (outcome !== 'cached' && outcome !== 'lost') duration.observe({ step: 'whole' }, ms / 1000)
    },
  }
}

const countCalls = (registry: Registry): Pick<WorkerMetrics, 'modelCalled' | 'modelRetried'> => {
  const calls = counter(registry, 'resume_openai_calls_total', 'Calls to OpenAI, by how they ended after all tries.', {
    outcome: ['success', 'aborted', ...MODEL_CODES],
  })
  const retries = counter(
    registry,
    'resume_openai_retries_total',
    'Tries within a call that failed and were repeated.',
    {
      code: MODEL_CODES,
    },
  )
  const duration = histogram(
    registry,
    'resume_openai_call_duration_seconds',
    'Calls to OpenAI, from sending to the last chunk, with all tries.',
    STEP_SECONDS,
    ['call'],
  )
  return {
    modelCalled(name, startedAt, error) {
      const code = error === undefined ? 'success' : toAppError(error).code
      calls.inc({ outcome: code === 'success' || MODEL_CODES.includes(code) ? code : 'aborted' })
      duration.observe({ call: name }, secondsSince(startedAt))
    },
    modelRetried: code => retries.inc({ code }),
  }
}

const secondsSince = (startedAt: number): number => (performance.now() - startedAt) / 1000
