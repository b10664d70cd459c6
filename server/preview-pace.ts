// At most five previews a second of one job, the latest of each section. Knows no listeners.
import type { Preview } from '../shared/bus.ts'

/** ms between two previews of a job: a little over a fifth of a second, since ways differ in length. */
const INTERVAL_MS = 220

interface Pace {
  /** By section; the one that was replaced keeps its place in the row. */
  waiting: Map<string, Preview>
  timer: NodeJS.Timeout
}

export class PreviewPace {
  readonly #jobs = new Map<string, Pace>()
  readonly #show: (userId: string, preview: Preview) => void

  constructor(show: (userId: string, preview: Preview) => void) {
    this.#show = show
  }

  offer(userId: string, preview: Preview): void {
    const pace = this.#jobs.get(preview.jobId)
    if (pace) {
      pace.waiting.set(preview.section, preview)
      return
    }
    this.#show(userId, preview)
    const timer = setInterval(() => this.#next(userId, preview.jobId), INTERVAL_MS)
    this.#jobs.set(preview.jobId, { waiting: new Map(), timer })
  }

  /** The job is finished: what waits is out of date. */
  drop(jobId: string): void {
    clearInterval(this.#jobs.get(jobId)?.timer)
    this.#jobs.delete(jobId)
  }

  close(): void {
    for (const jobId of this.#jobs.keys()) this.drop(jobId)
  }

  #next(userId: string, jobId: string): void {
    const waiting = this.#jobs.get(jobId)!.waiting
    const [preview] = waiting.values()
    if (!preview) return this.drop(jobId)
    waiting.delete(preview.section)
    this.#show(userId, preview)
  }
}
