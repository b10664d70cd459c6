// What a language tag and a country say about a page: direction, paper, Word's language codes.

/** Hebrew, Arabic and the other scripts written from right to left, presentation forms included. */
export const RTL_LETTER = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/

const RTL_LANGUAGES = new Set(['ar', 'he', 'fa', 'ur', 'yi', 'ps', 'sd', 'ckb', 'ug', 'dv'])
/** Countries that print on US Letter. Source: CLDR supplemental data, paperSize. */
const LETTER_COUNTRIES = new Set(['US', 'CA', 'MX', 'PH', 'CL', 'CO', 'CR', 'GT', 'NI', 'PA', 'PR', 'SV', 'VE', 'BZ'])

/** Points. */
export const A4 = { width: 595.28, height: 841.89 }
export const LETTER = { width: 612, height: 792 }

/** A well-formed BCP 47 tag; `en` for anything else. */
export const languageTag = (language: string): string => {
  try {
    return new Intl.Locale(language.trim().replaceAll('_', '-')).toString()
  } catch {
    return 'en'
  }
}

export const isRtlLanguage = (language: string): boolean => RTL_LANGUAGES.has(baseLanguage(language))

export const baseLanguage = (language: string): string => new Intl.Locale(languageTag(language)).language

/** Where `en` alone says too little for a spelling checker. */
const ENGLISH_COUNTRIES = new Set(['US', 'GB', 'IE', 'AU', 'NZ', 'CA', 'IN', 'ZA'])

/** The tag with a region, as Word wants it: `uk` → `uk-UA`, `zh-Hant` → `zh-TW`, `en` in Ireland → `en-IE`. */
export const regionalTag = (language: string, country: string | null): string => {
  const locale = new Intl.Locale(languageTag(language))
  if (locale.language === 'en' && !locale.region && ENGLISH_COUNTRIES.has(country ?? '')) return `en-${country}`
  const { language: base, region } = locale.maximize()
  return region ? `${base}-${region}` : base
}

export const paperOf = (resume: { country: string | null; language: string }): typeof A4 => {
  const country = resume.country ?? new Intl.Locale(languageTag(resume.language)).region
  return country !== undefined && LETTER_COUNTRIES.has(country.toUpperCase()) ? LETTER : A4
}
