// At most five previews a second of one job on one socket, the latest of each section. Knows neither jobs nor sockets.
import type { Preview } from '../shared/bus.ts'

/** ms for each preview of a job: a little over a fifth of a second, since ways differ in length. */
const INTERVAL_MS = 220

interface Pace {
  /** By section; the one that was replaced keeps its place in the row. */
  waiting: Map<string, Preview>
  timer: NodeJS.Timeout | undefined
}

export class PreviewPace {
  readonly #jobs = new Map<string, Pace>()
  readonly #show: (preview: Preview) => boolean

  /** @param show false: there is no room for it now. */
  constructor(show: (preview: Preview) => boolean) {
    this.#show = show
  }

  /** The sections of one job: shown at once where none was just now, and then their share of time passes. */
  offer(jobId: string, sections: Preview[]): void {
    const known = this.#jobs.get(jobId)
    const pace = known ?? { waiting: new Map<string, Preview>(), timer: undefined }
    for (const preview of sections) pace.waiting.set(preview.section, preview)
    if (known || sections.length === 0) return
    this.#jobs.set(jobId, pace)
    this.#next(jobId, pace, sections.length)
  }

  /** The job is finished: what waits is out of date. */
  drop(jobId: string): void {
    clearTimeout(this.#jobs.get(jobId)?.timer)
    this.#jobs.delete(jobId)
  }

  close(): void {
    for (const jobId of this.#jobs.keys()) this.drop(jobId)
  }

  #next(jobId: string, pace: Pace, count: number): void {
    if (pace.waiting.size === 0) return this.drop(jobId)
    for (const [section, preview] of [...pace.waiting].slice(0, count))
      if (this.#show(preview)) pace.waiting.delete(section)
    pace.timer = setTimeout(() => this.#next(jobId, pace, 1), INTERVAL_MS * count)
  }
}
