// Requests of every route, good ones made bad in every part: method, path, query, headers, token, body.
import type { Random } from '../stress/random.ts'
import { anyString, anyValue, brokenText, mutated } from './values.ts'

export interface FuzzRequest {
  method: string
  path: string
  headers: Record<string, string>
  body: string | undefined
}

/** What exists in the house, so that some requests go all the way. */
export interface Known {
  tokens: string[]
  jobs: string[]
  candidates: number[]
}

const API = '/api/resume-async'
const profile = {
  basics: { name: 'Ana Example', email: 'ana@example.test' },
  work: [{ name: 'Somewhere', highlights: ['Did it'] }],
}
const jobRow = { job_title: 'Engineer', company: 'Somewhere', job_description: 'Writes TypeScript.' }

interface Route {
  method: string
  path(random: Random, known: Known): string
  query?: string[]
  body?(random: Random, known: Known): Record<string, unknown>
}

const job =
  (prefix: string, suffix = '') =>
  (random: Random, known: Known) =>
    `${prefix}/${random.next() < 0.5 ? random.pick(known.jobs) : encodeURIComponent(wellFormed(anyString(random)))}${suffix}`
const candidate =
  (suffix = '') =>
  (random: Random, known: Known) =>
    `/api/candidates/${random.next() < 0.5 ? random.pick(known.candidates) : encodeURIComponent(wellFormed(String(anyValue(random, 9))))}${suffix}`

const routes: Route[] = [
  {
    method: 'POST',
    path: () => `${API}/generate-async`,
    body: (random, known) => ({
      candidate_id: random.pick(known.candidates),
      job_row_id: null,
      job_description: 'An engineer.',
      file_type: random.pick(['word', 'pdf']),
      priority: 'default',
      regenerate: false,
    }),
  },
  { method: 'GET', path: job(`${API}/job-status`) },
  { method: 'GET', path: job(`${API}/download`) },
  { method: 'HEAD', path: job(`${API}/download`) },
  { method: 'GET', path: job(`${API}/evidence`) },
  { method: 'POST', path: job(`${API}/cancel`), body: () => ({}) },
  { method: 'GET', path: () => `${API}/my-jobs`, query: ['limit', 'status', 'cursor'] },
  { method: 'GET', path: () => '/api/candidates' },
  { method: 'POST', path: () => '/api/candidates', body: () => profile },
  { method: 'GET', path: candidate() },
  { method: 'PUT', path: candidate(), body: () => profile },
  { method: 'POST', path: candidate('/jobs'), body: () => jobRow },
  { method: 'GET', path: () => '/api/healthz' },
  { method: 'GET', path: () => '/api/readyz' },
  { method: 'GET', path: () => '/api/ops/queues' },
  { method: 'GET', path: () => '/api/ops/workers' },
  { method: 'GET', path: () => '/api/ops/stats' },
  { method: 'GET', path: () => '/api/ops/jobs', query: ['status', 'user', 'from', 'to', 'cursor', 'limit'] },
  { method: 'GET', path: job('/api/ops/jobs') },
  { method: 'POST', path: job('/api/ops/jobs', '/cancel'), body: () => ({}) },
  { method: 'POST', path: job('/api/ops/jobs', '/retry'), body: () => ({}) },
  { method: 'GET', path: () => '/metrics' },
  { method: 'GET', path: random => `/${encodeURIComponent(wellFormed(anyString(random))).slice(0, 200)}` },
  { method: 'GET', path: () => `${API}/ws` },
]
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']
const types = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/json; charset=x',
  '*/*',
  '',
]

export const anyRequest = (random: Random, known: Known): FuzzRequest => {
  const route = random.pick(routes)
  const method = random.next() < 0.05 ? random.pick(methods) : route.method
  const hasBody = route.body !== undefined && method !== 'GET' && method !== 'HEAD'
  return {
    method,
    path: route.path(random, known) + (route.query ? anyQuery(random, route.query) : ''),
    headers: anyHeaders(random, known, hasBody),
    body: hasBody ? brokenText(random, JSON.stringify(mutated(random, route.body!(random, known)))) : undefined,
  }
}

const anyQuery = (random: Random, names: string[]): string => {
  const parts = Array.from({ length: random.between(0, 3) }, () => {
    const value =
      random.next() < 0.3 ? random.pick(['20', 'SUCCESS', '2026-01-01', '42']) : wellFormed(anyString(random))
    return `${random.pick(names)}=${encodeURIComponent(value).slice(0, 500)}`
  })
  return parts.length > 0 ? `?${parts.join('&')}` : ''
}

const anyHeaders = (random: Random, known: Known, hasBody: boolean): Record<string, string> => {
  const headers: Record<string, string> = {}
  if (random.next() < 0.95)
    headers.authorization = random.next() < 0.9 ? `Bearer ${random.pick(known.tokens)}` : headerText(random)
  if (hasBody) headers['content-type'] = random.next() < 0.9 ? 'application/json' : random.pick(types)
  if (random.next() < 0.2)
    headers['idempotency-key'] = random.next() < 0.5 ? headerText(random) : `key ${random.between(1, 9)}`
  if (random.next() < 0.1) headers['if-none-match'] = random.next() < 0.5 ? 'W/"1"' : headerText(random)
  if (random.next() < 0.1) headers.accept = headerText(random)
  if (random.next() < 0.1) headers['x-request-id'] = headerText(random)
  if (random.next() < 0.1) headers['x-forwarded-for'] = headerText(random)
  if (random.next() < 0.1) headers.origin = headerText(random)
  if (random.next() < 0.05) headers.range = headerText(random)
  return headers
}

/** What a client library lets through: bytes past control characters. */
const headerText = (random: Random): string =>
  anyString(random)
    .replaceAll(/[^\x20-\x7e\xa0-\xff]/g, '')
    .slice(0, 2_000) || 'x'

const wellFormed = (text: string): string => text.toWellFormed()
