// Reads job states by REST every two seconds, for where sockets don't get through. Ends when told to.
import type { JobView, MyJobsBody } from '../shared/protocol.ts'

export interface PollOptions {
  /** Scheme and host of the server, without a slash at the end. */
  origin: string
  everyMs: number
  /** `renew` after a 401: the last token was refused. */
  getToken: (renew: boolean) => Promise<string>
  /** What to read: the newest page of my jobs, and single jobs. */
  wanted: () => { all: boolean; ids: string[] }
  onJobs: (jobs: JobView[]) => void
  onMissing: (id: string) => void
  /** After each round: whether the server answered. */
  onRound: (ok: boolean) => void
  /** The token was refused, and so was the next one; polling has ended. */
  onSignedOut: () => void
}

/** At 20 rounds a minute and more, so many reads stay well inside the limit of six hundred a minute. */
const READS_IN_A_ROUND = 10
const REQUEST_TIMEOUT_MS = 10_000
const ROOT = '/api/resume-async'

/** Polls until the returned function is called. */
export function startPolling(options: PollOptions): () => void {
  const poller = new Poller(options)
  void poller.run()
  return () => poller.stop()
}

class Poller {
  readonly #options: PollOptions
  readonly #stopped = new AbortController()
  readonly #etags = new Map<string, string>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #next = 0
  #waitMs = 0

  constructor(options: PollOptions) {
    this.#options = options
  }

  stop(): void {
    this.#stopped.abort()
    clearTimeout(this.#timer)
  }

  async run(): Promise<void> {
    this.#waitMs = this.#options.everyMs
    const ok = await this.#round()
    if (this.#stopped.signal.aborted) return
    this.#options.onRound(ok)
    this.#timer = setTimeout(() => void this.run(), this.#waitMs)
  }

  async #round(): Promise<boolean> {
    const { all, ids } = this.#options.wanted()
    try {
      const read = all ? await this.#readNewest() : new Set<string>()
      for (const id of this.#someOf(ids.filter(id => !read.has(id)))) await this.#readJob(id)
      return true
    } catch {
      return false // No answer, or not a useful one: the next round tries again, and the state says offline.
    }
  }

  /** The ids of the jobs that it read. */
  async #readNewest(): Promise<Set<string>> {
    const answer = await this.#get('/my-jobs?limit=20')
    if (!answer.ok) return new Set()
    const { jobs } = (await answer.json()) as MyJobsBody
    this.#options.onJobs(jobs)
    return new Set(jobs.map(job => job.job_id))
  }

  async #readJob(id: string): Promise<void> {
    const answer = await this.#get(`/job-status/${encodeURIComponent(id)}`)
    if (answer.status === 404) this.#options.onMissing(id)
    if (answer.ok) this.#options.onJobs([(await answer.json()) as JobView])
  }

  /** Takes turns where there are more than one round may read. */
  #someOf(ids: string[]): string[] {
    if (ids.length <= READS_IN_A_ROUND) return ids
    const from = this.#next % ids.length
    this.#next = from + READS_IN_A_ROUND
    return [...ids, ...ids].slice(from, from + READS_IN_A_ROUND)
  }

  async #get(path: string): Promise<Response> {
    let answer = await this.#fetch(path, false)
    if (answer.status === 401) answer = await this.#fetch(path, true)
    if (answer.status === 401 && !this.#stopped.signal.aborted) {
      this.stop()
      this.#options.onSignedOut()
    }
    if (answer.status === 429) this.#waitMs = Math.max(this.#waitMs, Number(answer.headers.get('retry-after')) * 1000)
    if (answer.status >= 500 || answer.status === 429) throw new Error(`${path} answered ${answer.status}`)
    const etag = answer.headers.get('etag')
    if (answer.ok && etag) this.#etags.set(path, etag)
    return answer
  }

  async #fetch(path: string, renew: boolean): Promise<Response> {
    const token = await this.#options.getToken(renew)
    const etag = this.#etags.get(path)
    return await fetch(`${this.#options.origin}${ROOT}${path}`, {
      headers: { authorization: `Bearer ${token}`, ...(etag ? { 'if-none-match': etag } : {}) },
      signal: AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    })
  }
}
