// Follows the jobs that this tab asked for, wherever the user is on the page: downloads each document once, by itself,
// and tells screen readers of each new stage, and of nothing else.
import { useEffect, useState, useSyncExternalStore } from 'react'
import { messageOf } from './api-error.ts'
import { useApp } from './app-context.ts'
import { askedJobs } from './asked-jobs.ts'
import { saveDocument } from './download.ts'
import { useResumeJob } from './use-resume-job.ts'
import { stageWords } from './words.ts'

export function AskedJobsWatch() {
  const asked = useSyncExternalStore(askedJobs.subscribe, askedJobs.list)
  const [announcement, setAnnouncement] = useState('')
  return (
    <>
      <p className="visually-hidden" role="status">
        {announcement}
      </p>
      {asked
        .filter(job => job.awaitsDownload)
        .map(job => (
          <AskedJobWatch key={job.id} id={job.id} announce={setAnnouncement} />
        ))}
    </>
  )
}

function AskedJobWatch({ id, announce }: { id: string; announce: (text: string) => void }) {
  const { api, nameOf, reportProblem } = useApp()
  const { job, missing } = useResumeJob(id)
  const stage = job?.stage
  const status = job?.status

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new stage is worth saying
  useEffect(() => {
    if (job) announce(`Résumé for ${nameOf(job.candidate_id)}: ${stageWords(job)}.`)
  }, [stage])

  useEffect(() => {
    const over = missing || status === 'SUCCESS' || status === 'FAILURE'
    if (!over || !askedJobs.takeDownload(id) || status !== 'SUCCESS') return
    askedJobs
      .claimDownload(id)
      .then(isOurs => (isOurs ? saveDocument(api, id) : undefined))
      .catch(error => reportProblem(`The download failed. ${messageOf(error)}`))
  }, [id, status, missing, api, reportProblem])

  return null
}
