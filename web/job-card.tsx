// One job: what it is, how far it is, what came of it, and its document.
import { memo } from 'react'
import type { JobView } from '../shared/protocol.ts'
import { ActionButton } from './action-button.tsx'
import { useApp } from './app-context.ts'
import { saveDocument } from './download.ts'
import { DraftView } from './draft-view.tsx'
import { Evidence } from './evidence.tsx'
import { isFinal } from './job-store.ts'
import { ProgressBar } from './progress-bar.tsx'
import { useResumeClient } from './use-resume-job.ts'
import { useSecondsLeft } from './use-seconds-left.ts'
import { cacheWords, fileTypeWords, secondsWords, stageWords, timeWords } from './words.ts'

/** `compact` where it stands in a list, among those of other candidates. A list of many changes one at a time. */
export const JobCard = memo(function JobCard({ job, compact = false }: { job: JobView; compact?: boolean }) {
  const { nameOf, titleOf } = useApp()
  const title = titleOf(job.job_row_id)
  return (
    <article className={compact ? 'job job-compact' : 'job'} data-stage={job.stage} data-job-id={job.job_id}>
      <header className="job-head">
        <h3 dir="auto">{compact ? nameOf(job.candidate_id) : (title ?? 'Résumé')}</h3>
        {isFinal(job.status) && <span className="job-outcome">{stageWords(job)}</span>}
      </header>
      {compact && title && (
        <p className="job-target line" dir="auto">
          {title}
        </p>
      )}
      <p className="job-facts">
        {fileTypeWords[job.file_type]} · <time dateTime={job.created_at}>{timeWords(job.created_at)}</time>
        {compact && job.cache_hit && ' · reused'}
      </p>
      {isFinal(job.status) ? <Outcome job={job} compact={compact} /> : <Progress job={job} compact={compact} />}
    </article>
  )
})

function Progress({ job, compact }: { job: JobView; compact: boolean }) {
  const { nameOf } = useApp()
  const secondsLeft = useSecondsLeft(job)
  const stage = stageWords(job)
  return (
    <>
      <ProgressBar
        value={job.progress}
        label={`Résumé for ${nameOf(job.candidate_id)}`}
        text={`${job.progress} percent, ${stage}`}
      />
      <p className="job-stage">
        <span>
          {stage}
          {secondsLeft !== null && <span className="quiet"> · {secondsWords(secondsLeft)}</span>}
        </span>
        <span className="job-percent">{job.progress} %</span>
      </p>
      {!compact && <DraftView jobId={job.job_id} />}
      <Cancel job={job} />
    </>
  )
}

function Outcome({ job, compact }: { job: JobView; compact: boolean }) {
  const cached = compact ? null : cacheWords(job)
  return (
    <>
      {job.stage === 'failed' && job.error_message && <p className="problem">{job.error_message}</p>}
      {cached && <p className="quiet">{cached}</p>}
      {job.warnings.length > 0 && <Warnings warnings={job.warnings} open={!compact} />}
      {job.status === 'SUCCESS' && <Download job={job} />}
      {job.status === 'SUCCESS' && <Evidence job={job} open={!compact} />}
    </>
  )
}

function Warnings({ warnings, open }: { warnings: string[]; open: boolean }) {
  return (
    <details className="warnings" open={open}>
      <summary>{warnings.length === 1 ? '1 remark' : `${warnings.length} remarks`} on this document</summary>
      <ul>
        {[...new Set(warnings)].map(warning => (
          <li key={warning} dir="auto">
            {warning}
          </li>
        ))}
      </ul>
    </details>
  )
}

function Cancel({ job }: { job: JobView }) {
  const { api } = useApp()
  const client = useResumeClient()
  return (
    <ActionButton
      label="Cancel"
      about={useAbout(job)}
      action={async () => {
        client.put([await api.cancel(job.job_id)])
      }}
    />
  )
}

function Download({ job }: { job: JobView }) {
  const { api } = useApp()
  const label = `Download ${fileTypeWords[job.file_type]}`
  return <ActionButton label={label} about={useAbout(job)} action={() => saveDocument(api, job.job_id)} />
}

/** Tells buttons of the same label apart for those who only hear them. */
function useAbout(job: JobView): string {
  const { nameOf } = useApp()
  return `résumé for ${nameOf(job.candidate_id)}, ${timeWords(job.created_at)}`
}
