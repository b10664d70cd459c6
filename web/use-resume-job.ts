// The React side of the client: one job, all jobs, the connection. Subscribes on mount, lets go on unmount.
import { createContext, useContext, useEffect, useSyncExternalStore } from 'react'
import type { JobView } from '../shared/protocol.ts'
import type { Connection, Draft, ResumeClient } from './resume-client.ts'

const ClientContext = createContext<ResumeClient | null>(null)

/** Gives the hooks below it their client. */
export const ResumeClientProvider = ClientContext.Provider

/** One job as it is now: null while it isn't known, `missing` where this user has no such job. */
export function useResumeJob(id: string | null): { job: JobView | null; missing: boolean; connection: Connection } {
  const client = useResumeClient()
  useEffect(() => (id === null ? undefined : client.watch(id)), [client, id])
  const job = useSyncExternalStore(client.subscribe, () => (id === null ? undefined : client.getJob(id)))
  const missing = useSyncExternalStore(client.subscribe, () => id !== null && client.isMissing(id))
  return { job: job ?? null, missing, connection: useConnection() }
}

/** The text of a job as far as it is written; null before the first of it and from the final state on. */
export function useResumeDraft(id: string): Draft | null {
  const client = useResumeClient()
  useEffect(() => client.watch(id, { preview: true }), [client, id])
  return useSyncExternalStore(client.subscribe, () => client.getDraft(id)) ?? null
}

/** Every known job of the user, newest first. Older finished ones become known by `client.put`. */
export function useResumeJobs(): { jobs: readonly JobView[]; connection: Connection } {
  const client = useResumeClient()
  useEffect(() => client.watch('all'), [client])
  return { jobs: useSyncExternalStore(client.subscribe, client.getJobs), connection: useConnection() }
}

export function useConnection(): Connection {
  const client = useResumeClient()
  return useSyncExternalStore(client.subscribe, client.getConnection)
}

export function useResumeClient(): ResumeClient {
  const client = useContext(ClientContext)
  if (!client) throw new Error('No <ResumeClientProvider> above this component')
  return client
}
