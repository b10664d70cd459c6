// Counts a job's estimate down between two states of it.
import { useEffect, useMemo, useState } from 'react'
import type { JobView } from '../shared/protocol.ts'

/** Null where the server has no estimate; 0 once the estimate has run out. */
export function useSecondsLeft(job: JobView): number | null {
  const { eta_seconds: estimate, version } = job
  // biome-ignore lint/correctness/useExhaustiveDependencies: an equal estimate in a newer state begins anew
  const endsAt = useMemo(() => (estimate === null ? null : Date.now() + estimate * 1000), [estimate, version])
  const [now, setNow] = useState(Date.now)
  const runs = endsAt !== null
  useEffect(() => {
    if (!runs) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [runs])

  if (endsAt === null || estimate === null) return null
  // The last tick may be older than the estimate.
  return Math.max(0, Math.min(estimate, Math.round((endsAt - now) / 1000)))
}
