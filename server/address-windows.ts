// How many requests each address made in its window, for the rate limit: by a clock that never jumps (the plugin's own
// store counts by the time of day, and a clock set back would shut an address out for as long).

/** Addresses that are remembered: past it the one not heard of for longest is forgotten. */
const ADDRESSES_MAX = 5_000

export class AddressWindows {
  readonly #windows = new Map<string, { current: number; startedAt: number }>()
  readonly #now: () => number

  /** The plugin hands its settings in, which are not needed. @param now ms; a test brings its own. */
  constructor(_settings?: unknown, now: () => number = () => performance.now()) {
    this.#now = now
  }

  incr(
    address: string,
    callback: (error: Error | null, result?: { current: number; ttl: number }) => void,
    windowMs: number,
  ): void {
    const now = this.#now()
    let window = this.#windows.get(address)
    if (!window || now - window.startedAt >= windowMs) window = { current: 0, startedAt: now }
    window.current++
    this.#windows.delete(address)
    this.#windows.set(address, window)
    if (this.#windows.size > ADDRESSES_MAX) this.#windows.delete(this.#windows.keys().next().value!)
    callback(null, { current: window.current, ttl: windowMs - (now - window.startedAt) })
  }

  child(): AddressWindows {
    return new AddressWindows(undefined, this.#now)
  }
}
