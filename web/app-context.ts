// What every part of the workspace can reach: the REST calls, who someone is, and a place to say that something failed.
import { createContext, useContext } from 'react'
import type { CandidateSummary } from '../shared/protocol.ts'
import type { Api } from './api.ts'

export interface AppContext {
  api: Api
  userId: string
  /** The candidate's name, or a stand-in for it. */
  nameOf: (candidateId: number) => string
  /** The candidates of the list. */
  candidates: readonly CandidateSummary[]
  addCandidate: (candidate: CandidateSummary) => void
  /** False where nothing is known of a change. */
  profileChangedAfter: (candidateId: number, iso: string) => boolean
  /** The title of a stored job description, once its candidate was looked at. */
  titleOf: (jobRowId: number | null) => string | null
  rememberTitles: (titles: readonly (readonly [id: number, title: string])[]) => void
  /** Shows an error that belongs to no single part of the page. */
  reportProblem: (message: string) => void
}

const Context = createContext<AppContext | null>(null)

export const AppContextProvider = Context.Provider

export function useApp(): AppContext {
  const app = useContext(Context)
  if (!app) throw new Error('No <AppContextProvider> above this component')
  return app
}
