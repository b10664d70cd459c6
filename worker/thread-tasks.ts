// What runs in the thread: each export is one task. Errors cross as plain data, since a message between threads drops
// an error's code. Knows the tasks' shapes; nothing of jobs, of the pool or of who asks.
import { AppError, type ErrorCode } from '../shared/errors.ts'
import type { Profile } from '../shared/profile.ts'
import type { FileType } from '../shared/protocol.ts'
import { buildFacts } from './facts.ts'
import { type Merged, merge } from './merge.ts'
import type { ExperienceAnswer, JobText, MainAnswer } from './prompts.ts'
import { render } from './render/render.ts'
import type { Resume } from './render/resume.ts'

export interface MergeTask {
  profile: Profile
  job: JobText
  main: MainAnswer
  experience: ExperienceAnswer
}

export interface RenderTask {
  resume: Resume
  fileType: FileType
}

export type Outcome<T> =
  | { result: T }
  /** `cause` is for the log. */
  | { code: ErrorCode; cause: string }

export const mergeTask = (task: MergeTask): Promise<Outcome<Merged>> =>
  settle(() => merge({ ...task, facts: buildFacts(task.profile) }))

export const renderTask = ({
  resume,
  fileType,
}: RenderTask): Promise<Outcome<{ bytes: Uint8Array; warnings: string[] }>> => settle(() => render(resume, fileType))

const settle = async <T>(work: () => T | Promise<T>): Promise<Outcome<T>> => {
  try {
    return { result: await work() }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { code: error.code, cause: error.cause instanceof Error ? `${error.cause.stack}` : `${error.cause}` }
  }
}
