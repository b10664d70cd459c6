// Everybody's jobs: found by id, user, status and time, in pages.
import { type FormEvent, useCallback, useState } from 'react'
import type { JobStatus } from '../../shared/protocol.ts'
import { messageOf } from '../api-error.ts'
import { fileTypeWords, statusWords } from '../words.ts'
import { useMonitor } from './monitor-context.ts'
import { momentWords, shortId } from './monitor-words.ts'
import type { JobsFilter } from './ops-api.ts'
import type { OpsJob } from './ops-types.ts'
import { Panel, Table } from './panel.tsx'
import { StageMark } from './stage-mark.tsx'
import { useFresh } from './use-fresh.ts'
import { jobHref } from './use-job-route.ts'

const EVERYTHING: JobsFilter = { status: '', user: '', from: '', to: '' }
const PAGE = 20
/** What one answer can hold; jobs past it are as they were when their page was read. */
const FRESH_MAX = 100

export function Jobs() {
  const [filter, setFilter] = useState(EVERYTHING)
  const { jobs, problem, loadMore } = useJobs(filter)
  return (
    <Panel title="Jobs">
      <Search onFilter={setFilter} />
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {jobs?.length === 0 && <p className="quiet">No such job.</p>}
      {jobs && jobs.length > 0 && (
        <Table label="Jobs" columns={['Job', 'User', 'State', '#Progress', '#Attempt', 'File', 'Asked for', 'Note']}>
          {jobs.map(job => (
            <JobRow key={job.job_id} job={job} />
          ))}
        </Table>
      )}
      {loadMore && (
        <button type="button" className="button" onClick={loadMore}>
          Load more
        </button>
      )}
    </Panel>
  )
}

function JobRow({ job }: { job: OpsJob }) {
  return (
    <tr>
      <th scope="row">
        <a href={jobHref(job.job_id)} title={job.job_id}>
          {shortId(job.job_id)}
        </a>
      </th>
      <td>{job.user_id}</td>
      <td>
        <StageMark status={job.status} stage={job.stage} />
      </td>
      <td className="number">{job.progress} %</td>
      <td className="number">{job.attempt}</td>
      <td>{fileTypeWords[job.file_type]}</td>
      <td>
        <time dateTime={job.created_at}>{momentWords(job.created_at)}</time>
      </td>
      <td className="quiet">
        {[
          job.priority === 'high' && 'high priority',
          job.cache_hit && `cache: ${job.cache_hit}`,
          job.retry_of && 'retry',
        ]
          .filter(Boolean)
          .join(', ')}
      </td>
    </tr>
  )
}

function Search({ onFilter }: { onFilter: (filter: JobsFilter) => void }) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const text = (name: string) => String(fields.get(name) ?? '').trim()
    if (text('id')) location.hash = jobHref(text('id'))
    else onFilter({ status: text('status') as JobStatus | '', user: text('user'), from: text('from'), to: text('to') })
  }
  return (
    <form className="search" onSubmit={submit} onReset={() => onFilter(EVERYTHING)}>
      <Field label="Job id" name="id" />
      <Field label="User" name="user" />
      <label>
        Status
        <select name="status">
          <option value="">All</option>
          {Object.entries(statusWords).map(([status, words]) => (
            <option key={status} value={status}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <Field label="From" name="from" type="datetime-local" />
      <Field label="To" name="to" type="datetime-local" />
      <button type="submit" className="button">
        Search
      </button>
      <button type="reset" className="button">
        Clear
      </button>
    </form>
  )
}

function Field({ label, name, type = 'text' }: { label: string; name: string; type?: string }) {
  return (
    <label>
      {label}
      <input type={type} name={name} autoComplete="off" />
    </label>
  )
}

interface Older {
  of: JobsFilter
  jobs: OpsJob[]
  cursor: string | null
}

function useJobs(filter: JobsFilter) {
  const { api } = useMonitor()
  const [older, setOlder] = useState<Older | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const loaded = older?.of === filter ? older : null
  const size = Math.min(FRESH_MAX, PAGE + (loaded?.jobs.length ?? 0))
  const fresh = useFresh(useCallback(() => api.jobs(filter, size), [api, filter, size]))

  const first = fresh.value?.jobs ?? loaded?.jobs ?? null
  const known = new Set(first?.map(job => job.job_id))
  const jobs = first && [...first, ...(loaded?.jobs.filter(job => isOlder(job, first) && !known.has(job.job_id)) ?? [])]
  const cursor = loaded ? loaded.cursor : (fresh.value?.next_cursor ?? null)
  const load = async () => {
    try {
      const page = await api.jobs(filter, PAGE, cursor)
      setOlder({ of: filter, jobs: [...(jobs ?? []), ...page.jobs], cursor: page.next_cursor })
      setProblem(null)
    } catch (error) {
      setProblem(messageOf(error))
    }
  }
  return { jobs, problem: problem ?? fresh.problem, loadMore: cursor === null ? null : () => void load() }
}

/** What is younger than the end of a fresh page and not in it no longer matches the filter. */
const isOlder = (job: OpsJob, fresh: OpsJob[]): boolean => {
  const end = fresh.at(-1)
  return fresh.length >= PAGE && end !== undefined && job.created_at <= end.created_at
}
