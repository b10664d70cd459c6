// The state of a job as a small mark.
import type { JobStatus } from '../../shared/protocol.ts'

export function StageMark({ status, stage }: { status: JobStatus; stage: string }) {
  return (
    <span className="mark" data-mark={markOf(status, stage)}>
      {stage}
    </span>
  )
}

function markOf(status: JobStatus, stage: string): string {
  if (status === 'SUCCESS') return 'good'
  if (stage === 'cancelled' || status === 'PENDING') return 'quiet'
  if (status === 'FAILURE') return 'bad'
  return stage === 'retrying' ? 'warn' : 'busy'
}
