// Dates of a résumé: how they are printed, and which role is newer. Odd dates stay as the candidate wrote them.
// In the résumé's own language where we know its word for "present", else in English, never in both.
import { monthOf } from './month-names.ts'

const PRESENT: Record<string, string | undefined> = {
  en: 'Present',
  de: 'heute',
  fr: 'aujourd’hui',
  es: 'actualidad',
  it: 'oggi',
  pt: 'atual',
  nl: 'heden',
  pl: 'obecnie',
  vi: 'hiện tại',
  uk: 'дотепер',
  ru: 'настоящее время',
  el: 'σήμερα',
  ja: '現在',
  zh: '至今',
  ko: '현재',
  ar: 'الآن',
  he: 'היום',
}

/** English ones by hand: ICU's newer `Sept` is no month to some parsers. */
const ENGLISH_MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** Where a month has no name of its own. */
const NUMERIC: Record<string, ((year: number, month: number) => string) | undefined> = {
  ja: (year, month) => `${year}年${month}月`,
  zh: (year, month) => `${year}年${month}月`,
  ko: (year, month) => `${year}년 ${month}월`,
  vi: (year, month) => `${String(month).padStart(2, '0')}/${year}`,
}
const PRESENT_WORDS =
  /^(?:actualidad|atual|atualmente|oggi|heden|obecnie|hiện tại|hiện nay|σήμερα|aujourd’hui|present|current|currently|now|today|ongoing|to date|till now|heute|aktuell|actuel|présent|aujourd.hui|actualidad|presente|actual|по сей день|настоящее время|дотепер|до тепер|теперішній час|現在|至今|现在|현재|الآن|حتى الآن|היום)$/iu

export class DateFormat {
  readonly #language: string
  readonly #present: string

  /** `language` is the résumé's, BCP 47. */
  constructor(language: string) {
    const base = language.split('-')[0]!
    this.#language = PRESENT[base] ? base : 'en'
    this.#present = PRESENT[this.#language]!
  }

  /** `Apr 2019 – Present`; null where there is no date. `openEnded`: a missing end means that it goes on. */
  span(start: string | null, end: string | null, openEnded = false): string | null {
    const [from, to] = [this.date(start), this.date(end)]
    if (!from) return to
    if (!to) return openEnded && isOneDate(start!) ? `${from} – ${this.#present}` : from
    return from === to ? from : `${from} – ${to}`
  }

  date(date: string | null): string | null {
    if (!date) return null
    if (PRESENT_WORDS.test(date)) return this.#present
    const { year, month } = parseDate(date) ?? {}
    if (!year) return date
    return month ? this.#month(year, month) : String(year)
  }

  #month(year: number, month: number): string {
    if (this.#language === 'en') return `${ENGLISH_MONTHS[month - 1]} ${year}`
    const numeric = NUMERIC[this.#language]
    if (numeric) return numeric(year, month)
    const name = new Intl.DateTimeFormat(`${this.#language}-u-ca-gregory-nu-latn`, { month: 'short', timeZone: 'UTC' })
    return `${name.format(Date.UTC(2000, month - 1, 15))} ${year}`
  }
}

/** Newest first: what goes on, then by end, then by start. What has no date stays behind its neighbour of the profile. */
export function sortNewestFirst<T extends { startDate: string | null; endDate: string | null }>(entries: T[]): T[] {
  const dated = entries.filter(isDated).sort((a, b) => rankEnd(b) - rankEnd(a) || rankStart(b) - rankStart(a))
  return entries.reduce((sorted, entry, index) => {
    if (isDated(entry)) return sorted
    const neighbour = entries[index - 1]
    return sorted.toSpliced(neighbour ? sorted.indexOf(neighbour) + 1 : 0, 0, entry)
  }, dated)
}

type Dated = { startDate: string | null; endDate: string | null }

const isDated = (entry: Dated): boolean => Number.isFinite(rankStart(entry)) || !Number.isNaN(rankEnd(entry))

/** Months since year 0; Infinity while it goes on; NaN where nothing tells. */
function rankEnd({ startDate, endDate }: Dated): number {
  if (!endDate && startDate && !isOneDate(startDate)) return rankDate(startDate, 12, 'last') || Number.NaN
  if (!endDate) return startDate && rankDate(startDate, 0) > 0 ? Number.POSITIVE_INFINITY : Number.NaN
  if (PRESENT_WORDS.test(endDate)) return Number.POSITIVE_INFINITY
  return rankDate(endDate, 12, 'last') || rankDate(startDate ?? '', 0) || Number.NaN
}

const rankStart = ({ startDate, endDate }: Dated): number =>
  rankDate(startDate ?? endDate ?? '', 0) || Number.NEGATIVE_INFINITY

/** 0 where the date names no year. @param which of the years that it names, "2015 – 2018". */
function rankDate(date: string, monthOfYear: number, which: 'first' | 'last' = 'first'): number {
  const { year, month } = parseDate(date) ?? {}
  if (year) return year * 12 + (month ?? monthOfYear)
  const named = yearsOf(date)
  const at = which === 'first' ? named[0] : named.at(-1)
  return at ? Number(at[0]) * 12 + (findMonth(date, at.index) ?? monthOfYear) : 0
}

const yearsOf = (date: string): RegExpExecArray[] => [...date.matchAll(/(?<!\d)(?:19|20)\d{2}(?!\d)/g)]

/** Of a start: what names two years is a span, and says by itself whether it has ended. */
const isOneDate = (date: string): boolean => parseDate(date) !== null || yearsOf(date).length <= 1

/** The month beside the year: "March 2018", "3/2018", "Sept. 2018", "2019年4月". */
function findMonth(date: string, yearAt: number): number | undefined {
  const before = /(?<!\d)(0?[1-9]|1[0-2])[./-]$/.exec(date.slice(0, yearAt))?.[1]
  const after = /^\s*[年년./-]\s*(0?[1-9]|1[0-2])(?!\d)/.exec(date.slice(yearAt + 4))?.[1]
  if (before ?? after) return Number(before ?? after)
  const words = date.slice(0, yearAt).match(/[\p{L}\p{M}]{3,}/gu) ?? []
  return words.map(monthOf).findLast(month => month !== undefined)
}

/** ISO dates of any precision; null for the rest. */
function parseDate(date: string): { year: number; month?: number } | null {
  const [, year, month] = /^(\d{4})(?:[-/](\d{1,2})(?:[-/]\d{1,2}(?:T.*)?)?)?$/.exec(date) ?? []
  if (!year) return null
  if (!month) return { year: Number(year) }
  return Number(month) >= 1 && Number(month) <= 12 ? { year: Number(year), month: Number(month) } : null
}
