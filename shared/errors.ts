// The closed table of errors: code → status, whether trying again can help, and what a person reads.
// Throw an AppError in the middle; Fastify's error handler, run-job and session decide at the edges.

interface ErrorKind {
  /** HTTP status where the error reaches a REST client. */
  status: number
  /** A job's attempt that fails with it is tried again. */
  retryable: boolean
  /** What a person reads: what is wrong and what they can do. Never an internal message. */
  message: string
}

const kind = (status: number, retryable: boolean, message: string): ErrorKind => ({ status, retryable, message })

export const errorTable = {
  INVALID_REQUEST: kind(400, false, 'The request is not valid.'),
  UNAUTHORIZED: kind(401, false, 'A valid access token is required.'),
  FORBIDDEN: kind(403, false, 'Your token does not allow this.'),
  HTTPS_REQUIRED: kind(403, false, 'Use HTTPS.'),
  NOT_FOUND: kind(404, false, 'There is no such route.'),
  JOB_NOT_FOUND: kind(404, false, 'There is no such job.'),
  CANDIDATE_NOT_FOUND: kind(404, false, 'There is no such candidate.'),
  JOB_ROW_NOT_FOUND: kind(404, false, 'This candidate has no such job description.'),
  JOB_NOT_READY: kind(409, false, 'The job is not finished yet.'),
  JOB_FAILED: kind(409, false, 'The job failed, so there is no document.'),
  JOB_FINISHED: kind(409, false, 'The job is already finished.'),
  PAYLOAD_TOO_LARGE: kind(413, false, 'The request body is too large.'),
  UNSUPPORTED_MEDIA_TYPE: kind(415, false, 'Send JSON with Content-Type: application/json.'),
  IDEMPOTENCY_KEY_REUSED: kind(422, false, 'This Idempotency-Key was used with a different request.'),
  RATE_LIMITED: kind(429, false, 'Too many requests. Try again later.'),
  INTERNAL: kind(500, true, 'Something went wrong on our side. Please try again, or tell your administrator.'),
  UNAVAILABLE: kind(503, true, 'The service is temporarily unavailable. Try again shortly.'),

  // What a generation can end with: `error_message` of a FAILURE.
  MODEL_KEY: kind(500, false, 'The AI service refused our access key. Please tell your administrator.'),
  MODEL_QUOTA: kind(500, false, 'The AI service has no quota left. Please tell your administrator.'),
  MODEL_REQUEST: kind(500, false, 'The AI service did not accept this request. Please tell your administrator.'),
  MODEL_REFUSED: kind(
    500,
    false,
    'The AI service declined to write this résumé. Check the job description, then try again.',
  ),
  MODEL_FILTERED: kind(500, false, 'The AI service blocked this text. Check the job description, then try again.'),
  MODEL_LENGTH: kind(500, true, 'The AI service ran out of space. Shorten the job description, then try again.'),
  MODEL_ANSWER: kind(500, true, 'The AI service gave an unusable answer. Please try again.'),
  MODEL_BUSY: kind(500, true, 'The AI service is busy. Please try again in a few minutes.'),
  MODEL_UNREACHABLE: kind(500, true, 'The AI service could not be reached. Please try again in a few minutes.'),
  MODEL_STALLED: kind(500, true, 'The AI service stopped answering. Please try again.'),
  ATTEMPT_TIMEOUT: kind(500, true, 'Writing the résumé took too long. Please try again.'),
  WORKER_LOST: kind(500, true, 'Writing the résumé was interrupted too often. Please try again.'),
  RENDER_FAILED: kind(500, true, 'The document could not be made. Please try the other file type.'),
  READ_BACK_FAILED: kind(500, true, 'The document did not pass its check. Please try the other file type.'),
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof errorTable

export class AppError extends Error {
  readonly code: ErrorCode
  /** Seconds after which trying again makes sense, where known. */
  readonly retryAfterSeconds: number | undefined

  /** `message` replaces the table's; it is shown to people. `cause` is only logged. */
  constructor(code: ErrorCode, message?: string, options: { cause?: unknown; retryAfterSeconds?: number } = {}) {
    super(message ?? errorTable[code].message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.retryAfterSeconds = options.retryAfterSeconds
  }

  get status(): number {
    return errorTable[this.code].status
  }

  get retryable(): boolean {
    return errorTable[this.code].retryable
  }
}

/** Whatever was thrown, as an AppError: unknown errors become INTERNAL, the original kept as the cause. */
export const toAppError = (error: unknown): AppError =>
  error instanceof AppError ? error : new AppError('INTERNAL', undefined, { cause: error })
