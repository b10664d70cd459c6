// Which version of each job a socket was sent last, so that versions only rise. Bounded: finished jobs are forgotten
// by generations, once they are both many and old.
import type { Update } from '../shared/bus.ts'

/** Finished jobs of one generation, at least. */
const GENERATION = 1_000
/** ms that a finished job is remembered, at least: by then the hub's re-read can't bring it a second time. */
const KEPT_MS = 15_000
const NONE = -1

export class Versions {
  #unfinished: Map<string, number> | undefined
  #finished: Map<string, number> | undefined
  #finishedBefore: Map<string, number> | undefined
  #begunAt = 0

  /** -1 where none was sent. */
  of(jobId: string): number {
    return this.#unfinished?.get(jobId) ?? this.#finished?.get(jobId) ?? this.#finishedBefore?.get(jobId) ?? NONE
  }

  isFinal(jobId: string): boolean {
    return this.#finished?.has(jobId) === true || this.#finishedBefore?.has(jobId) === true
  }

  remember({ jobId, version, final }: Update): void {
    if (!final) {
      this.#unfinished ??= new Map()
      this.#unfinished.set(this.#unfinished.has(jobId) ? jobId : detached(jobId), version)
      return
    }
    this.#unfinished?.delete(jobId)
    this.#finished ??= new Map()
    if (this.#finished.size >= GENERATION) this.#nextGeneration()
    this.#finished.set(detached(jobId), version)
  }

  /** Any version is news again. That a job is finished stays known. */
  forget(jobs: 'all' | string[]): void {
    if (jobs === 'all') this.#unfinished = undefined
    else for (const id of jobs) this.#unfinished?.delete(id)
    for (const map of [this.#finished, this.#finishedBefore])
      for (const id of jobs === 'all' ? (map?.keys() ?? []) : jobs) if (map?.has(id)) map.set(id, NONE)
  }

  #nextGeneration(): void {
    const now = performance.now()
    if (now - this.#begunAt < KEPT_MS) return
    this.#finishedBefore = this.#finished
    this.#finished = new Map()
    this.#begunAt = now
  }
}

/** A copy: V8 keeps a whole message in memory for as long as a piece cut out of it is remembered. */
const detached = (piece: string): string => Buffer.from(piece).toString()
