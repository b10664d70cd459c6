// The operator's token: from `#token=…` or pasted, kept for this tab only. What it may do is decided by the server.
import { useCallback, useEffect, useState } from 'react'

const STORAGE_KEY = 'resume.ops-token'

export interface OpsSession {
  token: string | null
  /** False for who may only look. */
  canAct: boolean
  signIn: (token: string) => void
  signOut: () => void
}

export function useOpsSession(): OpsSession {
  const [token, setToken] = useState(takeToken)
  useEffect(() => {
    // A link with a token, opened where the monitor is open already, loads no page.
    const look = () => tokenInAddress() && setToken(takeToken())
    window.addEventListener('hashchange', look)
    return () => window.removeEventListener('hashchange', look)
  }, [])
  const signIn = useCallback((given: string) => {
    sessionStorage.setItem(STORAGE_KEY, given)
    setToken(given)
  }, [])
  const signOut = useCallback(() => {
    sessionStorage.removeItem(STORAGE_KEY)
    setToken(null)
  }, [])
  return { token, canAct: token !== null && roleOf(token) === 'ops', signIn, signOut }
}

const tokenInAddress = (): string | null => new URLSearchParams(location.hash.slice(1)).get('token')

function takeToken(): string | null {
  const given = tokenInAddress()
  if (!given) return sessionStorage.getItem(STORAGE_KEY)
  sessionStorage.setItem(STORAGE_KEY, given)
  // Not left in the address, where it would be copied and kept.
  history.replaceState(null, '', location.pathname)
  return given
}

/** Only hides buttons: the server checks the token. */
function roleOf(token: string): unknown {
  try {
    const payload = atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))
    return (JSON.parse(payload) as { role?: unknown }).role
  } catch {
    return null
  }
}
