// GET job-status: the job view, once with an ETag of its version, or as server-sent events until the final state.
import type { FastifyRequest } from 'fastify'
import { jobView } from '../../shared/job-view.ts'
import { API_PREFIX } from '../../shared/protocol.ts'
import type { RouteScope } from '../app.ts'
import { streamJob } from '../job-stream.ts'
import { matches, privateAnswer } from './conditional.ts'
import { JobParams, ownJob } from './own-job.ts'

export const jobStatusRoutes = ({ app, parts, limits }: RouteScope): void => {
  app.get(
    `${API_PREFIX}/job-status/:id`,
    { onRequest: limits.statusReads, schema: { params: JobParams } },
    async (request, reply) => {
      const job = await ownJob(parts.jobs, request, request.params.id)
      privateAnswer(reply, 'accept, authorization')
      if (wantsEvents(request)) return streamJob(parts, job, request, reply)
      const etag = `W/"${job.version}"`
      reply.header('etag', etag)
      if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send()
      await parts.forecast.refresh()
      return jobView(job, parts.forecast.of(job))
    },
  )
}

const wantsEvents = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' && /\btext\/event-stream\b/i.test(headers.accept ?? '')
