// POST generate-async: the job is in PostgreSQL before the 202; the queue hears of it right after.
import { isUtf8 } from 'node:buffer'
import type { FastifyRequest } from 'fastify'
import { isId } from '../../shared/candidates.ts'
import { AppError } from '../../shared/errors.ts'
import { createJob, type NewJob } from '../../shared/job-create.ts'
import { downloadUrl, statusUrl, type ViewRow } from '../../shared/job-view.ts'
import { type AcceptedBody, API_PREFIX, GenerateBody, WS_PATH } from '../../shared/protocol.ts'
import type { RouteScope } from '../app.ts'
import { JobWriter } from '../job-writer.ts'

export const generateRoutes = ({ app, parts, limits }: RouteScope): void => {
  const { db, queue, metrics } = parts
  const writer = new JobWriter(db)
  app.post(
    `${API_PREFIX}/generate-async`,
    { onRequest: limits.user, schema: { body: GenerateBody } },
    async (request, reply) => {
      const [wanted, key] = [toNewJob(request, request.body), idempotencyKey(request)]
      const { job, replayed } =
        key === undefined ? { job: await writer.create(wanted), replayed: false } : await createJob(db, wanted, key)
      // A replay's first request may have died before this; the same entry twice is one.
      if (job.status === 'PENDING')
        await queue
          .enqueue({ jobId: job.id, priority: job.priority, fence: 0 })
          .catch(error => request.log.warn({ err: error, jobId: job.id }, 'not queued; the sweep will'))
      if (!replayed) metrics.jobAccepted()
      if (replayed) reply.header('idempotent-replay', 'true')
      request.log.info({ jobId: job.id, replayed }, 'job accepted')
      return reply.code(202).header('location', statusUrl(job.id)).send(acceptedBody(job))
    },
  )
}

const toNewJob = (request: FastifyRequest, body: GenerateBody): NewJob => {
  if (!isId(body.candidate_id)) throw new AppError('CANDIDATE_NOT_FOUND')
  const row = body.job_row_id ?? null
  return {
    userId: request.user.id,
    candidateId: body.candidate_id,
    // One out of range is as unknown as 0, which no row has.
    jobRowId: row === null || isId(row) ? row : 0,
    jobDescription: body.job_description ?? null,
    fileType: body.file_type ?? 'word',
    priority: body.priority ?? 'default',
    regenerate: body.regenerate ?? false,
    requestId: request.id,
  }
}

const idempotencyKey = (request: FastifyRequest): string | undefined => {
  const header = request.headers['idempotency-key']
  if (header === undefined) return undefined
  // Node reads a header byte by byte; what was sent as UTF-8 is read as it was meant.
  const bytes = Buffer.from(String(header), 'latin1')
  const key = isUtf8(bytes) ? bytes.toString() : String(header)
  const length = [...key].length
  if (length >= 1 && length <= 255) return key
  throw new AppError('INVALID_REQUEST', 'The header Idempotency-Key must have 1 to 255 characters.')
}

const acceptedBody = (job: ViewRow): AcceptedBody => ({
  job_id: job.id,
  status: job.status,
  progress: job.progress,
  status_url: statusUrl(job.id),
  download_url: downloadUrl(job.id),
  ws_url: WS_PATH,
})
