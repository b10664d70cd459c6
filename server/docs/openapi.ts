// OpenAPI 3.1 of the REST routes. What they take comes from the schemas that validate; what they answer from the table of
// operations, and never reaches Fastify itself: a response schema there would change how answers are written.
import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { type ErrorCode, errorTable } from '../../shared/errors.ts'
import { ErrorBody } from '../../shared/protocol.ts'
import { about, bearer } from './about.ts'
import { type Json, withComponents } from './components.ts'
import { limitHeaders, type RequestHeader, type ResponseHeader, requestHeaders, responseHeaders } from './headers.ts'
import type { Answer, Operation } from './operation.ts'
import { operations } from './operations.ts'

/** Registered before the routes, of which it keeps note; `openApi` then tells. */
export const registerOpenApi = async (app: FastifyInstance): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: about,
      servers: [{ url: '/' }],
      tags: ['Jobs', 'Candidates', 'Operators', 'Service'].map(name => ({ name })),
      components: { securitySchemes: { bearer } },
      security: [{ bearer: [] }],
    },
    convertConstToEnum: false,
    transform,
  } as FastifyDynamicSwaggerOptions)
}

/** @param app once it is ready. */
export const openApi = (app: FastifyInstance): Json => {
  const { paths, ...rest } = withComponents(app.swagger() as Json)
  return { ...rest, paths: withHead(paths as Record<string, Json>) }
}

/** Pages and the socket's upgrade are no operations. */
const transform: NonNullable<FastifyDynamicSwaggerOptions['transform']> = ({ schema, url, route }) => {
  const operation = operations[`${route.method} ${url}`]
  if (!operation) return { schema: { ...schema, hide: true }, url }
  const takesBody = route.method === 'POST' || route.method === 'PUT'
  return { schema: { ...schema, ...describe(operation, takesBody) } as typeof schema, url }
}

const describe = (operation: Operation, takesBody: boolean): Json => ({
  operationId: operation.id,
  tags: [operation.tag],
  summary: operation.summary,
  ...(operation.description && { description: operation.description }),
  ...(operation.access === 'anybody' && { security: [] }),
  ...(operation.requestHeaders && { headers: headersOf(operation.requestHeaders) }),
  response: { ...answersOf(operation), ...errorsOf(operation, takesBody) },
})

const headersOf = (names: RequestHeader[]): Json => ({
  type: 'object',
  properties: Object.fromEntries(names.map(name => [name, requestHeaders[name]])),
})

const answersOf = (operation: Operation): Json =>
  Object.fromEntries(
    Object.entries(operation.answers).map(([status, answer]) => [status, response(answer, usualHeaders(operation))]),
  )

const usualHeaders = ({ access }: Operation): ResponseHeader[] => [
  'X-Request-ID',
  ...(access === 'anybody' ? [] : limitHeaders),
]

const response = ({ description, content, headers = [] }: Answer, usual: ResponseHeader[]): Json => ({
  description,
  headers: Object.fromEntries([...headers, ...usual].map(name => [name, responseHeaders[name]])),
  ...(content ? { content: mapValues(content, schema => ({ schema })) } : { type: 'null' }),
})

/** One answer for each status, with the codes that it may carry. */
const errorsOf = (operation: Operation, takesBody: boolean): Json => {
  const codes = errorCodes(operation, takesBody)
  const byStatus = Map.groupBy(codes, code => errorTable[code].status)
  const describeStatus = (codes: ErrorCode[]) => ({
    description: codes.map(code => `\`${code}\`: ${errorTable[code].message}`).join(' '),
    content: { 'application/json': { allOf: [ErrorBody, { properties: { code: { enum: codes } } }] } },
    headers: errorHeaders(codes),
  })
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [status, response(describeStatus(codes), usualHeaders(operation))]),
  )
}

const errorCodes = ({ unconditional, access, errors = [] }: Operation, takesBody: boolean): ErrorCode[] => {
  if (unconditional) return errors
  return [
    'INVALID_REQUEST',
    ...(access === 'anybody' ? [] : ['UNAUTHORIZED' as const]),
    ...(access === 'ops' ? ['FORBIDDEN' as const] : []),
    'HTTPS_REQUIRED',
    ...errors,
    ...(takesBody ? ['PAYLOAD_TOO_LARGE' as const, 'UNSUPPORTED_MEDIA_TYPE' as const] : []),
    'RATE_LIMITED',
    'INTERNAL',
    'UNAVAILABLE',
  ]
}

const errorHeaders = (codes: ErrorCode[]): ResponseHeader[] => {
  if (codes.includes('UNAUTHORIZED')) return ['WWW-Authenticate']
  return codes.some(code => code === 'RATE_LIMITED' || code === 'UNAVAILABLE') ? ['Retry-After'] : []
}

/** Every GET answers a HEAD; it is told where a client may want it: to learn of a file before it is fetched. */
const withHead = (paths: Record<string, Json>): Json =>
  mapValues(paths, path => {
    const get = path.get as (Json & { operationId: string; responses: Record<string, Json> }) | undefined
    if (get?.operationId !== 'downloadResume') return path
    const responses = mapValues(get.responses, ({ content: _, ...rest }) => rest)
    return { ...path, head: { ...get, operationId: 'headResume', summary: 'What a download would bring', responses } }
  })

const mapValues = <T, R>(object: Record<string, T>, change: (value: T) => R): Record<string, R> =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]))
