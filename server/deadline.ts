// No request waits for ever: what PostgreSQL hasn't answered in time is 503. (Fastify's own `handlerTimeout` is taken off
// as soon as a body has been read, so a POST would hang.)
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../shared/errors.ts'

/** ms from the moment the request has arrived whole. */
const DEADLINE_MS = 5_000

/** A `preValidation` hook. What the handler still does is not undone: the same Idempotency-Key finds it. */
export const answerInTime = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
  if (request.ws) return done()
  const timer = setTimeout(() => {
    if (!reply.sent && !reply.raw.headersSent) reply.send(new AppError('UNAVAILABLE'))
  }, DEADLINE_MS)
  reply.raw.once('close', () => clearTimeout(timer))
  done()
}
