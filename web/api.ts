// The REST calls of the app, one function each. Errors are ApiErrors; a refused token is renewed once.
import type {
  AcceptedBody,
  CandidateBody,
  CandidatesBody,
  CreatedBody,
  EvidenceBody,
  GenerateBody,
  JobStatus,
  JobView,
  MyJobsBody,
} from '../shared/protocol.ts'
import { ApiError, expectAnswer } from './api-error.ts'
import type { Session } from './session.ts'

const ROOT = '/api/resume-async'

export type Api = ReturnType<typeof createApi>

export function createApi(session: Session) {
  const get = async <T>(path: string): Promise<T> => await json<T>(await send(session, path))
  return {
    candidates: () => get<CandidatesBody>('/api/candidates'),
    candidate: (id: number) => get<CandidateBody>(`/api/candidates/${id}`),
    /** Stores a JSON Resume document. */
    importCandidate: async (profile: unknown): Promise<CreatedBody> =>
      await json<CreatedBody>(await send(session, '/api/candidates', { method: 'POST', ...jsonBody(profile) })),
    myJobs: (cursor: string | null, status: JobStatus | null) =>
      get<MyJobsBody>(`${ROOT}/my-jobs?limit=20${parameter('cursor', cursor)}${parameter('status', status)}`),
    evidence: (jobId: string) => get<EvidenceBody>(`${ROOT}/evidence/${encodeURIComponent(jobId)}`),
    /** The same `key` again, with the same body, asks for no second job. */
    generate: async (body: GenerateBody, key: string): Promise<AcceptedBody> =>
      await json<AcceptedBody>(
        await send(session, `${ROOT}/generate-async`, {
          method: 'POST',
          ...jsonBody(body, { 'idempotency-key': key }),
        }),
      ),
    cancel: async (jobId: string): Promise<JobView> =>
      await json<JobView>(await send(session, `${ROOT}/cancel/${encodeURIComponent(jobId)}`, { method: 'POST' })),
    download: async (jobId: string): Promise<{ blob: Blob; filename: string }> => {
      const answer = await send(session, `${ROOT}/download/${encodeURIComponent(jobId)}`)
      return { blob: await answer.blob(), filename: filenameOf(answer.headers.get('content-disposition')) }
    },
  }
}

const parameter = (name: string, value: string | null): string =>
  value === null ? '' : `&${name}=${encodeURIComponent(value)}`

const jsonBody = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

async function send(session: Session, path: string, init: RequestInit = {}): Promise<Response> {
  const attempt = (token: string) =>
    expectAnswer(() => fetch(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } }))
  try {
    return await attempt(await session.getToken())
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401 || session.pasted) throw error
    return await attempt(await session.freshToken())
  }
}

async function json<T>(answer: Response): Promise<T> {
  return (await answer.json()) as T
}

/** RFC 6266: `filename*` knows any alphabet and wins over `filename`. */
function filenameOf(disposition: string | null): string {
  const extended = /filename\*\s*=\s*UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition ?? '')
  try {
    if (extended) return decodeURIComponent(extended)
  } catch {
    // Badly encoded: the plain name will do.
  }
  return plain?.[1]?.replace(/\\(.)/g, '$1') ?? plain?.[2] ?? 'resume'
}
