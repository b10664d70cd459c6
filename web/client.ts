// What another React app gets of this one: the hooks, and the client under them, which needs no React.
export type { CacheHit, FileType, JobStage, JobStatus, JobView } from '../shared/protocol.ts'
export {
  type Connection,
  type ConnectionState,
  type Draft,
  ResumeClient,
  type ResumeClientOptions,
} from './resume-client.ts'
export {
  ResumeClientProvider,
  useConnection,
  useResumeClient,
  useResumeDraft,
  useResumeJob,
  useResumeJobs,
} from './use-resume-job.ts'
