// POST cancel: commits the final state and pushes it; the worker finds its fence gone.
import type { FastifyRequest } from 'fastify'
import { publishCancel, publishUpdate, toUpdate } from '../../shared/bus.ts'
import { AppError } from '../../shared/errors.ts'
import { jobView, type ViewRow } from '../../shared/job-view.ts'
import { cancelJob } from '../../shared/jobs.ts'
import { API_PREFIX } from '../../shared/protocol.ts'
import type { Parts, RouteScope } from '../app.ts'
import { JobParams, ownJob } from './own-job.ts'

export const cancelRoutes = ({ app, parts, limits }: RouteScope): void => {
  app.post(
    `${API_PREFIX}/cancel/:id`,
    { onRequest: limits.user, schema: { params: JobParams } },
    async (request, reply) => {
      const job = await ownJob(parts.jobs, request, request.params.id)
      const cancelled = await cancelAndPush(parts, request, job.id)
      return reply.code(202).send(jobView(cancelled))
    },
  )
}

/** The first final state wins: throws JOB_FINISHED where there is one. A lost push only costs time. */
export const cancelAndPush = async (
  { db, redis, metrics }: Parts,
  request: FastifyRequest,
  jobId: string,
): Promise<ViewRow> => {
  const cancelled = await cancelJob(db, jobId)
  if (!cancelled) throw new AppError('JOB_FINISHED')
  metrics.jobEnded(cancelled)
  const pushes = [publishUpdate(redis, cancelled.user_id, toUpdate(jobView(cancelled))), publishCancel(redis, jobId)]
  await Promise.all(pushes).catch(error => request.log.warn({ err: error, jobId }, 'cancel not pushed'))
  return cancelled
}
