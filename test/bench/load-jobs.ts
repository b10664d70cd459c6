// Posts jobs and follows each to its end by what is pushed: how long each step took, and what went wrong.
import { Pool } from 'undici'
import { isFinal, type JobView } from '../../shared/protocol.ts'
import type { LoadUser } from './load-house.ts'

const PATH = '/api/resume-async/generate-async'
const CONNECTIONS = 32

export interface Timings {
  /** ms until the 202. */
  post: number[]
  /** ms from the final state's commit, by the database's clock on this same machine, to its frame; whole ms. */
  push: number[]
  /** ms from the POST to the final frame. */
  whole: number[]
  /** Answers other than 202, and jobs that did not end in SUCCESS. */
  errors: string[]
}

/** Over all rounds: a text that was asked for before would be answered from the cache. */
let texts = 0

export class LoadJobs {
  readonly timings: Timings = { post: [], push: [], whole: [], errors: [] }
  readonly #pool: Pool
  readonly #begun = new Map<string, number>()
  /** A final frame may be here before its 202. */
  readonly #ended = new Map<string, number>()
  #unfinished = 0

  constructor(port: number) {
    this.#pool = new Pool(`http://127.0.0.1:${port}`, { connections: CONNECTIONS })
  }

  /** Accepted, and no final frame yet. */
  get unfinished(): number {
    return this.#unfinished
  }

  async post({ token, candidateId }: LoadUser): Promise<void> {
    const begun = performance.now()
    const text = `Engineer number ${++texts} who writes plain TypeScript and PostgreSQL.`
    const file_type = texts % 2 ? 'word' : 'pdf'
    const answer = await this.#pool.request({
      method: 'POST',
      path: PATH,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ candidate_id: candidateId, job_description: text, file_type }),
    })
    const body = (await answer.body.json()) as { job_id: string; message?: string }
    this.timings.post.push(performance.now() - begun)
    if (answer.statusCode !== 202) return void this.timings.errors.push(`${answer.statusCode}: ${body.message}`)
    this.#unfinished++
    this.#begun.set(body.job_id, begun)
    this.#finish(body.job_id)
  }

  /** Each state that a socket was sent. */
  readonly onJob = (job: JobView): void => {
    if (!isFinal(job.status) || this.#ended.has(job.job_id)) return
    this.#ended.set(job.job_id, performance.now())
    this.timings.push.push(Date.now() - Date.parse(job.completed_at!))
    if (job.status !== 'SUCCESS') this.timings.errors.push(`${job.stage}: ${job.error_message}`)
    this.#finish(job.job_id)
  }

  #finish(id: string): void {
    const [begun, ended] = [this.#begun.get(id), this.#ended.get(id)]
    if (begun === undefined || ended === undefined) return
    this.#begun.delete(id)
    this.#ended.delete(id)
    this.#unfinished--
    this.timings.whole.push(ended - begun)
  }

  close(): Promise<void> {
    return this.#pool.close()
  }
}
