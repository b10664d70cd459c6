// Which job the monitor shows, kept in the address (`#/jobs/…`), so that Back and reload work.
import { useSyncExternalStore } from 'react'

export const jobHref = (id: string): string => `#/jobs/${encodeURIComponent(id)}`
export const listHref = '#/'

export const useJobRoute = (): string | null => useSyncExternalStore(subscribe, jobInAddress)

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

function jobInAddress(): string | null {
  const id = /^#\/jobs\/([\w%-]+)$/.exec(location.hash)?.[1]
  return id ? decodeURIComponent(id) : null
}
