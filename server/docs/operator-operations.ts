// The routes of the operators: what each is for and what it may answer.
import * as body from '../../shared/protocol.ts'
import { json, type Operation } from './operation.ts'

export const operators: Record<string, Operation> = {
  'GET /api/ops/queues': {
    id: 'getQueues',
    tag: 'Operators',
    access: 'ops',
    summary: 'Queues and jobs, counted',
    answers: { 200: json(body.QueuesBody, 'As of now.') },
  },
  'GET /api/ops/workers': {
    id: 'getWorkers',
    tag: 'Operators',
    access: 'ops',
    summary: 'Live workers',
    answers: { 200: json(body.WorkersBody, 'As of their last heartbeat.') },
  },
  'GET /metrics': {
    id: 'getMetrics',
    tag: 'Operators',
    access: 'ops',
    summary: 'Figures of all servers and workers, for Prometheus',
    description: 'With an operator’s token, or the one set as `METRICS_TOKEN`.',
    answers: {
      200: { description: 'As of now.', content: { 'text/plain': { type: 'string' } }, headers: ['Cache-Control'] },
    },
  },
  'GET /api/ops/stats': {
    id: 'getStats',
    tag: 'Operators',
    access: 'ops',
    summary: 'An hour and a day in figures',
    answers: { 200: json(body.StatsBody, 'As of now.') },
  },
  'GET /api/ops/jobs': {
    id: 'listAllJobs',
    tag: 'Operators',
    access: 'ops',
    summary: 'Everybody’s jobs, newest first',
    answers: { 200: json(body.OpsJobsBody, 'A page of them.') },
  },
  'GET /api/ops/jobs/:id': {
    id: 'getJobHistory',
    tag: 'Operators',
    access: 'ops',
    summary: 'A job, its timeline and its attempts',
    answers: { 200: json(body.OpsJobBody, 'The job’s history.') },
    errors: ['JOB_NOT_FOUND'],
  },
  'POST /api/ops/jobs/:id/cancel': {
    id: 'cancelAnyJob',
    tag: 'Operators',
    access: 'ops',
    summary: 'Cancel anybody’s job',
    answers: { 202: json(body.OpsJobView, 'Cancelled.') },
    errors: ['JOB_NOT_FOUND', 'JOB_FINISHED'],
  },
  'POST /api/ops/jobs/:id/retry': {
    id: 'retryJob',
    tag: 'Operators',
    access: 'ops',
    summary: 'Try a failed job once more, as a new job',
    answers: { 201: json(body.OpsJobView, 'The new job; the failed one stays as it is.') },
    errors: ['JOB_NOT_FOUND', 'JOB_NOT_READY', 'JOB_FINISHED'],
  },
}
