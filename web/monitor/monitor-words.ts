// The monitor's words for times, durations, money and shares.

const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false })
const date = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' })

export function momentWords(iso: string): string {
  const at = new Date(iso)
  const time = clock.format(at)
  return at.toDateString() === new Date().toDateString() ? time : `${date.format(at)}, ${time}`
}

export function durationWords(ms: number | null): string {
  if (ms === null) return '–'
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`
}

export const percentWords = (share: number | null): string => (share === null ? '–' : `${Math.round(share * 100)} %`)

const number = new Intl.NumberFormat('en')
export const numberWords = (value: number | null): string => (value === null ? '–' : number.format(value))

/** Small sums too: a generation costs a fraction of a cent. */
export function dollarWords(value: number | string | null): string {
  if (value === null) return '–'
  const dollars = Number(value)
  return `$${dollars.toFixed(dollars !== 0 && dollars < 1 ? 4 : 2)}`
}

export const shortId = (id: string): string => id.slice(0, 8)
