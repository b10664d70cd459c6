// One attempt: ask the model, merge and check, render and read back, store. Its cost is recorded however it ends.
import { dropPreviews, publishPreview } from '../shared/bus.ts'
import { storeDocument } from '../shared/documents.ts'
import { AppError, toAppError } from '../shared/errors.ts'
import { moveRiders, type Rider, succeedRiders } from '../shared/job-claims.ts'
import { type AnswerName, type AttemptRecord, dropAnswers, recordAttempt } from '../shared/job-records.ts'
import type { ViewRow } from '../shared/job-view.ts'
import { moveJob, succeedJob } from '../shared/jobs.ts'
import { askModel, expectedTokens, type Spent } from './ask-model.ts'
import { AttemptClock } from './attempt-clock.ts'
import { type Begun, begin, costOf, jobText, msSince } from './cost.ts'
import { buildFacts, type Facts } from './facts.ts'
import { CancelledJob, HandBack, LostJob, patiently } from './hold.ts'
import type { Merged } from './merge.ts'
import { DraftPreview, type PreviewSection } from './preview.ts'
import { Progress } from './progress.ts'
import type { JobText } from './prompts.ts'
import { fileName } from './render/file-name.ts'
import { resumeText } from './render/resume-text.ts'
import { push, type Task } from './task.ts'
import { mergeInThread, renderInThread } from './thread.ts'

const RENDERING = 85
const SAVING = 95

/** Throws LostJob, HandBack, or what made the attempt fail. */
export const attempt = async (task: Task): Promise<void> => {
  const { parts, job, log } = task
  const begun = begin(task)
  try {
    await generate(task, begun)
  } catch (error) {
    await record(task, costOf(task, begun, outcomeOf(error)))
    throw error
  }
  parts.tally.done++
  log.info({ attempt: job.attempt, ms: msSince(begun) }, 'job finished')
}

const generate = async (task: Task, begun: Begun): Promise<void> => {
  const { parts, job, hold } = task
  const { step } = parts.metrics
  const facts = buildFacts(job.input.profile)
  const text = jobText(job)
  const answers = await step('model', ask(task, facts, text, begun.spent))
  // Each anew, since the time without PostgreSQL, which may pass in between, does not count.
  const timeout = () => AbortSignal.timeout(parts.config.attemptTimeoutMs)
  const merged = await step('merge', mergeInThread({ profile: job.input.profile, job: text, ...answers }, timeout()))
  await task.commit(() => moveJob(parts.db, hold, 'rendering', RENDERING))
  const { bytes, warnings } = await step('render', renderInThread(merged.resume, job.file_type, timeout()))
  hold.signal.throwIfAborted()
  await task.commit(() => moveJob(parts.db, hold, 'saving', SAVING))
  await step('save', save(task, begun, merged, bytes, [...merged.warnings, ...warnings]))
}

const ask = async (task: Task, facts: Facts, text: JobText, spent: Spent[]) => {
  const { parts, hold, log } = task
  const clock = new AttemptClock(parts.config.attemptTimeoutMs)
  let riders: Rider[] = []
  const commitProgress = async (value: number): Promise<void> => {
    await task.commit(() => moveJob(parts.db, hold, 'generating', value))
    riders = task.job.regenerate ? [] : await moveRiders(parts.db, task.job, value)
    for (const rider of riders) if (rider.moved) await push(parts, rider)
  }
  const progress = new Progress(expectedTokens(facts), commitProgress, log)
  const preview = new DraftPreview(async (section, draft) => {
    await Promise.all([task.job, ...riders].map(one => publishDraft(task, one, section, draft)))
  })
  const asking = {
    db: parts.db,
    held: hold,
    confirm: () => hold.confirm(),
    unhurried: <T>(work: () => Promise<T>) => clock.pausedWhile(work),
    log,
    model: parts.model,
    metrics: parts.metrics,
    signal: AbortSignal.any([hold.signal, clock.signal]),
    onText: (name: AnswerName, answer: string, tokens: number) => {
      progress.report(name, tokens)
      preview.report(name === 'main_sections' ? 'main' : 'experience', answer)
    },
    onSpent: (one: Spent) => spent.push(one),
  }
  try {
    return await askModel(asking, facts, text)
  } catch (error) {
    hold.signal.throwIfAborted()
    throw clock.signal.aborted ? new AppError('ATTEMPT_TIMEOUT') : error
  } finally {
    clock.stop()
    await Promise.all([progress.stop(), preview.stop()])
    void dropPreviews(parts.redis, [task.job.id, ...riders.map(({ id }) => id)]).catch(error =>
      log.debug({ err: error }, 'drafts not dropped'),
    )
  }
}

/** A draft that is lost is made up for by the next one. */
const publishDraft = async (
  { parts, hold, log }: Task,
  job: ViewRow,
  section: PreviewSection,
  text: string,
): Promise<void> => {
  if (!hold.isFresh) return
  const { id: job_id, attempt } = job
  const draft = { type: 'preview', job_id, attempt, section, text } as const
  await publishPreview(parts.redis, job.user_id, draft).catch(error => log.debug({ err: error }, 'draft not published'))
}

/**
 * Document, SUCCESS, cost and the riders' SUCCESS commit together: none is ever there without the others, and no rider
 * takes a slot in between. Who parks later finds the document by itself.
 */
const save = async (task: Task, begun: Begun, merged: Merged, bytes: Buffer, warnings: string[]): Promise<void> => {
  const { parts, job, hold, key, log, commit } = task
  const { name } = merged.resume
  const filename = fileName({
    name,
    jobTitle: job.input.job_title,
    company: job.input.company,
    fileType: job.file_type,
  })
  const mergedText = resumeText(merged.resume)
  const document = {
    userId: job.user_id,
    candidateId: job.candidate_id,
    cacheKey: key,
    fileType: job.file_type,
    filename,
    mergedText,
    bytes,
    evidence: merged.lines,
    warnings,
  }
  let riders: ViewRow[] = []
  let cost: AttemptRecord | undefined
  await commit(() =>
    parts.db.transaction().execute(async transaction => {
      const documentId = await storeDocument(transaction, document)
      const state = await succeedJob(transaction, hold, { documentId, cacheHit: null, warnings })
      if (!state) throw new LostJob()
      cost = costOf(task, begun, 'success')
      await recordAttempt(transaction, cost)
      // Also of one that was made anew: who waits for the same would else take a slot to find this document.
      riders = await succeedRiders(transaction, job, documentId, warnings)
      // Who deletes the candidate waits for the row meanwhile, so that no entry is left of what is deleted.
      await parts.cache.put(key, { mergedText, filename, fileData: bytes })
      return state
    }),
  )
  parts.metrics.attemptEnded(cost!)
  for (const rider of riders) await push(parts, rider)
  await patiently(log, () => dropAnswers(parts.db, job.id))
}

const outcomeOf = (error: unknown): string => {
  if (error instanceof CancelledJob) return 'cancelled'
  if (error instanceof LostJob) return 'lost'
  if (error instanceof HandBack) return 'handed_back'
  return toAppError(error).code
}

const record = async ({ parts, log }: Task, cost: AttemptRecord): Promise<void> => {
  try {
    if (await patiently(log, () => recordAttempt(parts.db, cost))) parts.metrics.attemptEnded(cost)
  } catch (error) {
    log.error({ err: error }, 'attempt not recorded')
  }
}
