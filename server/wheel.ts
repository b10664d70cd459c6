// A timer wheel: any number of deadlines on one timer. Each tick looks only at what is in its slot, so an item costs
// nothing until it is due. Knows nothing of what that is.

/** How late a deadline may be noticed, in ms. */
const TICK_MS = 125
const SLOTS = 256

/** What a wheel keeps. */
export interface Wheeled {
  /** The wheel's own; undefined while it is not on it. */
  slot: number | undefined
}

export class Wheel<Item extends Wheeled> {
  readonly #slots = Array.from({ length: SLOTS }, () => new Set<Item>())
  readonly #look: (item: Item) => number
  readonly #timer: NodeJS.Timeout
  #at = 0

  /** @param look does what is due; in how many ms to look again. */
  constructor(look: (item: Item) => number) {
    this.#look = look
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
  }

  /** It is looked at in so many ms, at most a tick later; after 32 s already where they are more. In place of before. */
  set(item: Item, ms: number): void {
    const ticks = Math.min(Math.max(Math.ceil(ms / TICK_MS), 1), SLOTS - 1)
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

  #tick(): void {
    this.#at = (this.#at + 1) % SLOTS
    const due = this.#slots[this.#at]!
    for (const item of due) {
      const ms = this.#look(item)
      // Else it was taken off, or put elsewhere, meanwhile.
      if (item.slot === this.#at) this.set(item, ms)
    }
  }
}
