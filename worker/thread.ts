// The worker's second thread: merging and rendering take too long for an event loop that has heartbeats, streams and
// pushes to serve. Owns the thread's life; knows nothing of how a document is made.
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import { AppError } from '../shared/errors.ts'
import type { FileType } from '../shared/protocol.ts'
import type { Merged } from './merge.ts'
import type { Rendered, Resume } from './render/resume.ts'
import type * as tasks from './thread-tasks.ts'
import type { MergeTask, Outcome } from './thread-tasks.ts'

/** More than this waiting means that the thread hangs. */
const QUEUE_MAX = 1_000
/** MB. Most of a document's memory is short-lived; a thread that needs more than this ends, and the next starts fresh. */
const HEAP = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 128 }

let pool: Piscina | undefined

/**
 * What `merge` does with facts built anew from the profile. Rejects with MODEL_ANSWER or INTERNAL only for a bug of ours,
 * and with ATTEMPT_TIMEOUT where the signal aborts first, which ends the thread.
 */
export const mergeInThread = (task: MergeTask, timeout?: AbortSignal): Promise<Merged> =>
  run('mergeTask', task, timeout)

/**
 * What `render` does, one document at a time; the others wait their turn. Throws READ_BACK_FAILED, or RENDER_FAILED
 * also where the thread died over it: the next call then has a new one. ATTEMPT_TIMEOUT as above.
 */
export const renderInThread = async (resume: Resume, fileType: FileType, timeout?: AbortSignal): Promise<Rendered> => {
  const { bytes, warnings } = await run('renderTask', { resume, fileType }, timeout)
  return { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), warnings }
}

/** Starts the thread and loads libraries and fonts, so that a worker's first job takes no longer than the next. */
export const warmUp = async (): Promise<void> => {
  const job = { title: null, company: null, description: 'Engineer for Go' }
  const main = { summary: { text: 'Engineer', sources: ['s'] }, skills: [], education: [], certifications: [] }
  const profile = { basics: { name: 'Warm Up', summary: 'Engineer in Go' } }
  const { resume } = await mergeInThread({ profile, job, main, experience: { roles: [] } })
  await Promise.all([renderInThread(resume, 'word'), renderInThread(resume, 'pdf')])
}

/** Ends the thread; what it still does fails. A later call starts it anew. */
export const closeThread = async (): Promise<void> => {
  const closing = pool
  pool = undefined
  await closing?.destroy()
}

type Tasks = typeof tasks
type Result<N extends keyof Tasks> = Awaited<ReturnType<Tasks[N]>> extends Outcome<infer T> ? T : never

const run = async <N extends keyof Tasks>(
  name: N,
  task: Parameters<Tasks[N]>[0],
  timeout?: AbortSignal,
): Promise<Result<N>> => {
  const outcome: Outcome<Result<N>> = await startedPool()
    .run(task, timeout ? { name, signal: timeout } : { name })
    .catch(error => {
      if (timeout?.aborted) throw new AppError('ATTEMPT_TIMEOUT', undefined, { cause: error })
      throw new AppError(name === 'renderTask' ? 'RENDER_FAILED' : 'INTERNAL', undefined, { cause: error })
    })
  if ('result' in outcome) return outcome.result
  throw new AppError(outcome.code, undefined, { cause: new Error(outcome.cause) })
}

const startedPool = (): Piscina => {
  pool ??= new Piscina({
    filename: fileURLToPath(new URL('thread-tasks.ts', import.meta.url)),
    minThreads: 1,
    maxThreads: 1,
    maxQueue: QUEUE_MAX,
    // The thread has an event loop of its own to turn; blocking it between tasks would stop PDF.js in mid-clean-up.
    atomics: 'disabled',
    resourceLimits: HEAP,
  })
  return pool
}
