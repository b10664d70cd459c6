// The job that a route's `:id` names, if it is the asker's: else the same 404 as for one that does not exist.
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { AppError } from '../../shared/errors.ts'
import type { ViewRow } from '../../shared/job-view.ts'
import { isJobId } from '../job-id.ts'
import type { SharedCalls } from '../shared-calls.ts'

export { isJobId } from '../job-id.ts'

export const JobParams = Type.Object({ id: Type.String() })

/** Throws JOB_NOT_FOUND. */
export const ownJob = async (jobs: SharedCalls<ViewRow>, request: FastifyRequest, id: string): Promise<ViewRow> => {
  const job = isJobId(id) ? await jobs.find(id.toLowerCase()) : undefined
  if (job?.user_id !== request.user.id) throw new AppError('JOB_NOT_FOUND')
  return job
}

/** Throws JOB_NOT_READY or JOB_FAILED unless the job has its document. */
export const requireSuccess = (job: ViewRow): void => {
  if (job.status === 'SUCCESS') return
  throw new AppError(job.status === 'FAILURE' ? 'JOB_FAILED' : 'JOB_NOT_READY')
}
