// GET evidence: each line of the document and what it rests on, for the job's owner.
import { evidenceOfJob } from '../../shared/documents.ts'
import { AppError } from '../../shared/errors.ts'
import { API_PREFIX, type EvidenceBody } from '../../shared/protocol.ts'
import type { RouteScope } from '../app.ts'
import { JobParams, ownJob, requireSuccess } from './own-job.ts'

export const evidenceRoutes = ({ app, parts, limits }: RouteScope): void => {
  app.get(
    `${API_PREFIX}/evidence/:id`,
    { onRequest: limits.user, schema: { params: JobParams } },
    async (request): Promise<EvidenceBody> => {
      const job = await ownJob(parts.jobs, request, request.params.id)
      requireSuccess(job)
      const found = await evidenceOfJob(parts.db, job.id)
      if (!found) throw new AppError('JOB_NOT_FOUND')
      return { job_id: job.id, lines: found.evidence, warnings: job.warnings }
    },
  )
}
