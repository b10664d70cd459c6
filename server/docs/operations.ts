// What each REST route is for and what it may answer. What a route takes is read from the route itself; nothing here
// changes an answer.
import * as body from '../../shared/protocol.ts'
import type { ResponseHeader } from './headers.ts'
import { type Answer, json, type Operation } from './operation.ts'
import { operators } from './operator-operations.ts'

const file = { type: 'string', format: 'binary' }
const events = {
  type: 'string',
  description: 'Server-sent events: `event: job`, `id:` the version, `data:` a JobView; a comment every 15 s.',
}
const notModified: Answer = {
  description: 'What the caller has is still so.',
  headers: ['ETag', 'Cache-Control', 'Vary'],
}
const cached = ['ETag', 'Cache-Control', 'Vary'] satisfies ResponseHeader[]
const tag = 'Jobs'
const API = body.API_PREFIX

const jobs: Record<string, Operation> = {
  [`POST ${API}/generate-async`]: {
    id: 'generateResume',
    tag,
    summary: 'Ask for a résumé',
    description:
      'The 202 is a promise: the job will end in SUCCESS or FAILURE. `job_description` wins over that of `job_row_id`; with neither it is a general résumé.',
    requestHeaders: ['Idempotency-Key'],
    answers: { 202: json(body.AcceptedBody, 'Accepted, or accepted before.', ['Location', 'Idempotent-Replay']) },
    errors: ['CANDIDATE_NOT_FOUND', 'JOB_ROW_NOT_FOUND', 'IDEMPOTENCY_KEY_REUSED'],
  },
  [`GET ${API}/job-status/:id`]: {
    id: 'getJobStatus',
    tag,
    summary: 'A job now, or live',
    description:
      'With `Accept: text/event-stream` each state is streamed until the final one. Six times the limit of other routes.',
    requestHeaders: ['If-None-Match', 'Last-Event-ID'],
    answers: {
      200: {
        description: 'The job view, or a stream of them.',
        content: { 'application/json': body.JobView, 'text/event-stream': events },
        headers: cached,
      },
      204: {
        description: 'The stream has nothing more: `Last-Event-ID` is the final version.',
        headers: ['Cache-Control', 'Vary'],
      },
      304: notModified,
    },
    errors: ['JOB_NOT_FOUND'],
  },
  [`GET ${API}/download/:id`]: {
    id: 'downloadResume',
    tag,
    summary: 'The finished file',
    requestHeaders: ['If-None-Match'],
    answers: {
      200: {
        description: 'Word or PDF, as asked for.',
        content: {
          'application/vnd.openxmlformats-officedocument.wordprocessingml.document': file,
          'application/pdf': file,
        },
        headers: [...cached, 'Content-Disposition', 'Content-Length'],
      },
      304: notModified,
    },
    errors: ['JOB_NOT_FOUND', 'JOB_NOT_READY', 'JOB_FAILED'],
  },
  [`GET ${API}/my-jobs`]: {
    id: 'listMyJobs',
    tag,
    summary: 'My jobs, newest first',
    answers: { 200: json(body.MyJobsBody, 'A page of them.') },
  },
  [`POST ${API}/cancel/:id`]: {
    id: 'cancelJob',
    tag,
    summary: 'Cancel a job',
    answers: { 202: json(body.JobView, 'Cancelled: FAILURE, its stage `cancelled`.') },
    errors: ['JOB_NOT_FOUND', 'JOB_FINISHED'],
  },
  [`GET ${API}/evidence/:id`]: {
    id: 'getEvidence',
    tag,
    summary: 'What each line of the document rests on',
    answers: { 200: json(body.EvidenceBody, 'The lines in their order.') },
    errors: ['JOB_NOT_FOUND', 'JOB_NOT_READY', 'JOB_FAILED'],
  },
}

const candidates: Record<string, Operation> = {
  'GET /api/candidates': {
    id: 'listCandidates',
    tag: 'Candidates',
    summary: 'My candidates',
    answers: { 200: json(body.CandidatesBody, 'All of them.') },
  },
  'GET /api/candidates/:id': {
    id: 'getCandidate',
    tag: 'Candidates',
    summary: 'A candidate with its job descriptions',
    answers: { 200: json(body.CandidateBody, 'The candidate.') },
    errors: ['CANDIDATE_NOT_FOUND'],
  },
  'POST /api/candidates': {
    id: 'createCandidate',
    tag: 'Candidates',
    summary: 'Store a JSON Resume document',
    answers: { 201: json(body.CreatedBody, 'Stored.', ['Location']) },
  },
  'PUT /api/candidates/:id': {
    id: 'updateCandidate',
    tag: 'Candidates',
    summary: 'Replace a candidate’s document',
    answers: { 200: json(body.CreatedBody, 'Stored.') },
    errors: ['CANDIDATE_NOT_FOUND'],
  },
  'POST /api/candidates/:id/jobs': {
    id: 'addCandidateJob',
    tag: 'Candidates',
    summary: 'Add a job description',
    answers: { 201: json(body.CreatedBody, 'Stored.') },
    errors: ['CANDIDATE_NOT_FOUND'],
  },
}

const service: Record<string, Operation> = {
  'GET /api/healthz': {
    id: 'getHealth',
    tag: 'Service',
    access: 'anybody',
    unconditional: true,
    summary: 'Whether the process serves',
    answers: { 200: json(body.HealthBody, 'It does.') },
  },
  'GET /api/readyz': {
    id: 'getReadiness',
    tag: 'Service',
    access: 'anybody',
    unconditional: true,
    summary: 'Whether it can do its work',
    answers: {
      200: json(body.ReadyBody, 'It can; `warning`: no worker lives.'),
      503: json(body.ReadyBody, 'Something it needs has failed.'),
    },
  },
  'POST /api/dev/token': {
    id: 'getDemoToken',
    tag: 'Service',
    access: 'anybody',
    summary: 'A demo user’s token, only with DEV_LOGIN',
    answers: { 200: json(body.DevTokenBody, 'Good for an hour.', ['Cache-Control']) },
  },
}

/** `METHOD /path` → its description. */
export const operations: Readonly<Record<string, Operation>> = { ...jobs, ...candidates, ...operators, ...service }
