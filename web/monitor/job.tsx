// One job: its state, its attempts with tokens and dollars, its timeline; and, for who may, retry and cancel.
import { useCallback } from 'react'
import { isFinal } from '../job-store.ts'
import { fileTypeWords } from '../words.ts'
import { ConfirmButton } from './confirm-button.tsx'
import { useMonitor } from './monitor-context.ts'
import { dollarWords, durationWords, momentWords, numberWords } from './monitor-words.ts'
import type { Attempt, OpsJob, OpsJobBody, TimelineEntry } from './ops-types.ts'
import { Figure, Panel, Table } from './panel.tsx'
import { StageMark } from './stage-mark.tsx'
import { useFresh } from './use-fresh.ts'
import { jobHref, listHref } from './use-job-route.ts'

export function Job({ id }: { id: string }) {
  const { api } = useMonitor()
  const { value, problem, refresh } = useFresh(useCallback(() => api.job(id), [api, id]))
  return (
    <Panel title="Job" aside={<a href={listHref}>All jobs</a>}>
      <p className="job-id">{id}</p>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {!value && !problem && <p className="quiet">Loading the job…</p>}
      {value && <JobBody {...value} onChange={refresh} />}
    </Panel>
  )
}

function JobBody({ job, attempts, timeline, onChange }: OpsJobBody & { onChange: () => void }) {
  const cost = attempts.reduce((sum, { cost_usd }) => sum + Number(cost_usd ?? 0), 0)
  return (
    <>
      <dl className="figures">
        <div className="figure">
          <dt>State</dt>
          <dd>
            <StageMark status={job.status} stage={job.stage} />
            <span className="figure-note">{job.progress} %</span>
          </dd>
        </div>
        <Figure name="User" value={job.user_id} />
        <Figure name="File" value={fileTypeWords[job.file_type]} note={job.priority} />
        <Figure name="Asked for" value={momentWords(job.created_at)} />
        <Figure name="Took" value={durationWords(tookMs(job))} />
        <Figure name="Cache" value={job.cache_hit ?? 'none'} />
        <Figure name="Cost" value={dollarWords(cost)} />
      </dl>
      {job.error_message && <p className="problem">{job.error_message}</p>}
      {job.retry_of && (
        <p>
          Asked for again in place of <a href={jobHref(job.retry_of)}>{job.retry_of}</a>.
        </p>
      )}
      <Actions job={job} onChange={onChange} />
      <Attempts attempts={attempts} job={job} />
      <Timeline entries={timeline} />
    </>
  )
}

const tookMs = ({ created_at, completed_at }: OpsJob): number | null =>
  completed_at ? Date.parse(completed_at) - Date.parse(created_at) : null

function Actions({ job, onChange }: { job: OpsJob; onChange: () => void }) {
  const { api, canAct } = useMonitor()
  if (!canAct || job.status === 'SUCCESS') return null
  if (!isFinal(job.status)) {
    const cancel = async () => {
      await api.cancel(job.job_id)
      onChange()
    }
    return (
      <ConfirmButton label="Cancel job" question="Cancel this job? Its user sees it as cancelled." action={cancel} />
    )
  }
  const retry = async () => {
    location.hash = jobHref((await api.retry(job.job_id)).job_id)
  }
  return (
    <ConfirmButton
      label="Retry job"
      question="Begin a new job with the same inputs for the same user? This one stays as it is."
      action={retry}
    />
  )
}

function Attempts({ attempts, job }: { attempts: Attempt[]; job: OpsJob }) {
  if (attempts.length === 0) return <p className="quiet">{noAttemptWords(job)}</p>
  const columns = ['Attempt', 'Outcome', 'Model', '#Took', '#Prompt', '#Cached', '#Completion', '#Cost', 'Worker']
  return (
    <>
      <h3>Attempts</h3>
      <Table label="Attempts" columns={columns}>
        {attempts.map(attempt => (
          <tr key={`${attempt.attempt} ${attempt.started_at}`}>
            <th scope="row">{attempt.attempt}</th>
            <td>{attempt.outcome ?? 'running'}</td>
            <td>{attempt.model ?? '–'}</td>
            <td className="number">{durationWords(lengthMs(attempt))}</td>
            <td className="number">{numberWords(attempt.prompt_tokens)}</td>
            <td className="number">{numberWords(attempt.cached_tokens)}</td>
            <td className="number">{numberWords(attempt.completion_tokens)}</td>
            <td className="number">
              {attempt.estimated && <span title="Estimated: the answer was cut off before it told">≈ </span>}
              {dollarWords(attempt.cost_usd)}
            </td>
            <td>{attempt.worker ?? '–'}</td>
          </tr>
        ))}
      </Table>
    </>
  )
}

/** An attempt is listed once it has ended: its tokens are known only then. */
function noAttemptWords({ status, attempt }: OpsJob): string {
  if (attempt > 0) return isFinal(status) ? 'Its attempt left no record.' : `Attempt ${attempt} has not ended yet.`
  return isFinal(status) ? 'No attempt: nothing was asked of the model.' : 'No attempt yet.'
}

const lengthMs = ({ started_at, ended_at }: Attempt): number | null =>
  ended_at ? Date.parse(ended_at) - Date.parse(started_at) : null

function Timeline({ entries }: { entries: TimelineEntry[] }) {
  return (
    <>
      <h3>Timeline</h3>
      <Table label="Timeline" columns={['At', 'State', '#Progress', '#Attempt', 'Worker', 'Detail']}>
        {entries.map((entry, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: it only ever grows at its end
          <tr key={at}>
            <th scope="row">
              <time dateTime={entry.at}>{momentWords(entry.at)}</time>
            </th>
            <td>
              <StageMark status={entry.status} stage={entry.stage} />
            </td>
            <td className="number">{entry.progress} %</td>
            <td className="number">{entry.attempt}</td>
            <td>{entry.worker ?? '–'}</td>
            <td>{entry.detail ?? ''}</td>
          </tr>
        ))}
      </Table>
    </>
  )
}
