// The md5 of all that shapes a file: an edited candidate, another model or template never gets an old one.
import { createHash } from 'node:crypto'
import type { PickedJob } from '../shared/job-claims.ts'
import { PROMPT_VERSION } from './prompts.ts'
import { TEMPLATE_VERSION } from './render/template-version.ts'

export const cacheKey = (job: PickedJob, model: string): string => {
  const { profile, job_title, company, job_description } = job.input
  return createHash('md5')
    .update(
      JSON.stringify([
        job.user_id,
        job.candidate_id,
        sortKeys(profile),
        job_title,
        company,
        job_description,
        job.file_type,
        model,
        PROMPT_VERSION,
        TEMPLATE_VERSION,
      ]),
    )
    .digest('hex')
}

/** The same JSON in the same order, whatever wrote it. */
const sortKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  )
}
