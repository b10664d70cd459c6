// Holding answers and frames against the published descriptions, more strictly than those say: no field may be unnamed.
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Answer } from './rest-setup.ts'

// biome-ignore lint/suspicious/noExplicitAny: a description as it came over the wire.
type Json = any

export interface Checked {
  /** `operationId status` of each answer that was held against its description. */
  seen: Set<string>
  /** What is wrong with an answer; empty: nothing. */
  problems(method: string, path: string, answer: Answer): string[]
}

/** The headers of ours that a client may count on; each that comes must be described. */
const TOLD =
  /^(etag|location|idempotent-replay|retry-after|content-disposition|www-authenticate|vary|x-request-id|x-ratelimit-.+)$/

/** @param document as `/docs/openapi.json` answers it. */
export function checkAnswers(document: Json): Checked {
  const validate = validator(document)
  const seen = new Set<string>()
  return {
    seen,
    problems(method, path, answer) {
      const found = operationOf(document, method, path.split('?')[0]!)
      if (!found) return [`${method} ${path} is not described`]
      const { pointer, operation } = found
      const response = operation.responses[answer.status]
      const name = `${operation.operationId} ${answer.status}`
      if (!response) return [`${name} is not described`]
      seen.add(name)
      const described = Object.keys(response.headers).map(header => header.toLowerCase())
      const headers = Object.keys(answer.headers)
        .filter(header => TOLD.test(header) && !described.includes(header))
        .map(header => `${name}: the header ${header} is not described`)
      return [...headers, ...bodyProblems(validate, `${pointer}/responses/${answer.status}`, response, answer, name)]
    },
  }
}

function bodyProblems(validate: Validate, pointer: string, response: Json, answer: Answer, name: string): string[] {
  if (!response.content) return answer.text === '' ? [] : [`${name} has a body`]
  const type = String(answer.headers['content-type']).split(';')[0]!
  if (!response.content[type]) return [`${name}: ${type} is not described`]
  if (type !== 'application/json') return []
  return validate(`${pointer}/content/${pointerPart(type)}/schema`, answer.body).map(problem => `${name}: ${problem}`)
}

export type Validate = (pointer: string, value: unknown) => string[]

/** Holds values against schemas of the document, named by JSON pointer; what is wrong, or an empty list. */
export function validator(document: Json): Validate {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
  ajv.addSchema(closed(document), 'document')
  return (pointer, value) => {
    const check = ajv.compile({ $ref: `document#${pointer}` })
    return check(value)
      ? []
      : check.errors!.map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`)
  }
}

/** A copy in which no object may have fields that aren't described. */
function closed(value: Json): Json {
  if (Array.isArray(value)) return value.map(closed)
  if (value === null || typeof value !== 'object') return value
  const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, closed(inner)]))
  if (copy.type === 'object' && copy.properties) copy.additionalProperties ??= false
  return copy
}

const pointerPart = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1')

function operationOf(document: Json, method: string, path: string) {
  for (const [template, operations] of Object.entries<Json>(document.paths)) {
    const fits = new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path)
    const operation = fits && operations[method.toLowerCase()]
    if (operation) return { pointer: `/paths/${pointerPart(template)}/${method.toLowerCase()}`, operation }
  }
  return undefined
}
