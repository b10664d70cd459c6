// One job as server-sent events: each state once, versions rising, until the final one.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { toUpdate, type Update } from '../shared/bus.ts'
import { findJob } from '../shared/job-reads.ts'
import { jobView, type ViewRow } from '../shared/job-view.ts'
import { isFinal } from '../shared/protocol.ts'
import type { Parts } from './app.ts'
import type { Listener } from './hub.ts'
import type { PushFigures } from './push-figures.ts'

const HEARTBEAT_MS = 15_000
/** The longest that Node's timers count. */
const TIMER_MAX_MS = 2_147_483_647
/** Bytes that may wait for a slow reader; past it states are left out until it has drained, and the last one is kept. */
const FULL_BYTES = 64 * 1024

/** @param job as the caller read it; 204 where the client has seen its final state already. */
export const streamJob = async (
  { hub, db, forecast, streams, metrics }: Parts,
  job: ViewRow,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  // The deadline may have answered while the job was read, or the client gone: then `close` is not told again.
  if (reply.sent || reply.raw.destroyed) return reply
  const seen = seenVersion(request.headers['last-event-id'], job)
  if (isFinal(job.status) && seen >= job.version) return reply.code(204).send()
  reply.hijack()
  const stream = new JobStream(reply, job.id, seen, request.user.expiresAt, metrics.pushes)
  const unregister = streams.add(() => stream.end())
  reply.raw.once('close', () => {
    unregister()
    hub.leave(job.user_id, stream)
    stream.end()
  })
  try {
    await hub.join(job.user_id, stream)
    const state = (await findJob(db, job.id)) ?? job
    stream.receive(toUpdate(jobView(state, forecast.of(state))))
  } catch (error) {
    request.log.warn({ err: error }, 'event stream failed')
    stream.end()
  }
  return reply
}

/** The version that a client coming back has; 0 where it says none, or one that never was. */
const seenVersion = (header: unknown, job: ViewRow): number => {
  const version = Number(header ?? 0)
  return Number.isInteger(version) && version > 0 && version <= job.version ? version : 0
}

/** The streams that are open in this process, so that a shutdown can end them. */
export class Streams {
  readonly #ends = new Set<() => void>()
  #closed = false

  get size(): number {
    return this.#ends.size
  }

  /** Returns how to take it off again. One that comes during the shutdown ends at once. */
  add(end: () => void): () => void {
    if (this.#closed) end()
    this.#ends.add(end)
    return () => this.#ends.delete(end)
  }

  endAll(): void {
    this.#closed = true
    for (const end of this.#ends) end()
  }
}

class JobStream implements Listener {
  readonly #reply: FastifyReply
  readonly #jobId: string
  readonly #figures: PushFigures
  #version: number
  #ended = false
  #waiting: Update | undefined
  readonly #heartbeat: NodeJS.Timeout
  readonly #expiry: NodeJS.Timeout

  constructor(reply: FastifyReply, jobId: string, version: number, expiresAt: number, figures: PushFigures) {
    this.#version = version
    this.#reply = reply
    this.#jobId = jobId
    this.#figures = figures
    reply.headers({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    reply.raw.writeHead(200, reply.getHeaders() as Record<string, string>)
    reply.raw.on('drain', () => {
      const waiting = this.#waiting
      this.#waiting = undefined
      if (waiting) this.receive(waiting)
    })
    this.#heartbeat = setInterval(() => {
      if (reply.raw.writableLength <= FULL_BYTES) reply.raw.write(': still here\n\n')
    }, HEARTBEAT_MS)
    this.#expiry = setTimeout(() => this.end(), Math.min(expiresAt - Date.now(), TIMER_MAX_MS))
    reply.raw.write(': job\n\n')
  }

  receive(update: Update): void {
    if (this.#ended || update.jobId !== this.#jobId) return
    if (update.version <= this.#version) {
      // A version that never was had been published: what it hides is the end all the same.
      if (update.final) this.end()
      return
    }
    if (this.#reply.raw.writableLength > FULL_BYTES) {
      if (this.#waiting) this.#figures.conflated++
      if (!this.#waiting || this.#waiting.version < update.version) this.#waiting = update
      return
    }
    this.#version = update.version
    this.#figures.wroteEvent(update)
    this.#reply.raw.write(`event: job\nid: ${update.version}\ndata: ${update.json}\n\n`)
    if (update.final) this.end()
  }

  end(): void {
    this.#ended = true
    clearInterval(this.#heartbeat)
    clearTimeout(this.#expiry)
    this.#reply.raw.end()
  }
}
