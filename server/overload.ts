// When the event loop is seconds behind, and stays so, new work is turned away: requests get 503, sockets 1013. What is
// open goes on, and health, readiness and metrics are always answered.
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { AppError } from '../shared/errors.ts'
import type { Log } from '../shared/log.ts'
import { errorBody } from './error-handler.ts'
import type { ServerMetrics } from './metrics.ts'

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

/** In the `config` of a route that is answered whatever the load. */
export const alwaysAnswered = { pressureHandler: () => undefined }

/** After the WebSocket plugin, which says what is an upgrade. Returns whether this server is overloaded now. */
export const registerOverload = async (
  app: FastifyInstance,
  metrics: ServerMetrics,
  log: Log,
): Promise<() => boolean> => {
  let late = 0
  await app.register(underPressure, {
    sampleInterval: LOOK_MS,
    // Not its `maxEventLoopDelay`, which lets one long turn decide.
    healthCheckInterval: LOOK_MS,
    healthCheck: async () => {
      const before = late
      late = app.memoryUsage().eventLoopDelay > TURN_MAX_MS ? late + 1 : 0
      if (late === LATE_LOOKS) log.warn('overloaded: new work is turned away')
      if (late === 0 && before >= LATE_LOOKS) log.info('no longer overloaded')
      return late < LATE_LOOKS
    },
    pressureHandler: (request, reply) => (request.ws ? undefined : refuse(reply, metrics)),
  })
  return () => app.isUnderPressure()
}

/** Returns the answer itself rather than an error, which would be logged with its stack, each time, when there is no time. */
const refuse = (reply: FastifyReply, metrics: ServerMetrics): void => {
  metrics.shed('http')
  reply.code(503).header('retry-after', RETRY_AFTER_SECONDS)
  // The plugin sends what comes back, though its types don't say so.
  return errorBody(new AppError('UNAVAILABLE')) as never
}
