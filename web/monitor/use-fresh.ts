// Reads something by REST, and again after frames of the socket, at most once in a while: never without a frame.
import { useCallback, useEffect, useRef, useState } from 'react'
import { messageOf } from '../api-error.ts'
import { useMonitor } from './monitor-context.ts'

/** With two reads each this stays at half of what a user may ask for in a minute. */
const EVERY_MS = 2_500

export interface Fresh<T> {
  value: T | null
  problem: string | null
  /** At once, as after an action. */
  refresh: () => void
}

/** `read` has to be stable for a key, as by `useCallback`. */
export function useFresh<T>(read: () => Promise<T>): Fresh<T> {
  const { frames } = useMonitor()
  const [result, setResult] = useState<{ of: typeof read; value: T | null; problem: string | null } | null>(null)
  const last = useRef({ read, at: 0, number: 0 })

  const refresh = useCallback(() => {
    const number = last.current.number + 1
    last.current = { read, at: Date.now(), number }
    const settle = (value: T | null, problem: string | null) => {
      if (last.current.number !== number) return
      // What was read before a read that failed is still the best that is known.
      setResult(before => ({ of: read, value: value ?? (before?.of === read ? before.value : null), problem }))
    }
    read().then(
      value => settle(value, null),
      error => settle(null, messageOf(error)),
    )
  }, [read])

  // biome-ignore lint/correctness/useExhaustiveDependencies: each frame may mean that something changed
  useEffect(() => {
    const waitMs = last.current.read === read ? last.current.at + EVERY_MS - Date.now() : 0
    const timer = setTimeout(refresh, Math.max(0, waitMs))
    return () => clearTimeout(timer)
  }, [frames, refresh])

  const known = result?.of === read ? result : null
  return { value: known?.value ?? null, problem: known?.problem ?? null, refresh }
}
