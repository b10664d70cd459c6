// The words of the app for states, times and counts.
import type { CacheHit, FileType, JobStage, JobStatus, JobView } from '../shared/protocol.ts'
import type { ConnectionState } from './connection.ts'

const stages: Record<JobStage, string> = {
  queued: 'In the queue',
  waiting: 'Picked up, waiting for a free place',
  generating: 'Writing the text',
  rendering: 'Laying out the document',
  saving: 'Saving the document',
  retrying: 'That didn’t work. Trying again shortly',
  done: 'Ready',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

export const stageWords = (job: JobView): string => {
  if (job.stage === 'queued' && job.queue_position) return `In the queue, number ${job.queue_position}`
  if (job.stage === 'generating' && job.attempt > 1) return `Writing the text, attempt ${job.attempt}`
  return stages[job.stage] ?? job.stage
}

export const fileTypeWords: Record<FileType, string> = { word: 'Word', pdf: 'PDF' }

const cacheHits: Record<CacheHit, string> = {
  redis: 'The same résumé was written a short while ago, so it was ready at once.',
  database: 'The same résumé was written before and kept, so it was ready at once.',
  shared: 'An identical résumé was being written already, so this one shares it.',
}

export const cacheWords = (job: JobView): string | null => (job.cache_hit ? cacheHits[job.cache_hit] : null)

export const statusWords: Record<JobStatus, string> = {
  PENDING: 'In the queue',
  PROCESSING: 'Being written',
  SUCCESS: 'Ready',
  FAILURE: 'Failed or cancelled',
}

export const connectionWords: Record<ConnectionState, { label: string; hint: string }> = {
  live: { label: 'Live', hint: 'Changes are pushed to this page as they happen.' },
  'catching-up': { label: 'Catching up', hint: 'Connecting, and reading what changed meanwhile.' },
  polling: { label: 'Polling', hint: 'A live connection can’t be made, so this page asks every two seconds.' },
  offline: { label: 'Offline', hint: 'The server can’t be reached. This page keeps trying.' },
  'signed-out': { label: 'Signed out', hint: 'The access token is no longer accepted.' },
  refused: { label: 'Refused', hint: 'The server lets this page have no live connection.' },
}

export const secondsWords = (seconds: number): string => {
  if (seconds === 0) return 'any moment now'
  return seconds < 60 ? `about ${seconds} s left` : `about ${Math.round(seconds / 60)} min left`
}

const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hour12: false })
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' })
const dayOfYear = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' })

/** `14:05` today, else `3 May, 14:05`, with the year where it isn't this one. */
export function timeWords(iso: string, now = new Date()): string {
  const at = new Date(iso)
  if (at.toDateString() === now.toDateString()) return clock.format(at)
  const date = at.getFullYear() === now.getFullYear() ? day : dayOfYear
  return `${date.format(at)}, ${clock.format(at)}`
}

const month = new Intl.DateTimeFormat('en', { month: 'short', year: 'numeric', timeZone: 'UTC' })

/** `2021-04` as `Apr 2021`; what isn't such a date stays as the candidate gave it. */
export function profileDate(text: string): string {
  const parts = /^(\d{4})-(\d{2})(?:-\d{2})?$/.exec(text)
  return parts ? month.format(Date.UTC(Number(parts[1]), Number(parts[2]) - 1)) : text
}
