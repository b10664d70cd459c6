// Waiting for a condition, without a test runner.
import { setTimeout as delay } from 'node:timers/promises'

/** The first truthy value of `condition`, asked every 10 ms; throws, naming what was waited for, after `timeoutMs`. */
export const until = async <T>(
  condition: () => T | Promise<T>,
  what: string,
  timeoutMs = 10_000,
): Promise<NonNullable<T>> => {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const value = await condition()
    if (value) return value
    if (performance.now() > deadline) throw new Error(`not within ${timeoutMs / 1000} s: ${what}`)
    await delay(10)
  }
}

/** The promise's value, or an error that names what was waited for. */
export const within = async <T>(work: Promise<T>, what: string, timeoutMs: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${timeoutMs / 1000} s: ${what}`)), timeoutMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
