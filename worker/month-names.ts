// Names of months, long and short, in the languages that résumés' dates are written in.

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'uk', 'ru', 'el', 'ar', 'he', 'tr', 'sv', 'cs', 'ro']

let names: Map<string, number> | undefined

/** 1 to 12; undefined where the word names none. A name may be cut short ("Sept"), but not below three letters. */
export function monthOf(word: string): number | undefined {
  names ??= readNames()
  const key = keyOf(word)
  return names.get(key) ?? names.get(key.slice(0, 3))
}

const keyOf = (word: string): string => word.toLowerCase().normalize('NFC').replace(/\.$/, '')

/** Read at the first odd date: most résumés have none. Alone and beside a day, where a name may be inflected. */
function readNames(): Map<string, number> {
  const found = new Map<string, number>()
  for (const language of LANGUAGES)
    for (const format of [{ month: 'long' }, { month: 'short' }, { month: 'long', day: 'numeric' }] as const) {
      const names = new Intl.DateTimeFormat(`${language}-u-ca-gregory`, { ...format, timeZone: 'UTC' })
      for (let month = 1; month <= 12; month++) {
        const part = names.formatToParts(Date.UTC(2000, month - 1, 15)).find(({ type }) => type === 'month')
        const key = keyOf(part?.value ?? '')
        if (/^\p{L}{3,}/u.test(key) && !found.has(key)) found.set(key, month)
      }
    }
  return found
}
