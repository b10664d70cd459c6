// Takes texts, lists and dates out of a profile whose parts may be missing or of another shape.
import { profileDate } from './words.ts'

export type Entry = Record<string, unknown>

export const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

export const recordOf = (value: unknown): Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Entry) : {}

export const listOf = (value: unknown): Entry[] => (Array.isArray(value) ? value.map(recordOf) : [])

export const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(textOf).filter(Boolean) : [])

/** `Apr 2021 – Present`; a single `date` alone; nothing where no date is known. */
export function rangeOf(entry: Entry): string {
  const [start, end] = [profileDate(textOf(entry.startDate)), profileDate(textOf(entry.endDate))]
  if (start) return `${start} – ${end || 'Present'}`
  return end || profileDate(textOf(entry.date))
}
