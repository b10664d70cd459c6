// The headers that requests may carry and answers bring.

interface Header {
  type: 'string' | 'integer'
  description: string
  minLength?: number
  maxLength?: number
}
const text = (description: string): Header => ({ type: 'string', description })
const whole = (description: string): Header => ({ type: 'integer', description })

export const requestHeaders = {
  'Idempotency-Key': {
    ...text('For 24 h the same key and fields bring the same job and no second one.'),
    minLength: 1,
    maxLength: 255,
  },
  'If-None-Match': text('An `ETag` of an earlier answer.'),
  'Last-Event-ID': text('The last version that was streamed.'),
} satisfies Record<string, Header>
export type RequestHeader = keyof typeof requestHeaders

export const responseHeaders = {
  'Cache-Control': text('Who may keep the answer.'),
  'Content-Disposition': text('`attachment`, with `filename` and `filename*` (RFC 6266).'),
  'Content-Length': whole('Bytes.'),
  ETag: text('Names this state; weak for a job view.'),
  'Idempotent-Replay': text('`true`: the job of an earlier request with this key.'),
  Location: text('Where the new thing is found.'),
  'Retry-After': whole('Seconds after which trying again makes sense.'),
  Vary: text('What the answer depends on.'),
  'WWW-Authenticate': text('`Bearer`'),
  'X-RateLimit-Limit': whole('Requests a minute.'),
  'X-RateLimit-Remaining': whole('Left of them.'),
  'X-RateLimit-Reset': whole('Seconds until there are as many again.'),
  'X-Request-ID': text('Also in our log lines; a harmless one of the request is kept.'),
} satisfies Record<string, Header>
export type ResponseHeader = keyof typeof responseHeaders

export const limitHeaders: ResponseHeader[] = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset']
