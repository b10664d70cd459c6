// The drafts that one socket is shown: what is written so far to one who comes late, then each as it grows. Knows what is
// kept in Redis, not what the socket watches.
import { type Preview, readPreviews } from '../shared/bus.ts'
import type { ViewRow } from '../shared/job-view.ts'
import type { Redis } from '../shared/redis.ts'
import { PreviewPace } from './preview-pace.ts'

export class Drafts {
  readonly #redis: Redis
  readonly #pace: PreviewPace
  /** Those that moved on while older ones were being read: job and section. */
  #redrafted: Set<string> | undefined
  #closed = false

  /** @param redis a `command` connection. @param show false: there is no room for it now. */
  constructor(redis: Redis, show: (preview: Preview) => boolean) {
    this.#redis = redis
    this.#pace = new PreviewPace(show)
  }

  receive(preview: Preview): void {
    this.#redrafted?.add(draftKey(preview))
    this.#show(preview.jobId, [preview])
  }

  /** What is written so far of these jobs, for one who joins while the answers stream. */
  async showKept(rows: ViewRow[]): Promise<void> {
    const streaming = rows.filter(row => row.status === 'PROCESSING' && row.attempt > 0)
    const attempts = new Map(streaming.map(row => [row.id, row.attempt]))
    this.#redrafted = new Set()
    // A draft is no state: without Redis it is left out.
    const kept = await readPreviews(this.#redis, [...attempts.keys()]).catch(() => [])
    const drafts = kept.filter(({ jobId, json }) => JSON.parse(json).attempt >= attempts.get(jobId)!)
    const older = drafts.filter(draft => !this.#redrafted!.has(draftKey(draft)))
    for (const [jobId, sections] of Map.groupBy(older, draft => draft.jobId)) this.#show(jobId, sections)
    this.#redrafted = undefined
  }

  /** The job is finished: what waits is out of date. */
  drop(jobId: string): void {
    this.#pace.drop(jobId)
  }

  close(): void {
    this.#closed = true
    this.#pace.close()
  }

  #show(jobId: string, sections: Preview[]): void {
    if (!this.#closed) this.#pace.offer(jobId, sections)
  }
}

const draftKey = ({ jobId, section }: Preview): string => `${jobId} ${section}`
