// One real job, as a browser has it made: posted, watched on the socket, downloaded; then deleted with its candidate.
// Costs one short generation.
import { randomUUID } from 'node:crypto'
import type { WebSocket } from 'ws'
import { createCandidate } from '../../shared/candidates.ts'
import { openDatabase } from '../../shared/database.ts'
import type { Profile } from '../../shared/profile.ts'
import { API_PREFIX, type JobView, type ServerFrame } from '../../shared/protocol.ts'
import type { Redis } from '../../shared/redis.ts'
import { signToken } from '../../shared/token.ts'
import { removeCandidate } from '../candidate-removal.ts'
import { type Finding, failed, Late, ok, rounded, skipped, within } from './finding.ts'
import { headers, openSocket, type PushSettings } from './push.ts'

/** A minute for the rate limit, which may be used up, and two for the generation. */
const JOB_MS = 180_000
const STEP_MS = 5_000
const TOKEN_SECONDS = 600

const PROFILE: Profile = {
  basics: {
    name: 'Doctor Canary',
    email: 'canary@example.com',
    summary: 'Sings in mines to show that the air is good.',
  },
  work: [{ name: 'Mine', position: 'Canary', startDate: '2020-01', highlights: ['Sang to 12 miners a day.'] }],
  skills: [{ name: 'Singing' }],
}

/** A step that did not come about, as what is said of it and what to do. */
class Broken extends Error {
  readonly advice: string
  constructor(message: string, advice: string) {
    super(message)
    this.advice = advice
  }
}

/** @param jobMs how long the job may take. */
export const examineJob = async (
  settings: PushSettings,
  databaseUrl: string,
  redis: Redis,
  jobMs = JOB_MS,
): Promise<Finding> => {
  const { url, secret, claims } = settings
  if (!url || !secret) return skipped('it needs the URL of a server, and JWT_SECRET')
  const user = `doctor ${randomUUID()}`
  const token = signToken(secret, { sub: user, ...claims }, TOKEN_SECONDS)
  const db = openDatabase(databaseUrl, 1, 'resume-doctor')
  try {
    const candidateId = await createCandidate(db, user, PROFILE)
    try {
      return await run({ url, token, candidateId, jobMs })
    } finally {
      await removeCandidate(db, redis, candidateId)
    }
  } catch (error) {
    if (error instanceof Broken) return failed(error.message, error.advice)
    return failed(`it could not be made: ${(error as Error).message}`, 'see the log of the server')
  } finally {
    await within(STEP_MS, db.destroy()).catch(() => {})
  }
}

interface Canary {
  url: URL
  token: string
  candidateId: number
  jobMs: number
}

const run = async (canary: Canary): Promise<Finding> => {
  const socket = openSocket(canary.url, canary.token)
  try {
    const pushed = await watch(socket)
    const begun = performance.now()
    const done = await generate(canary, pushed.final)
    const bytes = await download(canary, done)
    const values = { ms: rounded(performance.now() - begun), states: pushed.versions.length, bytes }
    const message = `posted, generated, pushed in ${values.states} states, downloaded: ${rounded(values.ms / 100) / 10} s`
    return ok(message, { ...values, ...pushed.stageMs(begun) })
  } finally {
    socket.terminate()
  }
}

const generate = async (canary: Canary, final: Promise<JobView>): Promise<JobView> => {
  const posted = await ask(canary, `${API_PREFIX}/generate-async`, { candidate_id: canary.candidateId })
  if (posted.status !== 202) throw refused('the POST', posted.status)
  const { job_id: id } = (await posted.json()) as { job_id: string }
  const job = await within(canary.jobMs, final).catch(error => missed(error, canary, id))
  if (job.status === 'SUCCESS') return job
  throw new Broken(`it ended as ${job.stage}: ${job.error_message}`, `see the log of the worker, by the job id ${id}`)
}

/** Its bytes. */
const download = async (canary: Canary, { result_url: path }: JobView): Promise<number> => {
  const document = await ask(canary, path!)
  if (!document.ok) throw refused('the download', document.status)
  const bytes = Buffer.from(await document.arrayBuffer())
  // A Word file is a zip.
  if (bytes.toString('latin1', 0, 2) === 'PK') return bytes.length
  throw new Broken('what was downloaded is no Word file', 'see what a proxy in front makes of downloads')
}

const refused = (what: string, status: number): Broken =>
  new Broken(`${what} was answered with ${status}`, 'see the log of the server')

/** Its states come at any time: they are collected from before it is posted. */
const watch = async (socket: WebSocket) => {
  const versions: number[] = []
  const reached = new Map<string, number>()
  const final = Promise.withResolvers<JobView>()
  const synced = Promise.withResolvers<void>()
  for (const { promise } of [final, synced]) promise.catch(() => {})
  const take = (job: JobView): void => {
    versions.push(job.version)
    reached.set(job.stage, reached.get(job.stage) ?? performance.now())
    if (job.status === 'SUCCESS' || job.status === 'FAILURE') final.resolve(job)
  }
  const end = (): void => {
    const error = new Broken('the socket closed in mid-job', 'see the log of the server')
    final.reject(error)
    synced.reject(error)
  }
  socket.on('message', data => {
    const frame = JSON.parse(String(data)) as ServerFrame
    if (frame.type === 'ready') socket.send(JSON.stringify({ type: 'subscribe', jobs: 'all' }))
    if (frame.type === 'synced') synced.resolve()
    if (frame.type === 'job') take(frame.job)
  })
  socket.on('close', end).on('error', end)
  await within(STEP_MS, synced.promise).catch(error => {
    throw error instanceof Late ? new Broken('the socket was not ready in time', 'see the log of the server') : error
  })
  const stageMs = (begun: number) =>
    Object.fromEntries([...reached].map(([stage, at]) => [`${stage}_at_ms`, rounded(at - begun)]))
  return { final: final.promise, versions, stageMs }
}

/** What is broken where the end was not pushed: the push, or the hop at which the row stands. */
const missed = async (error: unknown, canary: Canary, id: string): Promise<never> => {
  if (!(error instanceof Late)) throw error
  const status = await ask(canary, `${API_PREFIX}/job-status/${id}`)
  if (!status.ok) throw refused('a poll of its status', status.status)
  const { stage } = (await status.json()) as JobView
  const [message, advice] = hops[stage]
  throw new Broken(`after ${canary.jobMs / 1000} s ${message}`, advice)
}

const ended = ['it has ended, and its end was not pushed', 'see the log of the server: its Redis subscription'] as const
const model = ['it is still being generated', 'see how long OpenAI takes, and the log of the worker'] as const
const worker = ['it has its answers and no document', 'see the log of the worker'] as const
const hops: Record<JobView['stage'], readonly [string, string]> = {
  queued: ['no worker has picked it up', 'see that workers live, and have the same REDIS_URL and DATABASE_URL'],
  waiting: ['it waits for a slot or the rate limit', 'more workers, WORKER_CONCURRENCY or TASKS_PER_MINUTE'],
  generating: model,
  retrying: ['it waits after a failed attempt', 'see the log of the worker for what OpenAI answered'],
  rendering: worker,
  saving: worker,
  done: ended,
  failed: ended,
  cancelled: ended,
}

const ask = ({ url, token }: Canary, path: string, body?: object): Promise<Response> =>
  fetch(new URL(path, url), {
    method: body ? 'POST' : 'GET',
    headers: { ...headers, authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(2 * STEP_MS),
  })
