// Medians, percentiles, and ratios of rounds. Pure.

/** @param fraction 0.5 is the median, 0.99 the 99th percentile. */
export const percentile = (values: number[], fraction: number): number => {
  if (values.length === 0) throw new Error('no values')
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(fraction * sorted.length) - 1)]!
}

export const median = (values: number[]): number => {
  if (values.length === 0) throw new Error('no values')
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The median of the ratios round by round: what slows a whole round down falls out of it. */
export const medianRatio = (values: number[], peers: number[]): number =>
  median(values.map((value, round) => value / peers[round]!))
