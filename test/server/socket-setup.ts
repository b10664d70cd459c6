// What the channel's tests share: a server of their own, and looking at frames.
import type { JobFrame, ServerFrame } from '../../shared/protocol.ts'
import { createDatabase, createRedis, startServer, type Test, type TestServer } from '../harness.ts'
import { type Jobs, openJobs } from './socket-jobs.ts'

export { openJobs } from './socket-jobs.ts'

export interface Stage {
  settings: { DATABASE_URL: string; REDIS_URL: string }
  server: TestServer
  jobs: Jobs
}

/** A database, a Redis and a server of the test's own. */
export const openStage = async (t: Test, env: NodeJS.ProcessEnv = {}): Promise<Stage> => {
  const settings = { DATABASE_URL: await createDatabase(t), REDIS_URL: (await createRedis(t)).url }
  const jobs = await openJobs(settings)
  t.teardown(() => jobs.close())
  const server = await startServer(t, { ...settings, ADDRESS_RATE_LIMIT: '0', ...env })
  return { settings, server, jobs }
}

export const isJob =
  (id: string, status?: string) =>
  (frame: ServerFrame): frame is JobFrame =>
    frame.type === 'job' && frame.job.job_id === id && (status === undefined || frame.job.status === status)

export const jobFrames = (frames: ServerFrame[]): JobFrame[] => frames.filter(frame => frame.type === 'job')

/** What a socket was told of a job: its versions in order. */
export const versionsOf = (frames: ServerFrame[], id: string): number[] =>
  jobFrames(frames)
    .filter(({ job }) => job.job_id === id)
    .map(({ job }) => job.version)
