// How late the event loop of this process is: one timer for all who want to know, since each wakes the process.

type Listener = (lateMs: number) => void

const TICK_MS = 250
const listeners = new Set<Listener>()
let timer: NodeJS.Timeout | undefined

/**
 * Four times a second, or once a turn where turns take longer, `listener` is told how late that is. Keeps no process
 * alive. Returns the end.
 */
export const watchLoop = (listener: Listener): (() => void) => {
  listeners.add(listener)
  timer ??= startTimer()
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

const startTimer = (): NodeJS.Timeout => {
  let due = performance.now() + TICK_MS
  return setInterval(() => {
    const now = performance.now()
    const late = Math.max(0, now - due)
    due = now + TICK_MS
    for (const listener of listeners) listener(late)
  }, TICK_MS).unref()
}
