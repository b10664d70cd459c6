// The page as a whole: opens a session, then shows the workspace, or the way to sign in.
import { useState } from 'react'
import { openSession, pastedSession, type Session } from './session.ts'
import { AppSignIn } from './sign-in.tsx'
import { useLoad } from './use-load.ts'
import { Workspace } from './workspace.tsx'

export function App() {
  const opened = useLoad(openSession)
  const [pasted, setPasted] = useState<Session | null>(null)
  const session = pasted ?? (opened.state === 'ready' ? opened.value : null)
  const signIn = (token: string) => setPasted(pastedSession(token))

  if (session) return <Workspace key={session.userId} session={session} onToken={signIn} />
  if (opened.state === 'loading') return <p className="page-message">Opening…</p>
  if (opened.state === 'ready') return <AppSignIn onToken={signIn} />
  return (
    <main className="page-message" role="alert">
      <p>{opened.message}</p>
      <button type="button" className="button" onClick={opened.retry}>
        Try again
      </button>
    </main>
  )
}
