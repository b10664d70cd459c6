// Frames of every type, good ones made bad.
import type { Random } from '../stress/random.ts'
import type { Known } from './requests.ts'
import { anyString, anyValue, brokenText, mutated } from './values.ts'

/** A frame, and whether it goes out as a binary one. */
export const anyFrame = (random: Random, known: Known): { data: string; binary: boolean } => {
  const good = goodFrame(random, known)
  const frame = random.next() < 0.6 ? mutated(random, good) : random.next() < 0.9 ? good : anyValue(random)
  const text = brokenText(random, JSON.stringify(frame) ?? 'undefined')
  return { data: text.slice(0, 15 * 1024).toWellFormed(), binary: random.next() < 0.03 }
}

const goodFrame = (random: Random, known: Known): Record<string, unknown> => {
  const some = Array.from({ length: random.between(0, 5) }, () => random.pick([...known.jobs, anyString(random)]))
  return random.pick<Record<string, unknown>>([
    { type: 'auth', token: random.pick(known.tokens) },
    { type: 'subscribe', jobs: 'all', preview: true },
    { type: 'subscribe', jobs: 'all', since: anyString(random).slice(0, 300) },
    { type: 'subscribe', jobs: some },
    { type: 'subscribe', ops: true },
    { type: 'unsubscribe', jobs: random.next() < 0.5 ? 'all' : some },
    { type: 'ping' },
    { type: anyString(random) },
  ])
}
