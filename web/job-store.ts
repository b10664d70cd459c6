// The newest known state of each job. A version never falls; whoever listens is told of changes.
import type { JobStatus, JobView } from '../shared/protocol.ts'

export const isFinal = (status: JobStatus): boolean => status === 'SUCCESS' || status === 'FAILURE'

const BATCH_MS = 50
/** So many changes in one such time are told one by one; more (two hundred jobs that move at once) in batches. */
const SINGLE_MAX = 5

export class JobStore {
  readonly #jobs = new Map<string, JobView>()
  readonly #listeners = new Set<() => void>()
  /** Kept until something changes: React compares snapshots by identity. */
  #list: readonly JobView[] | null = null
  #batch: ReturnType<typeof setTimeout> | undefined
  #windowEnds = 0
  #told = 0

  /** Takes each job whose version is higher than the known one; true where there was any. */
  put(jobs: readonly JobView[]): boolean {
    let changed = false
    for (const job of jobs) {
      const known = this.#jobs.get(job.job_id)
      if (known && known.version >= job.version) continue
      this.#jobs.set(job.job_id, job)
      changed = true
    }
    if (changed) this.#list = null
    return changed
  }

  get(id: string): JobView | undefined {
    return this.#jobs.get(id)
  }

  /** All known jobs, newest first; the same array until something changes. */
  list(): readonly JobView[] {
    this.#list ??= [...this.#jobs.values()].sort(newestFirst)
    return this.#list
  }

  clear(): void {
    this.#jobs.clear()
    this.#list = null
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  notify(): void {
    clearTimeout(this.#batch)
    this.#batch = undefined
    for (const listener of [...this.#listeners]) listener()
  }

  /** At once, or in batches where changes come thick and fast: a page can't draw each of them. */
  notifyPaced(): void {
    const now = performance.now()
    if (now >= this.#windowEnds) {
      this.#windowEnds = now + BATCH_MS
      this.#told = 0
    }
    if (++this.#told <= SINGLE_MAX) this.notify()
    else this.notifySoon()
  }

  /** For a replay of many states: listeners hear of them in batches. */
  notifySoon(): void {
    this.#batch ??= setTimeout(() => this.notify(), BATCH_MS)
  }
}

const newestFirst = (a: JobView, b: JobView): number =>
  Date.parse(b.created_at) - Date.parse(a.created_at) || (a.job_id < b.job_id ? 1 : -1)
