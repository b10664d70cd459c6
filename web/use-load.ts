// Loads something when a component appears and when its key changes; a late answer to an old key is dropped.
import { useCallback, useEffect, useState } from 'react'
import { messageOf } from './api-error.ts'

export type Loaded<T> =
  | { state: 'loading' }
  | { state: 'failed'; message: string; retry: () => void }
  | { state: 'ready'; value: T }

/** `load` has to be stable for a key, as by `useCallback`. */
export function useLoad<T>(load: () => Promise<T>): Loaded<T> {
  const [loaded, setLoaded] = useState<{ of: () => Promise<T>; result: Loaded<T> } | null>(null)
  const [round, setRound] = useState(0)
  const retry = useCallback(() => setRound(n => n + 1), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round loads the same thing again
  useEffect(() => {
    let current = true
    const settle = (result: Loaded<T>) => current && setLoaded({ of: load, result })
    load().then(
      value => settle({ state: 'ready', value }),
      error => settle({ state: 'failed', message: messageOf(error), retry }),
    )
    return () => {
      current = false
    }
  }, [load, retry, round])
  return loaded?.of === load ? loaded.result : { state: 'loading' }
}
