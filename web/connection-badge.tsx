// A small sign that says whether what the page shows is live.
import { useConnection } from './use-resume-job.ts'
import { connectionWords } from './words.ts'

export function ConnectionBadge() {
  const { state, message } = useConnection()
  const { label, hint } = connectionWords[state]
  return (
    <span className="badge" data-state={state} title={message ?? hint}>
      <span className="visually-hidden">Connection: </span>
      {label}
    </span>
  )
}
