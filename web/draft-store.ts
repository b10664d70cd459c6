// The text of each job as far as it is written: the model's own words, not checked yet. Gone when the job is final,
// since the document may say it differently; an attempt that begins anew begins from nothing.
import type { PreviewFrame } from '../shared/protocol.ts'
import { isFinal, type JobStore } from './job-store.ts'

export interface Draft {
  readonly attempt: number
  /** The summary. */
  readonly main: string
  /** The points of the work experience, a line each. */
  readonly experience: string
}

export class DraftStore {
  readonly #jobs: JobStore
  readonly #isWanted: (id: string) => boolean
  readonly #drafts = new Map<string, Draft>()

  /** @param jobs tells who listens to it of each change of a draft, too. */
  constructor(jobs: JobStore, isWanted: (id: string) => boolean) {
    this.#jobs = jobs
    this.#isWanted = isWanted
  }

  get(id: string): Draft | undefined {
    const draft = this.#drafts.get(id)
    return draft && !this.#isPast(id, draft.attempt) ? draft : undefined
  }

  put({ job_id: id, attempt, section, text }: PreviewFrame): void {
    const known = this.#drafts.get(id)
    if (!this.#isWanted(id) || this.#isPast(id, attempt) || (known && known.attempt > attempt)) return
    const before = known?.attempt === attempt ? known : { attempt, main: '', experience: '' }
    if (before[section] === text) return
    this.#drafts.set(id, { ...before, [section]: text })
    this.#jobs.notifyPaced()
  }

  dropUnwanted(): void {
    for (const id of this.#drafts.keys()) if (!this.#isWanted(id)) this.#drafts.delete(id)
  }

  clear(): void {
    this.#drafts.clear()
  }

  #isPast(id: string, attempt: number): boolean {
    const job = this.#jobs.get(id)
    return job !== undefined && (isFinal(job.status) || job.attempt > attempt)
  }
}
