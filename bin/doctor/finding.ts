// What a check found: how it is, in a sentence, and what to do about it. The names are what monitors rely on.

/** `note`: not so here, and that may be meant. `skipped`: could not be looked at, since something before it is broken. */
export type Status = 'ok' | 'note' | 'warning' | 'failed' | 'skipped'

export interface Finding {
  status: Status
  message: string
  /** What to do; null where there is nothing. */
  advice: string | null
  /** The figures of the message, for machines. */
  values: Record<string, string | number | null>
}

/** Each check, in the order of the way through the service, and what a person calls it. */
export const titles = {
  settings_server: "server's settings",
  settings_worker: "worker's settings",
  database: 'PostgreSQL',
  migrations: 'migrations',
  clock: 'clock',
  redis: 'Redis',
  redis_memory: "Redis' memory",
  pubsub: 'pub/sub',
  openai: 'OpenAI',
  servers: 'servers',
  workers: 'workers',
  queue: 'queue → worker',
  push: 'push → socket',
  job: 'a whole job',
} as const

export type Name = keyof typeof titles
export type Findings = Partial<Record<Name, Finding>>

type Values = Finding['values']
export const ok = (message: string, values: Values = {}): Finding => ({ status: 'ok', message, advice: null, values })
export const note = (message: string, advice: string | null = null, values: Values = {}): Finding => ({
  status: 'note',
  message,
  advice,
  values,
})
export const warning = (message: string, advice: string, values: Values = {}): Finding => ({
  status: 'warning',
  message,
  advice,
  values,
})
export const failed = (message: string, advice: string, values: Values = {}): Finding => ({
  status: 'failed',
  message,
  advice,
  values,
})
export const skipped = (message: string): Finding => ({ status: 'skipped', message, advice: null, values: {} })

export class Late extends Error {}

/** Rejects with `Late` where the work takes longer; the work itself goes on, unheard. */
export const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Late()), ms)
  work.catch(() => {})
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** `ms` rounded for people: 0.4, 12, 1250. */
export const rounded = (ms: number): number => (ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms))
