// For operators: queues, workers, statistics, everybody's jobs and their history; cancel and retry. Reading needs the
// role ops or ops-read, acting ops. Shows no résumé text and no profile.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { AppError } from '../../shared/errors.ts'
import { findJob } from '../../shared/job-reads.ts'
import { retryAsNew } from '../../shared/job-retry.ts'
import { jobView, type ViewRow } from '../../shared/job-view.ts'
import { listAllJobs, readAttempts, readTimeline } from '../../shared/ops-reads.ts'
import { JobStatus, type OpsJobView } from '../../shared/protocol.ts'
import { listWorkers } from '../../shared/workers.ts'
import type { RouteScope } from '../app.ts'
import { readAllStats, readQueues } from '../ops-figures.ts'
import { cancelAndPush } from './cancel.ts'
import { decodePage, encodePage } from './my-jobs.ts'
import { isJobId, JobParams } from './own-job.ts'

const JobsQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  status: Type.Optional(JobStatus),
  user: Type.Optional(Type.String({ maxLength: 255 })),
  from: Type.Optional(Type.String({ maxLength: 40 })),
  to: Type.Optional(Type.String({ maxLength: 40 })),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
})

export const opsRoutes = ({ app, parts, limits }: RouteScope): void => {
  const { db, redis, queue, metrics } = parts
  const read = { onRequest: [limits.user, requireRole('ops', 'ops-read')] }
  const act = { onRequest: [limits.user, requireRole('ops')], schema: { params: JobParams } }

  app.get('/api/ops/queues', read, () => readQueues(db))
  app.get('/api/ops/workers', read, async () => ({ workers: await listWorkers(redis) }))
  app.get('/api/ops/stats', read, () => readAllStats(db))
  app.get('/api/ops/jobs', { ...read, schema: { querystring: JobsQuery } }, async request => {
    const { limit = 20, status, user, from, to, cursor } = request.query
    const after = cursor === undefined ? undefined : decodePage(cursor)
    const filter = { limit, status, user, from: timeOf('from', from), to: timeOf('to', to), after }
    // No column holds that character, so no user has it in an id.
    if (user?.includes('\0')) return { jobs: [], next_cursor: null }
    const page = await listAllJobs(db, filter)
    return { jobs: page.rows.map(opsView), next_cursor: page.next && encodePage(page.next) }
  })
  app.get('/api/ops/jobs/:id', { ...read, schema: { params: JobParams } }, async request => {
    const job = await anyJob(db, request.params.id)
    const [timeline, attempts] = await Promise.all([readTimeline(db, job.id), readAttempts(db, job.id)])
    return { job: opsView(job), timeline, attempts }
  })
  app.post('/api/ops/jobs/:id/cancel', act, async (request, reply) => {
    const job = await anyJob(db, request.params.id)
    const cancelled = await cancelAndPush(parts, request, job.id)
    return reply.code(202).send(opsView(cancelled))
  })
  app.post('/api/ops/jobs/:id/retry', act, async (request, reply) => {
    const { id } = await anyJob(db, request.params.id)
    const job = await retryAsNew(db, id, request.id)
    metrics.jobAccepted()
    await queue
      .enqueue({ jobId: job.id, priority: job.priority, fence: 0 })
      .catch(error => request.log.warn({ err: error, jobId: job.id }, 'not queued; the sweep will'))
    return reply.code(201).send(opsView(job))
  })
}

/** Throws FORBIDDEN. */
export const requireRole =
  (...roles: string[]) =>
  async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
    if (!request.user.role || !roles.includes(request.user.role)) throw new AppError('FORBIDDEN')
  }

const opsView = (row: ViewRow): OpsJobView => ({
  ...jobView(row),
  user_id: row.user_id,
  retry_of: row.retry_of,
})

const anyJob = async (db: RouteScope['parts']['db'], id: string): Promise<ViewRow> => {
  const job = isJobId(id) ? await findJob(db, id.toLowerCase()) : undefined
  if (!job) throw new AppError('JOB_NOT_FOUND')
  return job
}

const timeOf = (name: string, text: string | undefined): Date | undefined => {
  if (text === undefined) return undefined
  const time = new Date(text)
  // JavaScript reads "5" as a day of May, and years that PostgreSQL has not.
  if (Number.isNaN(time.getTime()) || !/^\d{4}-\d\d-\d\d/.test(text))
    throw new AppError('INVALID_REQUEST', `querystring/${name} must be a time, ISO 8601`)
  return time
}
