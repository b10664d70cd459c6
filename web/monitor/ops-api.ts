// The monitor's REST calls. Errors are ApiErrors.
import type { JobStatus } from '../../shared/protocol.ts'
import { readAnswer } from '../api-error.ts'
import type { OpsJob, OpsJobBody, OpsJobsBody } from './ops-types.ts'

export interface JobsFilter {
  status: JobStatus | ''
  user: string
  /** As a field of a form has them: local time, `2026-11-23T14:05`, or empty. */
  from: string
  to: string
}

export type OpsApi = ReturnType<typeof createOpsApi>

export function createOpsApi(token: string) {
  const call = <T>(path: string, method = 'GET'): Promise<T> =>
    readAnswer<T>(() => fetch(`/api/ops/${path}`, { method, headers: { authorization: `Bearer ${token}` } }))
  return {
    jobs: (filter: Partial<JobsFilter>, limit: number, cursor: string | null = null) =>
      call<OpsJobsBody>(`jobs?${query(filter, limit, cursor)}`),
    job: (id: string) => call<OpsJobBody>(`jobs/${encodeURIComponent(id)}`),
    cancel: (id: string) => call<OpsJob>(`jobs/${encodeURIComponent(id)}/cancel`, 'POST'),
    retry: (id: string) => call<OpsJob>(`jobs/${encodeURIComponent(id)}/retry`, 'POST'),
  }
}

function query(
  { status = '', user = '', from = '', to = '' }: Partial<JobsFilter>,
  limit: number,
  cursor: string | null,
) {
  const given = Object.entries({ status, user: user.trim(), from: utc(from), to: utc(to), cursor: cursor ?? '' })
  return new URLSearchParams([['limit', String(limit)], ...given.filter(([, value]) => value !== '')])
}

const utc = (local: string): string => (local ? new Date(local).toISOString() : '')
