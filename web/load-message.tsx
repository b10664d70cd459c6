// What stands where something is still loading, or could not be loaded.
import type { Loaded } from './use-load.ts'

export function LoadMessage<T>({ loaded, what }: { loaded: Loaded<T>; what: string }) {
  if (loaded.state === 'ready') return null
  if (loaded.state === 'loading') return <p className="quiet">Loading {what}…</p>
  return (
    <div className="load-failed" role="alert">
      <p>
        Loading {what} failed. {loaded.message}
      </p>
      <button type="button" className="button" onClick={loaded.retry}>
        Try again
      </button>
    </div>
  )
}
