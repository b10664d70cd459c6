// Reads a JSON Resume profile leniently into clean texts: what is missing or of a wrong type is null, never an error.
// An entry keeps the number of its place in the profile, also beside unusable ones.
import type { Profile } from '../shared/profile.ts'
import { stripInvisible } from '../shared/text.ts'

export interface Highlight {
  id: string
  text: string
}

export interface Role {
  id: string
  position: string | null
  name: string | null
  location: string | null
  /** What the employer is. */
  description: string | null
  url: string | null
  startDate: string | null
  endDate: string | null
  summary: string | null
  highlights: Highlight[]
}

export interface Project {
  id: string
  name: string | null
  entity: string | null
  type: string | null
  roles: string[]
  keywords: string[]
  url: string | null
  startDate: string | null
  endDate: string | null
  summary: string | null
  highlights: Highlight[]
}

export interface Candidate {
  name: string | null
  label: string | null
  email: string | null
  phone: string | null
  url: string | null
  summary: string | null
  location: Record<'address' | 'postalCode' | 'city' | 'region' | 'countryCode', string | null>
  profiles: Record<'network' | 'username' | 'url', string | null>[]
  /** `meta.language`, as given. */
  language: string | null
  work: Role[]
  volunteer: Role[]
  projects: Project[]
  education: ({ id: string; courses: string[] } & Record<
    'studyType' | 'area' | 'institution' | 'startDate' | 'endDate' | 'score' | 'url',
    string | null
  >)[]
  certificates: ({ id: string } & Record<'name' | 'issuer' | 'date' | 'url', string | null>)[]
  skills: { id: string; name: string | null; level: string | null; keywords: string[] }[]
  languages: ({ id: string } & Record<'language' | 'fluency', string | null>)[]
  awards: ({ id: string } & Record<'title' | 'awarder' | 'date' | 'summary', string | null>)[]
}

type Fields = Record<string, unknown>

export function readProfile(profile: Profile): Candidate {
  const root = asFields(profile) ?? {}
  const basics = asFields(root.basics) ?? {}
  const entries = <T extends { id: string }>(key: string, letter: string, read: (fields: Fields, id: string) => T) =>
    readEntries(root[key], letter, read)
  return {
    ...readFields(basics, 'name', 'label', 'email', 'phone', 'summary'),
    url: readText(basics.url) ?? readText(basics.website),
    location: readFields(asFields(basics.location) ?? {}, 'address', 'postalCode', 'city', 'region', 'countryCode'),
    profiles: asArray(basics.profiles).flatMap(entry => {
      const fields = asFields(entry)
      return fields ? [readFields(fields, 'network', 'username', 'url')] : []
    }),
    language: readText(asFields(root.meta)?.language),
    work: entries('work', 'w', readRole),
    volunteer: entries('volunteer', 'v', readRole),
    projects: entries('projects', 'p', readProject),
    education: entries('education', 'e', (fields, id) => ({
      id,
      ...readFields(fields, 'studyType', 'area', 'institution', 'startDate', 'endDate', 'url'),
      score: readText(fields.score) ?? readText(fields.gpa),
      courses: readTexts(fields.courses),
    })),
    certificates: entries('certificates', 'c', (fields, id) => ({
      id,
      ...readFields(fields, 'name', 'issuer', 'date', 'url'),
    })),
    skills: entries('skills', 'k', (fields, id) => ({
      id,
      ...readFields(fields, 'name', 'level'),
      keywords: readTexts(fields.keywords),
    })),
    languages: entries('languages', 'l', (fields, id) => ({ id, ...readFields(fields, 'language', 'fluency') })),
    awards: entries('awards', 'a', (fields, id) => ({
      id,
      ...readFields(fields, 'title', 'awarder', 'date', 'summary'),
    })),
  }
}

/** Text that can stand in a document: NFC, no control, format or lone surrogate characters, single spaces. */
export const cleanText = (text: string): string =>
  stripInvisible(text.toWellFormed().normalize('NFC'))
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()

function readRole(fields: Fields, id: string): Role {
  return {
    id,
    ...readFields(fields, 'position', 'location', 'description', 'startDate', 'endDate', 'summary'),
    // `company` and `website` are what the fields were called before JSON Resume 1.0.
    name: readText(fields.name) ?? readText(fields.organization) ?? readText(fields.company),
    url: readText(fields.url) ?? readText(fields.website),
    highlights: readHighlights(fields.highlights, id),
  }
}

const joined = (one: string | null, other: string | null): string | null =>
  one && other && one !== other ? `${one}\n${other}` : (one ?? other)

function readProject(fields: Fields, id: string): Project {
  return {
    id,
    ...readFields(fields, 'name', 'entity', 'type', 'url', 'startDate', 'endDate'),
    roles: readTexts(fields.roles),
    keywords: readTexts(fields.keywords),
    // The schema has the one, older ones the other; whoever fills in both says two things.
    summary: joined(readText(fields.description), readText(fields.summary)),
    highlights: readHighlights(fields.highlights, id),
  }
}

function readEntries<T extends { id: string }>(
  value: unknown,
  letter: string,
  read: (fields: Fields, id: string) => T,
): T[] {
  return asArray(value).flatMap((item, index) => {
    const fields = asFields(item) ?? (readText(item) ? NAMED_BY[letter]?.(item) : undefined)
    const entry = fields && read(fields, `${letter}${index + 1}`)
    return entry && saysSomething(entry) ? [entry] : []
  })
}

/** Lists that people write as plain strings. */
const NAMED_BY: Record<string, ((text: unknown) => Fields) | undefined> = {
  k: name => ({ name }),
  l: language => ({ language }),
  c: name => ({ name }),
  a: title => ({ title }),
}

const saysSomething = (entry: { id: string }): boolean =>
  Object.entries(entry).some(
    ([key, value]) => key !== 'id' && (Array.isArray(value) ? value.length > 0 : value !== null),
  )

const readHighlights = (value: unknown, id: string): Highlight[] =>
  asArray(value).flatMap((item, index) => {
    const text = readText(item)
    return text ? [{ id: `${id}.b${index + 1}`, text }] : []
  })

const readTexts = (value: unknown): string[] => asArray(value).flatMap(item => readText(item) ?? [])

function readFields<K extends string>(fields: Fields, ...keys: K[]): Record<K, string | null> {
  return Object.fromEntries(keys.map(key => [key, readText(fields[key])])) as Record<K, string | null>
}

function readText(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' ? cleanText(value) || null : null
}

/** A single text where a list belongs is a list of one. */
const asArray = (value: unknown): unknown[] => (Array.isArray(value) ? value : typeof value === 'string' ? [value] : [])

const asFields = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
