// The candidates to choose from.
import type { CandidateSummary } from '../shared/protocol.ts'
import { useApp } from './app-context.ts'
import { ImportProfile } from './import-profile.tsx'
import { LoadMessage } from './load-message.tsx'
import type { Loaded } from './use-load.ts'
import { candidateHref } from './use-route.ts'

interface CandidateListProps {
  loaded: Loaded<CandidateSummary[]>
  current: number | null
}

export function CandidateList({ loaded, current }: CandidateListProps) {
  const { candidates } = useApp()
  return (
    <nav className="column-candidates" aria-labelledby="candidates-title">
      <h2 id="candidates-title">Candidates</h2>
      <LoadMessage loaded={loaded} what="the candidates" />
      {loaded.state === 'ready' && candidates.length === 0 && <p className="quiet">No candidates yet.</p>}
      <ul className="candidate-list">
        {candidates.map(candidate => (
          <CandidateLink key={candidate.id} candidate={candidate} current={candidate.id === current} />
        ))}
      </ul>
      <ImportProfile />
    </nav>
  )
}

function CandidateLink({ candidate, current }: { candidate: CandidateSummary; current: boolean }) {
  return (
    <li>
      <a href={candidateHref(candidate.id)} aria-current={current ? 'page' : undefined}>
        <span className="candidate-name line" dir="auto">
          {candidate.name || `Candidate ${candidate.id}`}
        </span>
        {candidate.label && (
          <span className="candidate-label line" dir="auto">
            {candidate.label}
          </span>
        )}
      </a>
    </li>
  )
}
