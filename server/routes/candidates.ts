// Candidates and their job descriptions, so that the app can stand alone.
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  addCandidateJob,
  createCandidate,
  findCandidate,
  listCandidates,
  updateCandidate,
} from '../../shared/candidates.ts'
import { AppError } from '../../shared/errors.ts'
import type { Profile } from '../../shared/profile.ts'
import { ProfileSchema } from '../../shared/profile-schema.ts'
import { NewCandidateJobBody } from '../../shared/protocol.ts'
import type { RouteScope } from '../app.ts'

const CandidateParams = Type.Object({ id: Type.String() })

export const candidateRoutes = ({ app, parts: { db }, limits }: RouteScope): void => {
  const onRequest = limits.user
  app.get('/api/candidates', { onRequest }, async request => ({
    candidates: await listCandidates(db, request.user.id),
  }))
  app.get('/api/candidates/:id', { onRequest, schema: { params: CandidateParams } }, async request =>
    found(await findCandidate(db, request.user.id, idOf(request.params.id))),
  )
  app.post('/api/candidates', { onRequest, schema: { body: ProfileSchema } }, async (request, reply) => {
    const id = await createCandidate(db, request.user.id, profileOf(request))
    return reply.code(201).header('location', `/api/candidates/${id}`).send({ id })
  })
  app.put(
    '/api/candidates/:id',
    { onRequest, schema: { params: CandidateParams, body: ProfileSchema } },
    async request => {
      const id = idOf(request.params.id)
      if (!(await updateCandidate(db, request.user.id, id, profileOf(request))))
        throw new AppError('CANDIDATE_NOT_FOUND')
      return { id }
    },
  )
  const schema = { params: CandidateParams, body: NewCandidateJobBody }
  app.post('/api/candidates/:id/jobs', { onRequest, schema }, async (request, reply) => {
    const { job_title, company, job_description } = request.body
    const job = { title: job_title, company: company ?? null, description: job_description }
    const id = found(await addCandidateJob(db, request.user.id, idOf(request.params.id), job))
    return reply.code(201).send({ id })
  })
}

const profileOf = (request: FastifyRequest): Profile => request.body as Profile

/** What is no id is as unknown as any. */
const idOf = (text: string): number => (/^\d{1,10}$/.test(text) ? Number(text) : 0)

const found = <T>(value: T | undefined): T => {
  if (value === undefined) throw new AppError('CANDIDATE_NOT_FOUND')
  return value
}
