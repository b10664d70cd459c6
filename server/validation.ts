// What a request may look like: how bodies and query strings are parsed and checked, and what is said where they don't fit.
import { parse } from 'node:querystring'
import { Ajv } from 'ajv'
import type { FastifyInstance, FastifySchemaCompiler } from 'fastify'
import { AppError } from '../shared/errors.ts'

/** JSON bodies only; none at all is as good as an empty one, whatever its type is said to be. */
export const acceptJson = (app: FastifyInstance): void => {
  const parseJson = app.getDefaultJsonParser('remove', 'remove')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) =>
    text === '' ? done(null, undefined) : parseJson(request, text, done),
  )
  app.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (_request, bytes, done) =>
    bytes.length === 0 ? done(null, undefined) : done(new AppError('UNSUPPORTED_MEDIA_TYPE')),
  )
}

/** A parameter without a value is absent, as forms send it. */
export const parseQuery = (text: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(parse(text)).filter(([, value]) => value !== ''))

/** Bodies as they are: `"7"` is not 7. A query string has only text, so its numbers are read. */
const strict = new Ajv({ coerceTypes: false, useDefaults: false, removeAdditional: false, strict: false })
const loose = new Ajv({ coerceTypes: true, useDefaults: false, removeAdditional: false, strict: false })

export const validatorCompiler: FastifySchemaCompiler<object> = ({ schema, httpPart }) =>
  (httpPart === 'querystring' ? loose : strict).compile(schema)
