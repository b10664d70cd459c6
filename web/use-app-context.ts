// What the workspace knows of candidates and job descriptions, put together for every part of it.
import { useCallback, useMemo, useState } from 'react'
import type { CandidateSummary } from '../shared/protocol.ts'
import type { AppContext } from './app-context.ts'
import type { Loaded } from './use-load.ts'

export function useAppContext(
  api: AppContext['api'],
  userId: string,
  loaded: Loaded<CandidateSummary[]>,
  reportProblem: (message: string) => void,
): AppContext {
  const [titles, setTitles] = useState<ReadonlyMap<number, string>>(new Map())
  const [added, setAdded] = useState<readonly CandidateSummary[]>([])
  const rememberTitles = useCallback<AppContext['rememberTitles']>(
    more => setTitles(known => new Map([...known, ...more])),
    [],
  )
  const addCandidate = useCallback((candidate: CandidateSummary) => setAdded(known => [...known, candidate]), [])
  return useMemo(() => {
    const candidates = [...(loaded.state === 'ready' ? loaded.value : []), ...added]
    const byId = new Map(candidates.map(candidate => [candidate.id, candidate]))
    return {
      api,
      userId,
      candidates,
      addCandidate,
      nameOf: id => byId.get(id)?.name || `Candidate ${id}`,
      profileChangedAfter: (id, iso) => Date.parse(byId.get(id)?.updated_at ?? iso) > Date.parse(iso),
      titleOf: id => (id === null ? null : (titles.get(id) ?? null)),
      rememberTitles,
      reportProblem,
    }
  }, [api, userId, loaded, added, addCandidate, titles, rememberTitles, reportProblem])
}
