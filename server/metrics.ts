// What this server counts: requests, sockets, pushes, what it sheds. Route patterns and closed lists as labels, never a
// path, an id or a user.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Registry } from 'prom-client'
import {
  countedElsewhere,
  counter,
  gauge,
  observedElsewhere,
  type ProcessMetrics,
  processMetrics,
} from '../shared/metrics.ts'
import { closeCodes } from '../shared/protocol.ts'
import { AnswerFigures } from './answer-figures.ts'
import { PushFigures } from './push-figures.ts'

export interface ServerMetrics extends ProcessMetrics {
  pushes: PushFigures
  /** A new job was accepted. */
  jobAccepted(): void
  answered(request: FastifyRequest, reply: FastifyReply): void
  socketClosed(code: number): void
  /** Turned away, since this server has more to do than it can. */
  shed(door: 'http' | 'socket'): void
}

/** How many there are now. */
export interface Open {
  sockets(): number
  streams(): number
}

/** Beside ours: an ordinary end, a tab that closed, a connection that was cut, frames that can't be read or are too large. */
const CLOSES = [1000, 1001, 1005, 1006, 1007, 1009, ...Object.values(closeCodes)]
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS']

export const createServerMetrics = (id: string, open: Open): ServerMetrics => {
  const own = processMetrics('server', id)
  const { registry } = own
  gauge(registry, 'resume_sockets', 'Open WebSockets.', open.sockets)
  gauge(registry, 'resume_event_streams', 'Open event streams.', open.streams)
  const accepted = counter(registry, 'resume_jobs_accepted_total', 'New jobs, answered with 202 or by a retry.')
  const shed = counter(registry, 'resume_shed_total', 'Requests and sockets turned away while overloaded.', {
    door: ['http', 'socket'],
  })
  const closes = counter(registry, 'resume_socket_closes_total', 'Sockets closed, by close code.', {
    code: [...CLOSES.map(String), 'other'],
  })
  return {
    ...own,
    pushes: countPushes(registry),
    jobAccepted: () => accepted.inc(),
    answered: countAnswers(registry),
    // A client may close with any code.
    socketClosed: code => closes.inc({ code: CLOSES.includes(code) ? String(code) : 'other' }),
    shed: door => shed.inc({ door }),
  }
}

const countAnswers = (registry: Registry): ServerMetrics['answered'] => {
  const figures = new AnswerFigures()
  countedElsewhere(
    registry,
    'resume_http_requests_total',
    'HTTP requests answered, by route and status.',
    () => figures.requests(),
    ['method', 'route', 'status'],
  )
  observedElsewhere(
    registry,
    'resume_http_request_duration_seconds',
    'From the whole head of a request to the last byte of its answer; event streams left out.',
    () => figures.durations(),
  )
  return (request, reply) => {
    if (request.ws) return
    const method = METHODS.includes(request.method) ? request.method : 'other'
    const isStream = String(reply.getHeader('content-type')).startsWith('text/event-stream')
    const seconds = isStream ? undefined : reply.elapsedTime / 1000
    figures.answered(method, request.routeOptions.url ?? 'none', reply.statusCode, seconds)
  }
}

/** The numbers that the outboxes add up, read when somebody asks. */
const countPushes = (registry: Registry): PushFigures => {
  const figures = new PushFigures()
  observedElsewhere(
    registry,
    'resume_push_latency_seconds',
    'From publishing a state to giving it to its sockets, by the clocks of the two processes.',
    () => [[{}, figures.latency]],
  )
  const pushed = (): [{ kind: string }, number][] => [
    [{ kind: 'job' }, figures.jobs],
    [{ kind: 'preview' }, figures.previews],
    [{ kind: 'event' }, figures.events],
  ]
  countedElsewhere(registry, 'resume_pushes_total', 'Written to a reader, by kind.', pushed, ['kind'])
  countedElsewhere(
    registry,
    'resume_pushes_conflated_total',
    'Replaced by a newer one while their reader was slow.',
    () => figures.conflated,
  )
  countedElsewhere(
    registry,
    'resume_pushes_dropped_total',
    'Still waiting when their slow reader went.',
    () => figures.dropped,
  )
  return figures
}
