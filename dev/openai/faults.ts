// The faults that can be ordered, and whose turn it is. Knows names and options, not how a fault is played.

/** Answered at once with this status and OpenAI's error body. */
export const statusFaults = {
  '400': [400, 'invalid_request_error', null, 'Invalid value for one of the parameters.'],
  '401': [401, 'invalid_request_error', 'invalid_api_key', 'Incorrect API key provided: sk-****cdef.'],
  '403': [
    403,
    'request_forbidden',
    'unsupported_country_region_territory',
    'Country, region, or territory not supported',
  ],
  '404': [404, 'invalid_request_error', 'model_not_found', 'The model does not exist or you do not have access to it.'],
  '408': [408, 'timeout', null, 'Request timed out.'],
  '409': [409, 'conflict', null, 'Conflict. Please try again.'],
  '422': [422, 'invalid_request_error', null, 'Unprocessable entity.'],
  '429': [429, 'tokens', 'rate_limit_exceeded', 'Rate limit reached for the model on tokens per min (TPM).'],
  insufficient_quota: [
    429,
    'insufficient_quota',
    'insufficient_quota',
    'You exceeded your current quota, please check your plan and billing details.',
  ],
  '500': [500, 'server_error', null, 'The server had an error while processing your request. Sorry about that!'],
  '502': [502, 'server_error', null, 'Bad gateway.'],
  '503': [503, 'server_error', null, 'The engine is currently overloaded, please try again later.'],
} as const satisfies Record<string, readonly [number, string, string | null, string]>

/** Played on the way of an otherwise good answer. */
export const streamFaults = [
  'slow',
  'stalled',
  'hung',
  'cut',
  'stream_error',
  'no_usage',
  'refusal',
  'length',
  'content_filter',
  'bad_json',
  'wrong_schema',
  'lies',
] as const

export type StatusFault = keyof typeof statusFaults
export type StreamFault = (typeof streamFaults)[number]

export interface Fault {
  fault: StatusFault | StreamFault
  /** How many calls it meets; 1 where absent, 0 for every call until the reset. */
  times: number
  /** Only calls with this schema name. */
  name?: 'main_sections' | 'work_experience'
  /** With a status: the Retry-After header as it is (seconds or an HTTP date). */
  retry_after?: string | number
  /** With a status: the retry-after-ms header. */
  retry_after_ms?: number
  /** stalled, cut, stream_error: content chunks sent before it, 20 where absent. */
  after_chunks: number
  /** slow: how long the whole answer takes, 20,000 ms where absent. */
  duration_ms: number
}

/** An order as it came in, or what is wrong with it. */
export const readFault = (body: unknown): Fault | string => {
  if (typeof body !== 'object' || body === null) return 'The body must be a JSON object.'
  const { fault, times = 1, after_chunks = 20, duration_ms = 20_000, ...rest } = body as Partial<Fault>
  const known = [...Object.keys(statusFaults), ...streamFaults]
  if (!known.includes(String(fault))) return `Unknown fault; one of ${known.join(', ')}.`
  for (const [name, value] of Object.entries({ times, after_chunks, duration_ms })) {
    if (!Number.isInteger(value) || value < 0) return `${name} must be a whole number from 0 up.`
  }
  return { ...rest, fault: String(fault) as Fault['fault'], times, after_chunks, duration_ms }
}

export class FaultList {
  #orders: Fault[] = []

  order(fault: Fault): void {
    this.#orders.push({ ...fault })
  }

  /** The oldest order that fits this call, used up by one. */
  take(schemaName: string): Fault | null {
    const order = this.#orders.find(({ name }) => name === undefined || name === schemaName)
    if (!order) return null
    if (order.times > 0 && --order.times === 0) this.#orders.splice(this.#orders.indexOf(order), 1)
    return order
  }

  clear(): void {
    this.#orders = []
  }
}
