// One socket that checks what every socket is promised, frame by frame, and remembers what it knows as the app would.
import { WebSocket } from 'ws'
import { isFinal, type JobView, type ServerFrame, WS_PATH } from '../../shared/protocol.ts'
import { until } from './until.ts'

export interface ClientOptions {
  url: string
  userId: string
  /** For the upgrade's header; a client without one authenticates by its first frame or not at all. */
  token?: string
  headers?: Record<string, string>
  /** Whose job an id is, where known. */
  ownerOf(jobId: string): string | undefined
  /** Told of a broken promise. */
  broken(what: string): void
}

export class Client {
  readonly socket: WebSocket
  readonly frames: ServerFrame[] = []
  /** The latest state of each job. */
  readonly known = new Map<string, JobView>()
  /** The last cursor seen. */
  cursor: string | undefined
  /** It has asked for all since a cursor first, and let nothing go: its cursors can be judged. */
  judged: boolean | undefined
  closeCode: number | undefined
  readonly closed: Promise<number>
  readonly #options: ClientOptions
  readonly #versions = new Map<string, number>()
  #synced = 0
  #asked = 0

  constructor(options: ClientOptions) {
    this.#options = options
    const headers = { ...options.headers, ...(options.token && { authorization: `Bearer ${options.token}` }) }
    this.socket = new WebSocket(`${options.url.replace('http', 'ws')}${WS_PATH}`, { headers })
    this.socket.on('message', data => this.#onFrame(JSON.parse(String(data)) as ServerFrame))
    this.socket.on('error', () => {})
    this.closed = new Promise(resolve =>
      this.socket.once('close', code => {
        this.closeCode = code
        resolve(code)
      }),
    )
  }

  get userId(): string {
    return this.#options.userId
  }

  send(frame: object | string): void {
    if (typeof frame === 'object' && (frame as { type?: string }).type === 'unsubscribe') this.judged = false
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
  }

  /** Asks, and waits until it is synced. */
  async subscribe(frame: object = {}, timeoutMs = 15_000): Promise<this> {
    this.ask(frame)
    await this.synced(timeoutMs)
    return this
  }

  ask(frame: object = {}): void {
    this.#asked++
    this.judged ??= 'since' in frame && !('jobs' in frame)
    this.send({ type: 'subscribe', jobs: 'all', ...frame })
  }

  async synced(timeoutMs = 15_000): Promise<void> {
    await until(() => this.#synced >= this.#asked || this.closeCode !== undefined, 'synced', timeoutMs)
    if (this.closeCode !== undefined) throw new Error(`closed with ${this.closeCode} before synced`)
  }

  /** Waits until it knows this job to be final. */
  async knowsFinal(jobId: string, timeoutMs = 15_000): Promise<JobView> {
    return until(() => this.finalOf(jobId), `the final state of ${jobId} at ${this.#options.userId}`, timeoutMs)
  }

  finalOf(jobId: string): JobView | undefined {
    const job = this.known.get(jobId)
    return job && isFinal(job.status) ? job : undefined
  }

  count(type: ServerFrame['type']): number {
    return this.frames.filter(frame => frame.type === type).length
  }

  /** At the end, when it is known whose all jobs are. */
  checkOwners(): void {
    const { userId, ownerOf } = this.#options
    for (const id of this.known.keys()) if (ownerOf(id) !== userId) this.#broken(`${id} was shown to ${userId}`)
  }

  /** As a network that is cut: no close frame. */
  drop(): void {
    this.socket.terminate()
  }

  #onFrame(frame: ServerFrame): void {
    this.frames.push(frame)
    if ('cursor' in frame) this.cursor = frame.cursor
    if (frame.type === 'synced' && ++this.#synced > this.#asked) this.#broken('synced without a subscribe')
    if (frame.type === 'job') this.#onJob(frame.job)
    if (frame.type === 'unsubscribed')
      if (frame.jobs === 'all') this.#versions.clear()
      else for (const id of frame.jobs) this.#versions.delete(id)
    if (frame.type === 'preview' && this.finalOf(frame.job_id)) this.#broken(`preview after the end of ${frame.job_id}`)
  }

  #onJob(job: JobView): void {
    const before = this.#versions.get(job.job_id) ?? 0
    if (job.version <= before) this.#broken(`${job.job_id}: version ${job.version} after ${before}`)
    this.#versions.set(job.job_id, job.version)
    if (!this.frames.some(frame => frame.type === 'subscribed')) this.#broken('a job frame before subscribed')
    const known = this.known.get(job.job_id)
    if (known && isFinal(known.status) && job.version > known.version)
      this.#broken(`${job.job_id} changed after its end`)
    if (!known || known.version < job.version) this.known.set(job.job_id, job)
  }

  #broken(what: string): void {
    this.#options.broken(what)
  }
}
