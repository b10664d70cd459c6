// GET download: the finished file, named in any alphabet.

import { fileOfJob } from '../../shared/documents.ts'
import { AppError } from '../../shared/errors.ts'
import { API_PREFIX, type FileType } from '../../shared/protocol.ts'
import type { RouteScope } from '../app.ts'
import { matches, privateAnswer } from './conditional.ts'
import { JobParams, ownJob, requireSuccess } from './own-job.ts'

const mediaTypes: Record<FileType, string> = {
  word: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
}

export const downloadRoutes = ({ app, parts, limits }: RouteScope): void => {
  app.get(
    `${API_PREFIX}/download/:id`,
    { onRequest: limits.user, schema: { params: JobParams } },
    async (request, reply) => {
      const job = await ownJob(parts.jobs, request, request.params.id)
      requireSuccess(job)
      const file = await fileOfJob(parts.db, job.id)
      if (!file) throw new AppError('JOB_NOT_FOUND')
      const etag = `"${file.sha256}"`
      privateAnswer(reply, 'authorization').header('etag', etag)
      if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send()
      return reply
        .type(mediaTypes[file.file_type])
        .header('content-disposition', attachment(file.filename))
        .header('content-length', file.file_data.length)
        .header('x-content-type-options', 'nosniff')
        .send(file.file_data)
    },
  )
}

/** RFC 6266: an ASCII `filename` for old clients, and the real one as RFC 8187's `filename*`. */
export const attachment = (filename: string): string => {
  const ascii = filename
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/g, '_')
    .replace(/["\\%]/g, '_')
  const encoded = encodeURIComponent(filename.toWellFormed()).replace(
    /['()*]/g,
    c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
