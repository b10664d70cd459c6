// All of the user's jobs, newest first: pages by REST, changes by push.
import { useCallback, useEffect, useRef, useState } from 'react'
import type { JobStatus, JobView } from '../shared/protocol.ts'
import { messageOf } from './api-error.ts'
import { useApp } from './app-context.ts'
import { JobCard } from './job-card.tsx'
import { useResumeClient, useResumeJobs } from './use-resume-job.ts'
import { statusWords } from './words.ts'

export function MyJobs() {
  const [status, setStatus] = useState<JobStatus | null>(null)
  const { jobs, hasMore, state, problem, loadMore } = useMyJobs(status)
  return (
    <section className="column-jobs" aria-labelledby="my-jobs-title">
      <div className="jobs-head">
        <h2 id="my-jobs-title">My jobs</h2>
        <StatusFilter status={status} onStatus={setStatus} />
      </div>
      {state === 'ready' && jobs.length === 0 && (
        <p className="quiet">
          {status ? 'None of your jobs.' : 'Nothing here yet. Each résumé you ask for appears here, with its progress.'}
        </p>
      )}
      <ul className="job-list">
        {jobs.map(job => (
          <li key={job.job_id}>
            <JobCard job={job} compact />
          </li>
        ))}
      </ul>
      {state === 'loading' && <p className="quiet">Loading jobs…</p>}
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {(hasMore || problem) && state !== 'loading' && (
        <button type="button" className="button" onClick={loadMore}>
          {problem ? 'Try again' : 'Load more'}
        </button>
      )}
    </section>
  )
}

function StatusFilter(props: { status: JobStatus | null; onStatus: (status: JobStatus | null) => void }) {
  return (
    <select
      aria-label="Show"
      value={props.status ?? ''}
      onChange={event => props.onStatus((event.target.value || null) as JobStatus | null)}
    >
      <option value="">All</option>
      {Object.entries(statusWords).map(([status, words]) => (
        <option key={status} value={status}>
          {words}
        </option>
      ))}
    </select>
  )
}

function useMyJobs(status: JobStatus | null) {
  const { api } = useApp()
  const client = useResumeClient()
  const { jobs } = useResumeJobs()
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading')
  const [problem, setProblem] = useState<string | null>(null)
  const [next, setNext] = useState<Next>(START)
  const round = useRef(0)

  const load = useCallback(
    async (cursor: string | null) => {
      const thisRound = ++round.current
      setState('loading')
      setProblem(null)
      if (cursor === null) setNext(START)
      try {
        const page = await api.myJobs(cursor, status)
        client.put(page.jobs)
        // An answer to a filter that was left meanwhile is good for its jobs only.
        if (thisRound !== round.current) return
        setNext({ cursor: page.next_cursor, oldest: page.jobs.at(-1)?.created_at ?? null })
        setState('ready')
      } catch (error) {
        if (thisRound !== round.current) return
        setProblem(`Loading your jobs failed. ${messageOf(error)}`)
        setState('failed')
      }
    },
    [api, client, status],
  )
  useEffect(() => void load(null), [load])

  const loadMore = () => void load(next.cursor)
  const matching = status === null ? jobs : jobs.filter(job => job.status === status)
  return { jobs: shownJobs(matching, next), hasMore: next.cursor !== null, state, problem, loadMore }
}

const START: Next = { cursor: null, oldest: null }

interface Next {
  cursor: string | null
  /** Of the pages read so far. */
  oldest: string | null
}

/** A pushed job that is older than the pages read so far would stand behind a gap: it waits for its page. */
function shownJobs(jobs: readonly JobView[], { cursor, oldest }: Next): readonly JobView[] {
  if (cursor === null || oldest === null) return jobs
  return jobs.filter(job => Date.parse(job.created_at) >= Date.parse(oldest))
}
