// How often a value fell between which bounds, in plain numbers: for what is observed too often to look labels up each
// time. The metrics read it.

export class Buckets {
  /** Upper ones. */
  readonly bounds: readonly number[]
  /** By bucket, those of the smaller ones not included; the last is beyond the last bound. */
  readonly counts: number[]
  sum = 0

  constructor(bounds: readonly number[]) {
    this.bounds = bounds
    this.counts = [...bounds, 0].fill(0)
  }

  observe(value: number): void {
    let place = 0
    while (place < this.bounds.length && value > this.bounds[place]!) place++
    this.counts[place]!++
    this.sum += value
  }
}
