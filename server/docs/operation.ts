// How a REST route is described, for machines and people: the words that `operations.ts` and `operator-operations.ts` share.
import type { ErrorCode } from '../../shared/errors.ts'
import type { RequestHeader, ResponseHeader } from './headers.ts'

export interface Operation {
  id: string
  tag: 'Jobs' | 'Candidates' | 'Operators' | 'Service'
  summary: string
  description?: string
  requestHeaders?: RequestHeader[]
  answers: Record<number, Answer>
  /** Beside those that any route answers. */
  errors?: ErrorCode[]
  /** Whom it is for: any user with a token where absent. */
  access?: 'anybody' | 'ops'
  /** Answers whatever the state of things, and counts against no limit. */
  unconditional?: true
}

export interface Answer {
  description: string
  /** By media type; none: no body. */
  content?: Record<string, object>
  headers?: ResponseHeader[]
}

export const json = (schema: object, description: string, headers: ResponseHeader[] = []): Answer => ({
  description,
  content: { 'application/json': schema },
  headers,
})
