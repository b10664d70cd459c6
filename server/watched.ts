// What one socket watches: all of a user's jobs but some, or some ids. A set, nothing more.

/** Ids in one subscribe frame, and watched on one socket. */
export const FRAME_JOBS_MAX = 100
export const SOCKET_JOBS_MAX = 1_000
/** The longest id that a job can have. */
const ID_MAX = 255

export class Watched {
  #all = false
  #ids: Set<string> | undefined
  /** Left out of `all` by an unsubscribe. */
  #excluded: Set<string> | undefined
  #previewAll = false
  #previewIds: Set<string> | undefined

  covers(jobId: string): boolean {
    return (this.#all && !this.#excluded?.has(jobId)) || this.#ids?.has(jobId) === true
  }

  previews(jobId: string): boolean {
    return (this.#previewAll || this.#previewIds?.has(jobId) === true) && this.covers(jobId)
  }

  /** Whose previews are shown as of now, whatever is added later. */
  previewed(): (jobId: string) => boolean {
    const all = this.#all && this.#previewAll
    const excluded = this.#excluded
    const ids = new Set(this.#previewIds)
    return jobId => (all && !excluded?.has(jobId)) || ids.has(jobId)
  }

  addAll(preview: boolean): void {
    this.#all = true
    this.#excluded = undefined
    this.#previewAll ||= preview
  }

  add(jobId: string, preview: boolean): void {
    this.#ids ??= new Set()
    this.#ids.add(jobId)
    this.#excluded?.delete(jobId)
    if (!preview) return
    this.#previewIds ??= new Set()
    this.#previewIds.add(jobId)
  }

  remove(jobs: 'all' | string[]): void {
    if (jobs === 'all') {
      this.#all = false
      this.#ids = undefined
      this.#excluded = undefined
      this.#previewAll = false
      this.#previewIds = undefined
      return
    }
    for (const id of jobs) {
      this.#ids?.delete(id)
      this.#previewIds?.delete(id)
      if (!this.#all || id.length > ID_MAX) continue
      this.#excluded ??= new Set()
      this.#excluded.add(id)
    }
  }

  /** Whether these would be too many to watch, for one frame or for the socket. */
  exceedsWith(ids: string[]): boolean {
    return ids.length > FRAME_JOBS_MAX || sizeWith(this.#ids, ids) > SOCKET_JOBS_MAX
  }

  /** Whether these would be too many to leave out of `all`. */
  exceedsWithout(ids: string[]): boolean {
    return this.#all && sizeWith(this.#excluded, ids) > SOCKET_JOBS_MAX
  }
}

const sizeWith = (set: Set<string> | undefined, ids: string[]): number => new Set(ids).union(set ?? new Set()).size
