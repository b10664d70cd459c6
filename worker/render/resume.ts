// The résumé model: what merge hands to the two renderers. Plain data, already true, already in reading order.
// Both renderers show the same text in the same order; neither knows facts, prompts or the profile.

export interface Resume {
  /** BCP 47, e.g. `en`, `uk`, `ar`; decides document language and direction. */
  language: string
  /** ISO 3166 alpha-2, upper case, or null: decides A4 or Letter. */
  country: string | null
  /** Empty where the profile has none. */
  name: string
  label: string | null
  contacts: Contact[]
  sections: Section[]
}

export interface Contact {
  kind: 'email' | 'phone' | 'location' | 'url' | 'profile'
  text: string
  href: string | null
}

export type SectionKey =
  | 'summary'
  | 'skills'
  | 'work'
  | 'projects'
  | 'education'
  | 'certificates'
  | 'volunteer'
  | 'awards'
  | 'languages'

export interface Section {
  key: SectionKey
  /** As it is printed, e.g. `Work Experience`; the renderers set it in capitals. */
  title: string
  entries: Entry[]
}

/** One role, school, project, … Its pieces stay separate (parsers want title, employer and dates apart). */
export interface Entry {
  /** Role, degree, project or skill group. */
  title: string | null
  /** Employer, school, issuer. */
  organization: string | null
  location: string | null
  /** Already formatted: `Apr 2019 – Present`. */
  dates: string | null
  url: string | null
  /** Running text below the heading: a summary, or a skill group's keywords. */
  text: string | null
  bullets: string[]
}

export interface Rendered {
  bytes: Buffer
  /** Plain sentences on what could not be shown as it was (a character without a glyph, …). */
  warnings: string[]
}
