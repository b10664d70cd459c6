// GET my-jobs: the asker's jobs, newest first, in pages.
import { AppError } from '../../shared/errors.ts'
import { listJobs, type PagePosition } from '../../shared/job-reads.ts'
import { jobView } from '../../shared/job-view.ts'
import { API_PREFIX, type MyJobsBody, MyJobsQuery } from '../../shared/protocol.ts'
import type { RouteScope } from '../app.ts'

export const myJobsRoutes = ({ app, parts, limits }: RouteScope): void => {
  app.get(
    `${API_PREFIX}/my-jobs`,
    { onRequest: limits.user, schema: { querystring: MyJobsQuery } },
    async (request): Promise<MyJobsBody> => {
      const { limit = 20, status, cursor } = request.query
      const after = cursor === undefined ? undefined : decodePage(cursor)
      const page = await listJobs(parts.db, request.user.id, { limit, status, after })
      await parts.forecast.refresh()
      const jobs = page.rows.map(row => jobView(row, parts.forecast.of(row)))
      return { jobs, next_cursor: page.next && encodePage(page.next) }
    },
  )
}

export const encodePage = ({ createdAtMs, id }: PagePosition): string =>
  Buffer.from(`${createdAtMs}.${id}`).toString('base64url')

/** Throws INVALID_REQUEST. */
export const decodePage = (cursor: string): PagePosition => {
  // 14 digits of ms: PostgreSQL reads years past 9999 in another form.
  const match = /^(\d{1,14})\.([\w-]{1,255})$/.exec(Buffer.from(cursor, 'base64url').toString())
  if (!match) throw new AppError('INVALID_REQUEST', 'querystring/cursor must be a next_cursor of an earlier answer')
  return { createdAtMs: Number(match[1]), id: match[2]! }
}
