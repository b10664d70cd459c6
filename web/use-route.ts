// Which candidate the page shows, kept in the address (`#/candidates/7`), so that Back and reload work.
import { useSyncExternalStore } from 'react'

export const candidateHref = (id: number): string => `#/candidates/${id}`
export const listHref = '#/'

/** The candidate's id in the address; null where there is none. */
export const useRoute = (): number | null => useSyncExternalStore(subscribe, candidateInAddress)

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

function candidateInAddress(): number | null {
  const id = /^#\/candidates\/(\d+)$/.exec(location.hash)?.[1]
  return id ? Number(id) : null
}
