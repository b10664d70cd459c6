// The monitor's page: who looks, whether it is live, and either the figures with the list of jobs, or one job.
import { useMemo, useSyncExternalStore } from 'react'
import { SignIn } from '../sign-in.tsx'
import { connectionWords } from '../words.ts'
import { Charts } from './charts.tsx'
import { Job } from './job.tsx'
import { Jobs } from './jobs.tsx'
import { MonitorContextProvider } from './monitor-context.ts'
import { createOpsApi } from './ops-api.ts'
import { OpsClient, type OpsState } from './ops-client.ts'
import { type OpsSession, useOpsSession } from './ops-session.ts'
import type { Figures } from './ops-types.ts'
import { QueuesPanel } from './queues.tsx'
import { SocketsPanel } from './sockets.tsx'
import { listHref, useJobRoute } from './use-job-route.ts'
import { WorkersPanel } from './workers.tsx'

export function Monitor() {
  const session = useOpsSession()
  if (session.token === null) return <OpsSignIn session={session} />
  return <LiveMonitor key={session.token} token={session.token} session={session} />
}

function LiveMonitor({ token, session }: { token: string; session: OpsSession }) {
  const client = useMemo(() => new OpsClient(token), [token])
  const api = useMemo(() => createOpsApi(token), [token])
  const { state, figures, frames } = useSyncExternalStore(client.subscribe, client.getSnapshot)
  const { canAct } = session
  const context = useMemo(() => ({ api, canAct, frames }), [api, canAct, frames])
  const jobId = useJobRoute()
  if (state === 'signed-out' || state === 'refused') return <OpsSignIn session={session} refused={state} />
  return (
    <MonitorContextProvider value={context}>
      <Header state={state} session={session} />
      <main className="monitor">
        <h1 className="visually-hidden">Monitor</h1>
        {jobId && <Job key={jobId} id={jobId} />}
        {!jobId && !figures && <p className="quiet">Connecting…</p>}
        {!jobId && figures && <Overview figures={figures} />}
      </main>
    </MonitorContextProvider>
  )
}

function Overview({ figures }: { figures: Figures }) {
  return (
    <>
      <QueuesPanel queues={figures.queues} />
      <div className="monitor-column">
        <WorkersPanel workers={figures.workers} />
        <SocketsPanel sockets={figures.sockets} />
      </div>
      <Charts stats={figures.stats} />
      <Jobs />
    </>
  )
}

function Header({ state, session }: { state: OpsState; session: OpsSession }) {
  return (
    <header className="page-header">
      <a className="brand" href={listHref}>
        Résumé monitor
      </a>
      {!session.canAct && <span className="page-header-user">Read only</span>}
      <span className="badge" data-state={state}>
        <span className="visually-hidden">Connection: </span>
        {connectionWords[state].label}
      </span>
      <button type="button" className="button button-small" onClick={session.signOut}>
        Sign out
      </button>
    </header>
  )
}

const refusals = {
  'signed-out': 'That token is no longer accepted.',
  refused: 'That token may not look at the monitor: it needs the role ops or ops-read.',
}

function OpsSignIn({ session, refused }: { session: OpsSession; refused?: keyof typeof refusals }) {
  return (
    <SignIn title="Monitor" onToken={session.signIn}>
      {refused && (
        <strong className="problem" role="alert">
          {refusals[refused]}{' '}
        </strong>
      )}
      Paste an access token of an operator; it stays in this tab. Whoever runs the server can print one:{' '}
      <code className="code-line">npm run token -- --sub me --role ops</code>
    </SignIn>
  )
}
