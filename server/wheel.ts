// A timer wheel: any number of deadlines on one timer. Each tick looks only at what is in its slot, so an item costs
// nothing until it is due. Knows nothing of what that is.

/** ms. A deadline is noticed at most two of them late, and by what the event loop itself is late. */
const TICK_MS = 125
const SLOTS = 256
/** ms that a timer may be early by another clock. */
const EARLY_MS = 1

/** What a wheel keeps. */
export interface Wheeled {
  /** The wheel's own; undefined while it is not on it. */
  slot: number | undefined
}

export class Wheel<Item extends Wheeled> {
  readonly #slots = Array.from({ length: SLOTS }, () => new Set<Item>())
  readonly #look: (item: Item) => number
  readonly #now: () => number
  readonly #timer: NodeJS.Timeout
  #at = 0
  /** When the tick of that slot was due. */
  #dueAt: number

  /** @param look does what is due; in how many ms to look again. @param now a clock in ms that never goes back. */
  constructor(look: (item: Item) => number, now = () => performance.now()) {
    this.#look = look
    this.#now = now
    this.#dueAt = now()
    this.#timer = setInterval(() => this.#catchUp(), TICK_MS)
  }

  /** It is looked at in so many ms, at most two ticks later; after 31 s already where they are more. In place of before. */
  set(item: Item, ms: number): void {
    const ticks = Math.min(Math.max(Math.ceil((this.#now() + ms - this.#dueAt) / TICK_MS), 1), SLOTS - 1)
    const slot = (this.#at + ticks) % SLOTS
    if (slot === item.slot) return
    this.delete(item)
    item.slot = slot
    this.#slots[slot]!.add(item)
  }

  delete(item: Item): void {
    if (item.slot !== undefined) this.#slots[item.slot]!.delete(item)
    item.slot = undefined
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** One tick, as a rule. After turns that took long, or a pause, all that have passed: the clock counts, not the calls. */
  #catchUp(): void {
    const passed = Math.floor((this.#now() + EARLY_MS - this.#dueAt) / TICK_MS)
    const ticks = Math.min(passed, SLOTS)
    this.#dueAt += (passed - ticks) * TICK_MS
    for (let tick = 0; tick < ticks; tick++) this.#tick()
  }

  #tick(): void {
    this.#at = (this.#at + 1) % SLOTS
    this.#dueAt += TICK_MS
    const due = this.#slots[this.#at]!
    for (const item of due) {
      const ms = this.#look(item)
      // Else it was taken off, or put elsewhere, meanwhile.
      if (item.slot === this.#at) this.set(item, ms)
    }
  }
}
