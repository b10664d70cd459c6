// The history checker: what must hold of each accepted job, proved from PostgreSQL and the stand-in's list of calls.
import type { JobAttemptRow, JobRow } from '../../shared/database.ts'
import type { SeenCall } from './calls.ts'
import type { State } from './history.ts'
import type { Accepted } from './posts.ts'

type Attempt = Pick<JobAttemptRow, 'job_id' | 'attempt' | 'outcome'>

export interface Evidence {
  accepted: Accepted[]
  rows: Map<string, JobRow>
  history: Map<string, State[]>
  attempts: Map<string, Attempt[]>
  documentIds: Set<number>
  /** Jobs of which answers are still kept. */
  answers: Set<string>
  calls: SeenCall[]
}

/** ms within which a call begun for a cancelled job may still arrive: 5 s where Redis is away. */
const CANCEL_MS = 5_500

/** What does not hold, a line each. */
export const check = (evidence: Evidence): string[] => [
  ...evidence.accepted.flatMap(job => checkJob(evidence, job).map(problem => `${job.id}: ${problem}`)),
  ...checkDocuments(evidence),
  ...checkCalls(evidence),
]

const isFinal = ({ status }: { status: string }): boolean => status === 'SUCCESS' || status === 'FAILURE'

const checkJob = (evidence: Evidence, job: Accepted): string[] => {
  const row = evidence.rows.get(job.id)
  if (!row) return ['accepted, and not in PostgreSQL']
  const states = evidence.history.get(job.id) ?? []
  const problems = [...checkStates(states), ...checkAttempts(row, evidence.attempts.get(job.id) ?? [])]
  if (!isFinal(row)) problems.push(`still ${row.status} / ${row.stage}`)
  if (row.status === 'FAILURE' && !row.error_message) problems.push('failed without a message')
  if (job.cancelled && row.stage !== 'cancelled') problems.push(`a cancel was answered 202, and it is ${row.stage}`)
  if (row.status === 'SUCCESS' && !evidence.documentIds.has(row.document_id ?? 0)) problems.push('no document')
  if (row.status === 'FAILURE' && row.document_id !== null) problems.push('failed, and has a document')
  if (row.generating || row.lease_until) problems.push('final, and somebody holds it')
  if (evidence.answers.has(job.id)) problems.push('answers are still kept')
  return problems
}

const checkStates = (states: State[]): string[] => {
  const problems: string[] = []
  if (states.filter(isFinal).length > 1) problems.push('written to after its final state')
  for (const [index, state] of states.entries()) {
    const before = states[index - 1]
    if (!before) continue
    const what = `version ${before.version} (${before.stage}) → ${state.version} (${state.stage})`
    if (isVisible(before, state) && state.version !== before.version + 1) problems.push(`versions don't rise: ${what}`)
    if (state.version < before.version || state.fence < before.fence) problems.push(`it went back: ${what}`)
    // Back in line, after a failure or a hand-back, it may fall.
    const sameAttempt = state.attempt === before.attempt && state.stage !== 'waiting'
    if (sameAttempt && state.progress < before.progress) problems.push(`progress fell within an attempt: ${what}`)
  }
  return problems
}

/** A renewed lease is no change that a client sees. */
const isVisible = (before: State, state: State): boolean =>
  (['status', 'stage', 'progress', 'attempt', 'document_id'] as const).some(key => before[key] !== state[key])

const checkAttempts = (row: JobRow, attempts: Attempt[]): string[] => {
  const numbers = attempts.map(({ attempt }) => attempt)
  const expected = Array.from({ length: row.attempt }, (_, index) => index + 1)
  const problems: string[] = []
  if (numbers.toSorted((a, b) => a - b).join() !== expected.join())
    problems.push(`${row.attempt} attempts (${row.stage}), recorded are ${numbers.join() || 'none'}`)
  if (attempts.filter(({ outcome }) => outcome === 'success').length > 1) problems.push('two successful attempts')
  return problems
}

/** Each document has one job that made it, and each job that was not answered by another's has its own. */
const checkDocuments = ({ rows, documentIds }: Evidence): string[] => {
  const used = new Set([...rows.values()].map(row => row.document_id))
  const orphans = [...documentIds].filter(id => !used.has(id))
  const makers = [...rows.values()].filter(row => row.status === 'SUCCESS' && row.cache_hit === null)
  const own = new Set(makers.map(row => row.document_id))
  const problems = orphans.map(id => `document ${id} belongs to no job`)
  if (own.size !== makers.length) problems.push('two jobs that were generated have the same document')
  if (documentIds.size > makers.length + orphans.length) problems.push('a document that nobody generated')
  return problems
}

/** Each call belongs to a job that was unfinished when it came, and no more than two to an attempt. */
const checkCalls = ({ accepted, rows, attempts, calls }: Evidence): string[] => {
  const byText = Map.groupBy(accepted, job => job.text)
  const problems: string[] = []
  for (const [text, seen] of Map.groupBy(calls, call => call.text)) {
    const jobs = (byText.get(text) ?? []).flatMap(({ id }) => rows.get(id) ?? [])
    for (const call of seen)
      if (!jobs.some(row => isOpenAt(row, call.at)))
        problems.push(`text ${text}: a call at ${call.at.toISOString()} for a finished job`)
    const begun = jobs.reduce((sum, row) => sum + (attempts.get(row.id)?.length ?? 0), 0)
    if (seen.length > 2 * begun) problems.push(`text ${text}: ${seen.length} calls in ${begun} attempts`)
  }
  return problems
}

const isOpenAt = (row: JobRow, at: Date): boolean => {
  const slackMs = row.stage === 'cancelled' ? CANCEL_MS : 0
  return row.created_at <= at && at.getTime() <= (row.completed_at?.getTime() ?? Number.POSITIVE_INFINITY) + slackMs
}
