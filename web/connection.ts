// What a client is given to connect with, and the words for how it is connected. Types only.
import type { Backoff } from './backoff.ts'

export interface ResumeClientOptions {
  /**
   * A fresh access token; asked for before each try and before the one in use runs out. An error with `status` 401 or
   * 403 means that the user is signed out; any other that the token can't be had right now.
   */
  getToken: () => Promise<string>
  /** Scheme and host of the server, as in `https://example.com`. Default: the page's own. */
  origin?: string
  backoff?: Partial<Backoff>
  /** Time between two rounds of polling. Default 2,000. */
  pollEveryMs?: number
  /** From opening a socket to its `ready`. Default 5,000. */
  connectTimeoutMs?: number
}

/**
 * `live`: pushed, nothing missing. `catching-up`: (re)connecting, or replaying what was missed. `polling`: sockets don't
 * get through, states are read every two seconds. `offline`: no answer at all. `signed-out`: the token was refused.
 * `refused`: the server lets this page have no socket. The last two stay until `reconnect()`.
 */
export type ConnectionState = 'live' | 'catching-up' | 'polling' | 'offline' | 'signed-out' | 'refused'
export interface Connection {
  readonly state: ConnectionState
  /** For a person, where the state alone doesn't say enough. */
  readonly message: string | null
}
