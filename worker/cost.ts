// What an attempt cost, however it ended: tokens, dollars and time, for the record of attempts.
import type { LostAttempt, PickedJob } from '../shared/job-claims.ts'
import type { AttemptRecord } from '../shared/job-records.ts'
import { textOrNull } from '../shared/text.ts'
import { estimateSpent, type Spent } from './ask-model.ts'
import { buildFacts } from './facts.ts'
import { costUsd } from './openai.ts'
import { progressShare } from './progress.ts'
import type { JobText } from './prompts.ts'
import type { Task, WorkerParts } from './task.ts'

/** An attempt under way. */
export interface Begun {
  number: number
  worker: string
  /** By `performance.now()`. */
  startedAt: number
  spent: Spent[]
}

export const begin = ({ parts, job }: Task): Begun => ({
  number: job.attempt,
  worker: parts.id,
  startedAt: performance.now(),
  spent: [],
})

export const msSince = ({ startedAt }: Begun): number => Math.round(performance.now() - startedAt)

export const costOf = ({ parts, job }: Pick<Task, 'parts' | 'job'>, begun: Begun, outcome: string): AttemptRecord => {
  const { number, worker, spent } = begun
  const sum = (pick: (one: Spent) => number): number => spent.reduce((total, one) => total + pick(one), 0)
  return {
    job_id: job.id,
    attempt: number,
    worker,
    ms: msSince(begun),
    outcome,
    model: spent[0]?.model ?? parts.model.name,
    prompt_tokens: sum(one => one.usage.promptTokens),
    cached_tokens: sum(one => one.usage.cachedTokens),
    completion_tokens: sum(one => one.usage.completionTokens),
    cost_usd: sum(one => costUsd(one.model, one.usage)),
    estimated: outcome === 'lost' || spent.some(one => one.estimated),
  }
}

/** Of one that died with its worker: nobody knows, so it is an estimate. */
export const costOfLost = (parts: WorkerParts, job: PickedJob, lost: LostAttempt): AttemptRecord => {
  const spent = estimateLost(parts, job, lost)
  const begun = { number: lost.attempt, worker: lost.worker, startedAt: performance.now() - lost.ms, spent }
  return costOf({ parts, job }, begun, 'lost')
}

/** A profile that no estimate can be made of must not keep its job from ending. */
const estimateLost = ({ model, log }: WorkerParts, job: PickedJob, { progress }: LostAttempt): Spent[] => {
  try {
    return [estimateSpent(model, buildFacts(job.input.profile), jobText(job), progressShare(progress))]
  } catch (error) {
    log.error({ err: error, jobId: job.id }, 'cost not estimated')
    return []
  }
}

/** Cleaned again: a row of the older service, or of the host application, holds whatever was pasted. */
export const jobText = ({ input }: PickedJob): JobText => ({
  title: textOrNull(input.job_title),
  company: textOrNull(input.company),
  description: textOrNull(input.job_description),
})
