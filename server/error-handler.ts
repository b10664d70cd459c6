// The one edge where errors become HTTP answers: an AppError by its table, a library's error by what it means.
import { STATUS_CODES } from 'node:http'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { isUnavailable, isUnmigrated } from '../shared/database.ts'
import { AppError } from '../shared/errors.ts'
import type { ErrorBody } from '../shared/protocol.ts'
import { isRedisAway } from '../shared/redis.ts'
import { type SchemaError, schemaErrorMessage } from '../shared/schema-error.ts'

/** Seconds after which trying again makes sense, where nothing better is known. */
const RETRY_AFTER_SECONDS = 5

export const errorHandler = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const known = classify(error)
  if (known.status >= 500) request.log.error({ err: error }, 'request failed')
  const retryAfter = known.retryAfterSeconds ?? (known.code === 'UNAVAILABLE' ? RETRY_AFTER_SECONDS : undefined)
  if (retryAfter !== undefined && !reply.hasHeader('retry-after')) reply.header('retry-after', retryAfter)
  if (known.code === 'UNAUTHORIZED') reply.header('www-authenticate', 'Bearer')
  // A URL that can't be read fails before any hook has run.
  reply.header('x-request-id', request.id)
  return reply.code(known.status).type('application/json; charset=utf-8').send(errorBody(known))
}

export const errorBody = (error: AppError): ErrorBody => ({
  statusCode: error.status,
  code: error.code,
  error: STATUS_CODES[error.status] ?? 'Error',
  message: error.message,
})

/** What a library threw, in our words. Anything not known is INTERNAL, its message hidden. */
const classify = (error: unknown): AppError => {
  if (error instanceof AppError) return error
  if (isUnavailable(error) || isUnmigrated(error) || isRedisAway(error)) return new AppError('UNAVAILABLE')
  const { code, statusCode, validation, validationContext, message } = error as Partial<FastifyError>
  if (validation)
    return new AppError(
      'INVALID_REQUEST',
      schemaErrorMessage(validation as SchemaError[], validationContext ?? 'request'),
    )
  const byCode = code && LIBRARY_CODES[code]
  if (byCode) return new AppError(byCode)
  // Files: a path that leads outside is as unknown as any.
  if (statusCode === 403 || statusCode === 404) return new AppError('NOT_FOUND')
  if (statusCode && statusCode >= 400 && statusCode < 500) return new AppError('INVALID_REQUEST', message)
  return new AppError('INTERNAL')
}

const LIBRARY_CODES: Record<string, 'UNSUPPORTED_MEDIA_TYPE' | 'PAYLOAD_TOO_LARGE'> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_BODY_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
}
