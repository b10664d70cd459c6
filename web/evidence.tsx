// What each line of a document rests on, in plain words: what was reworded and from what, what was put back into the
// candidate's own words and why, and what stands as in the profile.
import { useCallback, useState } from 'react'
import type { EvidenceLine, JobView } from '../shared/protocol.ts'
import { useApp } from './app-context.ts'
import { placeOf, sectionWords } from './evidence-places.ts'
import { LoadMessage } from './load-message.tsx'
import type { Entry } from './profile-read.ts'
import { useLoad } from './use-load.ts'

/** `open` where the document was just made; else it is read when somebody asks. */
export function Evidence({ job, open }: { job: JobView; open: boolean }) {
  const [wanted, setWanted] = useState(open)
  return (
    <details className="evidence" onToggle={event => event.currentTarget.open && setWanted(true)}>
      <summary>What this document rests on</summary>
      {wanted && <LoadedEvidence job={job} />}
    </details>
  )
}

function LoadedEvidence({ job }: { job: JobView }) {
  const { api, profileChangedAfter } = useApp()
  const { job_id: id, candidate_id: candidateId } = job
  const load = useCallback(async () => {
    const [evidence, candidate] = await Promise.all([api.evidence(id), api.candidate(candidateId)])
    return { ...evidence, profile: candidate.profile }
  }, [api, id, candidateId])
  const loaded = useLoad(load)
  if (loaded.state !== 'ready') return <LoadMessage loaded={loaded} what="the evidence" />
  const { lines, profile } = loaded.value
  return <EvidenceReport lines={lines} profile={profile} changed={profileChangedAfter(candidateId, job.created_at)} />
}

interface EvidenceReportProps {
  lines: EvidenceLine[]
  profile: Entry
  /** The profile is no longer the one that the document was made from. */
  changed: boolean
}

function EvidenceReport({ lines, profile, changed }: EvidenceReportProps) {
  const reworded = lines.filter(line => !line.kept)
  const putBack = lines.filter(line => line.kept && line.reason)
  const untouched = lines.filter(line => line.kept && !line.reason)
  return (
    <div className="evidence-report">
      <p>{countWords(reworded.length, putBack.length, untouched.length)}</p>
      {changed && <p className="quiet">The profile was changed since, so places and quotes are those of today.</p>}
      <EvidenceGroup title="Reworded for this job" lines={reworded} profile={profile} />
      <EvidenceGroup title="Kept in the candidate’s own words" lines={putBack} profile={profile} />
      <Untouched lines={untouched} />
    </div>
  )
}

const countWords = (reworded: number, putBack: number, untouched: number): string => {
  const parts = [`${lineWords(reworded)} reworded from what the profile says`]
  if (putBack > 0) parts.push(`${lineWords(putBack)} kept in the candidate’s own words`)
  parts.push(`${untouched} taken over as the profile has them`)
  return `${parts.join(', ')}.`
}

const lineWords = (count: number): string => (count === 1 ? '1 line' : `${count} lines`)

function EvidenceGroup({ title, lines, profile }: { title: string; lines: EvidenceLine[]; profile: Entry }) {
  if (lines.length === 0) return null
  return (
    <section>
      <h4>{title}</h4>
      <ul className="evidence-lines">
        {lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two lines of a document may say the same
          <li key={at}>
            <p dir="auto">{line.text}</p>
            {line.reason && <p className="evidence-reason">{line.reason}</p>}
            <Sources line={line} profile={profile} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Sources({ line, profile }: { line: EvidenceLine; profile: Entry }) {
  if (line.sources.length === 0) return null
  return (
    <ul className="sources" aria-label="Rests on">
      {line.sources
        .map(id => placeOf(id, profile))
        .map(({ id, name, words }) => (
          <li key={id}>
            <span className="source-name" dir="auto">
              {name}
            </span>
            {words && words !== line.text && <q dir="auto">{words}</q>}
          </li>
        ))}
    </ul>
  )
}

function Untouched({ lines }: { lines: EvidenceLine[] }) {
  if (lines.length === 0) return null
  const sections = [...Map.groupBy(lines, line => line.section)]
  return (
    <details>
      <summary>As the profile has it ({lines.length})</summary>
      <dl className="untouched">
        {sections.map(([section, group]) => (
          <div key={section}>
            <dt>{sectionWords(section)}</dt>
            <dd dir="auto">{[...new Set(group.map(line => line.text))].join(' · ')}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
