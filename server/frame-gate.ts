// How much a client may send: a token bucket of frames, and a count of invalid ones in a row.

/** Frames a second that a client may send on end, and how many at once. */
const FRAME_RATE = 20
export const FRAME_BURST = 100
const INVALID_IN_A_ROW_MAX = 10

export class FrameGate {
  #tokens = FRAME_BURST
  #at = performance.now()
  #invalid = 0

  /** False: too many frames. */
  admit(): boolean {
    const now = performance.now()
    this.#tokens = Math.min(FRAME_BURST, this.#tokens + ((now - this.#at) / 1000) * FRAME_RATE)
    this.#at = now
    return --this.#tokens >= 0
  }

  valid(): void {
    this.#invalid = 0
  }

  /** False: too many in a row. */
  invalid(): boolean {
    return ++this.#invalid < INVALID_IN_A_ROW_MAX
  }
}
