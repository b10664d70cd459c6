// The record of the calls the stand-in saw, for tests to prove what reached it. Memory only; knows nothing of HTTP.

/**
 * How a call ended, or `running`. `answered`: to the last byte, be it a bad answer; `refused`: a request that OpenAI
 * would not take; `aborted`: the client left; else the name of the fault that ended it (a status, `cut`).
 */
export type Outcome = 'running' | 'answered' | 'refused' | 'aborted' | (string & {})

export interface Call {
  id: number
  /** ISO 8601. */
  at: string
  /** The schema's name, or null. */
  name: string | null
  model: string | null
  streamed: boolean
  prompt_cache_key: string | null
  /** The HTTP status answered; null while no headers were sent. */
  status: number | null
  fault: string | null
  outcome: Outcome
  /** The client closed the connection before the answer was complete. */
  aborted: boolean
  content_chunks: number
  /** Until it ended; null while it runs. */
  duration_ms: number | null
  /** The request's body, kept back unless asked for. */
  request: unknown
}

/** Old calls are forgotten first. */
const KEPT = 500

export class CallList {
  #calls: Call[] = []
  #next = 1

  begin(seen: Pick<Call, 'name' | 'model' | 'streamed' | 'prompt_cache_key' | 'request'>): Call {
    const call: Call = {
      id: this.#next++,
      at: new Date().toISOString(),
      ...seen,
      status: null,
      fault: null,
      outcome: 'running',
      aborted: false,
      content_chunks: 0,
      duration_ms: null,
    }
    this.#calls.push(call)
    if (this.#calls.length > KEPT) this.#calls.shift()
    return call
  }

  /** Only the first end counts: an abort seen during a fault stays an abort. */
  end(call: Call, outcome: Outcome): void {
    if (call.outcome !== 'running') return
    call.outcome = outcome
    call.aborted = outcome === 'aborted'
    call.duration_ms = Date.now() - Date.parse(call.at)
  }

  list(withRequests = false): (Omit<Call, 'request'> & { request?: unknown })[] {
    return this.#calls.map(({ request, ...call }) => (withRequests ? { ...call, request } : { ...call }))
  }

  clear(): void {
    this.#calls = []
  }
}
