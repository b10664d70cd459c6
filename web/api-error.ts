// What a REST call can end with: its JSON, or an error that a person can read.
import type { ErrorBody } from '../shared/protocol.ts'

export class ApiError extends Error {
  /** 0 where there was no answer at all. */
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
  }
}

/** The answer, if it is a good one; else throws an ApiError. */
export async function expectAnswer(send: () => Promise<Response>): Promise<Response> {
  const answer = await send().catch(() => {
    throw new ApiError(0, 'NETWORK', 'The server can’t be reached. Check the connection, then try again.')
  })
  if (answer.ok) return answer
  const body = (await answer.json().catch(() => null)) as Partial<ErrorBody> | null
  throw new ApiError(answer.status, body?.code ?? 'UNKNOWN', body?.message ?? `The server answered ${answer.status}.`)
}

/** The JSON of a good answer; else throws an ApiError. */
export async function readAnswer<T>(send: () => Promise<Response>): Promise<T> {
  const answer = await expectAnswer(send)
  return (await answer.json()) as T
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : 'Something went wrong. Please try again.'
