// A page of another React app, as a developer would write it around the hooks; what the test wants to know hangs on window.
import { StrictMode, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { ResumeClient, ResumeClientProvider, useResumeDraft, useResumeJob, useResumeJobs } from '../../web/client.ts'

const seen = { mounts: 0, listening: 0 }
Object.assign(window, { seen })

const client = new ResumeClient({ getToken: async () => 'token', backoff: { baseMs: 10, capMs: 50 } })
const { subscribe } = client
Object.assign(client, {
  subscribe: (listener: () => void) => {
    const stop = subscribe(listener)
    seen.listening += 1
    return () => {
      seen.listening -= 1
      stop()
    }
  },
})

function Job({ id }: { id: string }) {
  const { job, missing, connection } = useResumeJob(id)
  const draft = useResumeDraft(id)
  useEffect(() => {
    seen.mounts += 1
  }, [])
  return (
    <p>
      {id}: {missing ? 'missing' : (job?.stage ?? 'unknown')}, {connection.state}, {draft?.main}
    </p>
  )
}

function Jobs() {
  const { jobs } = useResumeJobs()
  return <p>{jobs.length} jobs</p>
}

function Page() {
  const [shown, setShown] = useState(true)
  return (
    <ResumeClientProvider value={client}>
      <button type="button" onClick={() => setShown(!shown)}>
        Turn
      </button>
      {shown && (
        <>
          <Jobs />
          <Job id="job-1" />
          <Job id="job-1" />
          <Job id="nowhere" />
        </>
      )}
    </ResumeClientProvider>
  )
}

createRoot(document.body).render(
  <StrictMode>
    <Page />
  </StrictMode>,
)
