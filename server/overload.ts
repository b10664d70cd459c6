// When the event loop is seconds behind, and stays so, new work is turned away: requests get 503, sockets 1013. What is
// open goes on, and health, readiness and metrics are always answered.
import { performance } from 'node:perf_hooks'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../shared/errors.ts'
import { watchLoop } from '../shared/event-loop.ts'
import type { Log } from '../shared/log.ts'
import { errorBody } from './error-handler.ts'
import type { ServerMetrics } from './metrics.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    answeredAlways?: boolean
  }
}

/**
 * ms that a turn of the event loop takes on average over a second. A request waits for several turns and is given up
 * after 5 s, so past this most come to nothing. A full core alone is no overload: turns are short as long as all get on.
 */
const TURN_MAX_MS = 1_000
/**
 * Looks in a row, one a second or later: a pause is no overload, nor are ten thousand sockets that come back at once, which
 * have made two or three turns of over a second on two busy cores.
 */
const LATE_LOOKS = 5
const LOOK_MS = 1_000
/** Seconds after which a client may try again. */
const RETRY_AFTER_SECONDS = 10

/** The `config` of a route that is answered whatever the load. */
export const alwaysAnswered = { answeredAlways: true }

/** After the WebSocket plugin, which says what is an upgrade. Returns whether this server is overloaded now. */
export const registerOverload = (app: FastifyInstance, metrics: ServerMetrics, log: Log): (() => boolean) => {
  let late = 0
  const stop = watchTurns(turnMs => {
    const before = late
    late = turnMs > TURN_MAX_MS ? late + 1 : 0
    if (late === LATE_LOOKS) log.warn('overloaded: new work is turned away')
    if (late === 0 && before >= LATE_LOOKS) log.info('no longer overloaded')
  })
  app.addHook('onClose', async () => stop())
  const isOverloaded = () => late >= LATE_LOOKS
  app.addHook('onRequest', (request, reply, done) => {
    if (!isOverloaded() || request.ws || request.routeOptions.config.answeredAlways) return done()
    metrics.shed('http')
    // Sent rather than thrown: an error is logged with its stack, each time, when there is no time.
    reply
      .code(503)
      .header('retry-after', RETRY_AFTER_SECONDS)
      .send(errorBody(new AppError('UNAVAILABLE')))
  })
  return isOverloaded
}

const { nodeTiming } = performance

/** @param look is told once in `LOOK_MS` how long a turn took on average. */
const watchTurns = (look: (turnMs: number) => void): (() => void) => {
  const count = () => ({ at: performance.now(), turns: nodeTiming.uvMetricsInfo.loopCount })
  let last = count()
  return watchLoop(() => {
    const now = count()
    if (now.at - last.at < LOOK_MS) return
    look((now.at - last.at) / Math.max(1, now.turns - last.turns))
    last = now
  })
}
