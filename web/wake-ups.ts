// The moments in which a waiting page should look again at once: the network is back, or the page is. None in Node.

/** Calls `listener` at each, until the returned function is called. */
export function onWakeUp(listener: () => void): () => void {
  if (typeof window === 'undefined') return () => {}
  const whenVisible = (): void => {
    if (document.visibilityState === 'visible') listener()
  }
  window.addEventListener('online', listener)
  document.addEventListener('visibilitychange', whenVisible)
  return () => {
    window.removeEventListener('online', listener)
    document.removeEventListener('visibilitychange', whenVisible)
  }
}
