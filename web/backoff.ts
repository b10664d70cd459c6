// How long to wait before the next try, and what each close code asks for. Holds no timer and no socket.
import type { CloseCode } from '../shared/protocol.ts'

export interface Backoff {
  /** The first window in milliseconds; it doubles with each failed try. Default 500. */
  baseMs: number
  /** No window grows past this. Default 30,000. */
  capMs: number
  /** 0 ≤ n < 1. */
  random: () => number
}

/** Full jitter: any moment of the window is as likely, so clients that fell together don't come back together. */
export const jitterMs = (failures: number, { baseMs, capMs, random }: Backoff): number =>
  random() * Math.min(capMs, baseMs * 2 ** Math.min(failures, 16))

/** What to do after a socket closed with `code`, when `failures` tries in a row came to nothing. */
export function afterClose(code: number, failures: number, backoff: Backoff): Verdict {
  const rule = rules[code as CloseCode] ?? {}
  if (rule.stop) return { retry: false, state: rule.stop, message: rule.message ?? '' }
  const floorMs = (rule.floor ?? 0) * backoff.baseMs
  const spreadMs = (rule.spread ?? 0) * backoff.baseMs * backoff.random()
  return { retry: true, delayMs: floorMs + spreadMs + jitterMs(failures, backoff), poll: rule.poll ?? false }
}

export type Verdict =
  | { retry: true; delayMs: number; poll: boolean }
  | { retry: false; state: 'refused'; message: string }

interface Rule {
  /** The least wait, and a random part on top, in units of `baseMs`. */
  floor?: number
  spread?: number
  /** Sockets won't get through for a while: read by polling meanwhile. */
  poll?: boolean
  stop?: 'refused'
  message?: string
}

// 4401 and 4408 ask for nothing but the usual backoff: a fresh token comes with each try.
const rules: Partial<Record<CloseCode, Rule>> = {
  4403: { stop: 'refused', message: 'The server does not accept live connections from this address.' },
  4429: { floor: 40, poll: true },
  1008: { floor: 20 },
  1009: { floor: 20 },
  1012: { spread: 6 },
  1013: { floor: 4 },
}
