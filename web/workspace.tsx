// The page of a signed-in user: candidates, one candidate, my jobs, and what hangs over all of them.
import { useCallback, useEffect, useMemo, useState } from 'react'
import { createApi } from './api.ts'
import { AppContextProvider } from './app-context.ts'
import { AskedJobsWatch } from './asked-jobs-watch.tsx'
import { CandidateDetail } from './candidate-detail.tsx'
import { CandidateList } from './candidate-list.tsx'
import { ConnectionBadge } from './connection-badge.tsx'
import { MyJobs } from './my-jobs.tsx'
import { ResumeClient } from './resume-client.ts'
import { forgetPastedToken, type Session } from './session.ts'
import { AppSignIn } from './sign-in.tsx'
import { useAppContext } from './use-app-context.ts'
import { useLoad } from './use-load.ts'
import { ResumeClientProvider, useConnection, useResumeClient } from './use-resume-job.ts'
import { listHref, useRoute } from './use-route.ts'

export function Workspace({ session, onToken }: { session: Session; onToken: (token: string) => void }) {
  const client = useMemo(() => new ResumeClient({ getToken: session.freshToken }), [session])
  return (
    <ResumeClientProvider value={client}>
      <Pages session={session} onToken={onToken} />
    </ResumeClientProvider>
  )
}

function Pages({ session, onToken }: { session: Session; onToken: (token: string) => void }) {
  const api = useMemo(() => createApi(session), [session])
  const candidates = useLoad(useCallback(async () => (await api.candidates()).candidates, [api]))
  const [problem, setProblem] = useState<string | null>(null)
  const app = useAppContext(api, session.userId, candidates, setProblem)
  const route = useRoute()
  const signedOut = useConnection().state === 'signed-out'
  const first = app.candidates[0]?.id ?? null
  const shown = route ?? first

  const tokenIsOver = signedOut && session.pasted
  useEffect(() => {
    if (tokenIsOver) forgetPastedToken()
  }, [tokenIsOver])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another candidate is another page, read from its top
  useEffect(() => {
    window.scrollTo(0, 0)
    // On a phone the list goes, with the link that was pressed: who navigates by keyboard or ear goes on in the candidate.
    if (!document.activeElement?.checkVisibility()) document.getElementById('candidate')?.focus()
  }, [route])

  if (tokenIsOver) return <AppSignIn onToken={onToken} expired />
  return (
    <AppContextProvider value={app}>
      <Header session={session} />
      {session.standIn && <StandInNotice />}
      {signedOut && <SignedOutNotice />}
      {problem && <Problem message={problem} onClose={() => setProblem(null)} />}
      <main className="columns" data-view={route === null ? 'list' : 'candidate'}>
        <h1 className="list-title visually-hidden">Candidates and my jobs</h1>
        <CandidateList loaded={candidates} current={shown} />
        <div className="column-main" id="candidate" tabIndex={-1}>
          {shown !== null && <CandidateDetail key={shown} id={shown} />}
        </div>
        <MyJobs />
      </main>
      <AskedJobsWatch />
    </AppContextProvider>
  )
}

function Header({ session }: { session: Session }) {
  return (
    <header className="page-header">
      <button type="button" className="button skip-link" onClick={skipToCandidate}>
        Skip to the candidate
      </button>
      <a className="brand" href={listHref}>
        Tailored résumés
      </a>
      <span className="page-header-user">User {session.userId}</span>
      <ConnectionBadge />
    </header>
  )
}

/** Not a link to `#candidate`: the fragment of the address is the route here. */
function skipToCandidate() {
  document.getElementById('candidate')?.focus()
}

function StandInNotice() {
  return (
    <aside className="notice" aria-label="About the answers">
      <strong>Local stand-in.</strong> The answers come from a program on this machine, not from OpenAI: it picks and
      orders the candidate’s own facts. Set <code>OPENAI_API_KEY</code> to use the real model.
    </aside>
  )
}

function SignedOutNotice() {
  const client = useResumeClient()
  return (
    <div className="notice notice-problem" role="alert">
      <p>You are signed out, so this page no longer follows your jobs.</p>
      <button type="button" className="button" onClick={() => client.reconnect()}>
        Sign in again
      </button>
    </div>
  )
}

function Problem({ message, onClose }: { message: string; onClose: () => void }) {
  return (
    <div className="notice notice-problem" role="alert">
      <p>{message}</p>
      <button type="button" className="button" onClick={onClose}>
        Close
      </button>
    </div>
  )
}
