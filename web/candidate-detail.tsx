// One candidate: the form that asks for a résumé, how the latest one is doing, and the profile it is made from.
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react'
import type { CandidateBody } from '../shared/protocol.ts'
import { useApp } from './app-context.ts'
import { askedJobs } from './asked-jobs.ts'
import { GenerateForm } from './generate-form.tsx'
import { JobCard } from './job-card.tsx'
import { LoadMessage } from './load-message.tsx'
import { ProfileHead, ProfileSections } from './profile-view.tsx'
import { useLoad } from './use-load.ts'
import { useResumeJob } from './use-resume-job.ts'
import { listHref } from './use-route.ts'

export function CandidateDetail({ id }: { id: number }) {
  const { api, rememberTitles } = useApp()
  const candidate = useLoad(useCallback(() => api.candidate(id), [api, id]))
  const jobs = candidate.state === 'ready' ? candidate.value.jobs : null
  useEffect(() => {
    if (jobs) rememberTitles(jobs.map(job => [job.id, targetTitle(job)]))
  }, [jobs, rememberTitles])
  return (
    <>
      <a className="back-link" href={listHref}>
        Candidates and my jobs
      </a>
      <LoadMessage loaded={candidate} what="the candidate" />
      {candidate.state === 'ready' && <Candidate candidate={candidate.value} />}
    </>
  )
}

/** `Title, Company`, as far as they are known. */
export const targetTitle = (job: CandidateBody['jobs'][number]): string =>
  [job.job_title, job.company].filter(Boolean).join(', ') || `Job description ${job.id}`

function Candidate({ candidate }: { candidate: CandidateBody }) {
  return (
    <article>
      <ProfileHead profile={candidate.profile} id={candidate.id} />
      <section className="panel" aria-labelledby="generate-title">
        <h2 id="generate-title">New résumé</h2>
        <GenerateForm candidate={candidate} />
        <LatestJob candidateId={candidate.id} />
      </section>
      <ProfileSections profile={candidate.profile} />
    </article>
  )
}

/** The newest job that this tab asked for, for this candidate, and those of others that were asked for with it. */
function LatestJob({ candidateId }: { candidateId: number }) {
  const asked = useSyncExternalStore(askedJobs.subscribe, askedJobs.list)
  const latest = asked.find(job => job.candidateId === candidateId)
  const others = asked.filter(job => latest && job.batch === latest.batch && job.candidateId !== candidateId)
  const { job } = useResumeJob(latest?.id ?? null)
  const card = useRef<HTMLDivElement>(null)
  const justAsked = job?.status === 'PENDING' && latest?.awaitsDownload
  // On a small screen the card may lie below the button that was pressed.
  useEffect(() => {
    if (justAsked) card.current?.scrollIntoView({ block: 'nearest' })
  }, [justAsked])
  return (
    <div ref={card} className="latest-job">
      {job && <JobCard job={job} />}
      {others.length > 0 && (
        <ul className="job-list" aria-label="Asked for with it">
          {others.toReversed().map(({ id }) => (
            <AskedWithIt key={id} id={id} />
          ))}
        </ul>
      )}
    </div>
  )
}

function AskedWithIt({ id }: { id: string }) {
  const { job } = useResumeJob(id)
  return <li>{job && <JobCard job={job} compact />}</li>
}
