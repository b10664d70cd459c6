// A server just big enough to test the client against: job states in memory, pushed over real sockets and read by
// REST, with the faults that a client has to live with.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import type { ClientFrame, JobView, PreviewFrame, ServerFrame, SubscribeFrame } from '../../shared/protocol.ts'

export interface Connection {
  socket: WebSocket
  token: string
  /** Every frame that the client sent, in order. */
  received: ClientFrame[]
  all: boolean
  ids: Set<string>
}

export async function startSmallServer(): Promise<SmallServer> {
  const server = new SmallServer()
  await server.listen()
  return server
}

export class SmallServer {
  readonly connections: Connection[] = []
  /** Every REST request, as `GET path → status`. */
  readonly requests: string[] = []
  /** Answers `auth`: the user's id, or a close code. */
  admit: (token: string) => string | number = () => '42'
  heartbeatSeconds = 25
  tokenLifeMs = 3_600_000
  /** As a proxy does that knows no WebSockets. */
  blockSockets = false
  /** Accepts frames and says nothing any more. */
  mute = false
  knowsCursors = true
  readonly #jobs = new Map<string, { job: JobView; change: number }>()
  readonly #http: Server
  readonly #sockets = new WebSocketServer({ noServer: true })
  #changes = 0

  constructor() {
    this.#http = createServer((request, reply) => this.#answer(request, reply))
    this.#http.on('upgrade', (request, socket, head) => {
      if (this.blockSockets) return socket.destroy()
      this.#sockets.handleUpgrade(request, socket, head, opened => this.#connect(opened))
    })
  }

  async listen(port = 0): Promise<void> {
    await new Promise<void>(resolve => this.#http.listen(port, '127.0.0.1', resolve))
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`
  }

  /** The open connections. */
  get open(): Connection[] {
    return this.connections.filter(({ socket }) => socket.readyState === socket.OPEN)
  }

  /** Stores a state and pushes it to whom it is for. */
  change(job: JobView): void {
    this.#jobs.set(job.job_id, { job, change: ++this.#changes })
    for (const connection of this.open) {
      if (connection.all || connection.ids.has(job.job_id)) this.#sendJob(connection, job)
    }
  }

  /** Pushes a state that isn't stored. */
  push(job: JobView): void {
    for (const connection of this.open) this.#sendJob(connection, job)
  }

  /** Pushes a draft to each that asked for it. */
  draft(frame: PreviewFrame): void {
    const asks = (frame: ClientFrame) =>
      frame.type === 'subscribe' && frame.jobs !== undefined && frame.preview === true
    for (const connection of this.open) if (connection.received.some(asks)) this.#send(connection, frame)
  }

  closeAll(code: number): void {
    for (const { socket } of this.open) socket.close(code)
  }

  async stop(): Promise<void> {
    for (const { socket } of this.connections) socket.terminate()
    this.#http.closeAllConnections()
    await new Promise(resolve => this.#http.close(resolve))
  }

  #connect(socket: WebSocket): void {
    const connection: Connection = { socket, token: '', received: [], all: false, ids: new Set() }
    this.connections.push(connection)
    socket.on('message', data => {
      const frame = JSON.parse(String(data)) as ClientFrame
      connection.received.push(frame)
      if (!this.mute) this.#hear(connection, frame)
    })
  }

  #hear(connection: Connection, frame: ClientFrame): void {
    if (frame.type === 'auth') this.#authenticate(connection, frame.token)
    if (frame.type === 'ping') this.#send(connection, { type: 'pong' })
    if (frame.type === 'subscribe' && frame.jobs !== undefined) this.#subscribe(connection, frame)
    if (frame.type === 'unsubscribe') this.#unsubscribe(connection, frame.jobs)
  }

  #authenticate(connection: Connection, token: string): void {
    const admitted = this.admit(token)
    if (typeof admitted === 'number') {
      connection.socket.close(admitted)
      return
    }
    connection.token = token
    const expiresAt = new Date(Date.now() + this.tokenLifeMs).toISOString()
    const heartbeat = { heartbeat_seconds: this.heartbeatSeconds }
    this.#send(connection, { type: 'ready', user_id: admitted, expires_at: expiresAt, ...heartbeat })
  }

  #subscribe(connection: Connection, { jobs, since }: SubscribeFrame): void {
    if (since && !this.knowsCursors) {
      this.#send(connection, { type: 'error', code: 'INVALID_MESSAGE', message: 'since: unknown cursor' })
      return
    }
    const ids = jobs === 'all' ? [] : jobs.filter(id => this.#jobs.has(id))
    if (jobs === 'all') connection.all = true
    for (const id of ids) connection.ids.add(id)
    this.#send(connection, { type: 'subscribed', jobs: jobs === 'all' ? 'all' : ids, cursor: since ?? this.#cursor })
    const unknown = jobs === 'all' ? [] : jobs.filter(id => !this.#jobs.has(id))
    if (unknown.length > 0) {
      this.#send(connection, { type: 'error', code: 'JOB_NOT_FOUND', message: 'There is no such job.', jobs: unknown })
    }
    for (const job of this.#snapshot(jobs, since ?? null)) this.#sendJob(connection, job)
    this.#send(connection, { type: 'synced', cursor: this.#cursor })
  }

  #snapshot(jobs: 'all' | string[], since: string | null): JobView[] {
    const after = since ? Number(since.slice(1)) : Number.POSITIVE_INFINITY
    const open = (job: JobView) => job.status === 'PENDING' || job.status === 'PROCESSING'
    return [...this.#jobs.values()]
      .filter(({ job, change }) => (jobs === 'all' ? open(job) || change > after : jobs.includes(job.job_id)))
      .map(({ job }) => job)
  }

  #unsubscribe(connection: Connection, jobs: 'all' | string[]): void {
    if (jobs === 'all') connection.all = false
    else for (const id of jobs) connection.ids.delete(id)
    this.#send(connection, { type: 'unsubscribed', jobs })
  }

  get #cursor(): string {
    return `c${this.#changes}`
  }

  #sendJob(connection: Connection, job: JobView): void {
    this.#send(connection, { type: 'job', job, cursor: this.#cursor })
  }

  #send({ socket }: Connection, frame: ServerFrame): void {
    if (!this.mute) socket.send(JSON.stringify(frame))
  }

  #answer(request: IncomingMessage, reply: ServerResponse): void {
    const [status, body, etag] = this.#find(request)
    this.requests.push(`${request.method} ${request.url} → ${status}`)
    reply.writeHead(status, { 'content-type': 'application/json', ...(etag ? { etag } : {}) })
    reply.end(status === 304 ? undefined : JSON.stringify(body))
  }

  #find(request: IncomingMessage): [status: number, body: unknown, etag?: string] {
    const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
    if (typeof this.admit(token) === 'number') return [401, { code: 'UNAUTHORIZED' }]
    const id = /\/job-status\/([^?]+)/.exec(request.url ?? '')?.[1]
    if (!id) return [200, { jobs: [...this.#jobs.values()].map(({ job }) => job).reverse(), next_cursor: null }]
    const job = this.#jobs.get(id)?.job
    if (!job) return [404, { code: 'JOB_NOT_FOUND' }]
    const etag = `W/"${job.version}"`
    return request.headers['if-none-match'] === etag ? [304, null, etag] : [200, job, etag]
  }
}

/** A job view, whole; `fields` win. */
export function jobView(fields: Partial<JobView>): JobView {
  return {
    job_id: 'job-1',
    status: 'PROCESSING',
    progress: 10,
    stage: 'generating',
    candidate_id: 7,
    job_row_id: null,
    file_type: 'word',
    priority: 'default',
    attempt: 1,
    version: 1,
    cache_hit: null,
    queue_position: null,
    eta_seconds: null,
    warnings: [],
    result_url: null,
    error_message: null,
    created_at: '2026-11-02T10:00:00.000Z',
    started_at: null,
    completed_at: null,
    ...fields,
  }
}

export const doneView = (fields: Partial<JobView>): JobView =>
  jobView({ status: 'SUCCESS', stage: 'done', progress: 100, ...fields })
