// What the REST tests share: a server on a database and a Redis of its own, and requests to it that hide nothing.
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { type Database, openDatabase } from '../../shared/database.ts'
import { storeDocument } from '../../shared/documents.ts'
import { succeedJob } from '../../shared/jobs.ts'
import { createDatabase, redisUrl, startServer, type Test, type TestServer, token } from '../harness.ts'
import { claimJob } from '../jobs-by-hand.ts'

export const API = '/api/resume-async'
export const NO_JOB = '00000000-0000-4000-8000-000000000000'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came.
  body: any
  ms: number
}

export interface Ask {
  /** Sent as JSON, unless it is text already. */
  body?: unknown
  headers?: Record<string, string>
  /** Null: without a token. */
  as?: string | null
  /** Instead of a good one. */
  token?: string
}

/** One request on a connection of its own, its path sent as it is. */
export function ask(base: string, method: string, path: string, options: Ask = {}): Promise<Answer> {
  const { as = '42' } = options
  const headers: Record<string, string> = { ...options.headers }
  if (as !== null) headers.authorization ??= `Bearer ${options.token ?? token(as)}`
  const body = typeof options.body === 'string' ? options.body : JSON.stringify(options.body)
  if (body !== undefined && typeof options.body !== 'string') headers['content-type'] ??= 'application/json'
  if (body !== undefined) headers['content-length'] ??= String(Buffer.byteLength(body))
  const { hostname, port } = new URL(base)
  const begun = performance.now()
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ hostname, port, method, path, headers, agent: false }, async answer => {
      const text = Buffer.concat(await answer.toArray()).toString()
      const ms = performance.now() - begun
      resolve({ status: answer.statusCode!, headers: answer.headers, text, body: parse(text), ms })
    })
    sent.on('error', reject)
    sent.end(body === undefined ? undefined : Buffer.from(body))
  })
}

export interface Rest {
  server: TestServer
  databaseUrl: string
  redisUrl: string
  db: Database
  ask(method: string, path: string, options?: Ask): Promise<Answer>
  /** A candidate of `as`; its id. */
  candidate(profile?: object, as?: string): Promise<number>
  /** A job of a candidate; its id. */
  job(candidateId: number, options?: Ask & { fields?: object }): Promise<string>
  /** Ends the job as a worker would, with a file of this name. */
  finish(jobId: string, filename?: string): Promise<void>
}

export async function startRest(t: Test, env: NodeJS.ProcessEnv = {}): Promise<Rest> {
  const databaseUrl = env.DATABASE_URL ?? (await createDatabase(t))
  const redis = env.REDIS_URL ?? (await redisUrl(t))
  const server = await startServer(t, { DATABASE_URL: databaseUrl, REDIS_URL: redis, API_RATE_LIMIT: '10000', ...env })
  const db = openDatabase(databaseUrl, 2, 'test')
  t.teardown(() => db.destroy())
  const send: Rest['ask'] = (method, path, options) => ask(server.url, method, path, options)
  return {
    server,
    databaseUrl,
    redisUrl: redis,
    db,
    ask: send,
    async candidate(profile = { basics: { name: 'Ann' } }, as = '42') {
      return (await send('POST', '/api/candidates', { body: profile, as })).body.id
    },
    async job(candidateId, { fields, ...options } = {}) {
      const answer = await send('POST', `${API}/generate-async`, {
        body: { candidate_id: candidateId, ...fields },
        ...options,
      })
      return answer.body.job_id
    },
    finish: (jobId, filename = 'Ann.docx') => finish(db, jobId, filename),
  }
}

async function finish(db: Database, jobId: string, filename: string): Promise<void> {
  const job = await claimJob(db, jobId)
  const documentId = await storeDocument(db, {
    userId: job!.user_id,
    candidateId: job!.candidate_id,
    cacheKey: 'f'.repeat(32),
    fileType: job!.file_type,
    filename,
    mergedText: 'Ann',
    bytes: Buffer.from('the file'),
    evidence: [{ section: 'summary', text: 'Ann', sources: ['s'], kept: true, reason: null }],
    warnings: ['a warning'],
  })
  await succeedJob(db, job!, { documentId, cacheHit: null, warnings: ['a warning'] })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
