// Turns the ids that a line rests on into places that a person finds in the profile: `w1.b2` is “Staff Backend
// Engineer, 2nd point”. The ids count places in the JSON Resume document, from 1.
import { type Entry, listOf, recordOf, textOf, textsOf } from './profile-read.ts'

export interface Place {
  id: string
  name: string
  /** What the profile says there; null for an entry as a whole, or where the profile no longer has it. */
  words: string | null
}

interface Kind {
  list: string
  noun: string
  /** Of an entry, the fields that name it; the first that is filled does. */
  names: string[]
  summary: string
}

const kinds: Record<string, Kind> = {
  w: { list: 'work', noun: 'Role', names: ['position', 'name'], summary: 'summary' },
  p: { list: 'projects', noun: 'Project', names: ['name'], summary: 'description' },
  v: { list: 'volunteer', noun: 'Volunteering', names: ['position', 'organization'], summary: 'summary' },
  e: { list: 'education', noun: 'School', names: ['studyType', 'area', 'institution'], summary: 'score' },
  c: { list: 'certificates', noun: 'Certificate', names: ['name'], summary: 'name' },
  k: { list: 'skills', noun: 'Skill', names: ['name'], summary: 'level' },
  l: { list: 'languages', noun: 'Language', names: ['language'], summary: 'fluency' },
  a: { list: 'awards', noun: 'Award', names: ['title'], summary: 'summary' },
}

export function placeOf(id: string, profile: Entry): Place {
  if (id === 's') return { id, name: 'Profile summary', words: textOf(recordOf(profile.basics).summary) || null }
  const [, letter = '', number, part, point] = /^([a-z])(\d+)(?:\.([sb])(\d+)?)?$/.exec(id) ?? []
  const kind = kinds[letter]
  if (!kind) return { id, name: id, words: null }
  const entry = listOf(profile[kind.list])[Number(number) - 1] ?? {}
  const name = kind.names.map(key => textOf(entry[key])).find(Boolean) ?? `${kind.noun} ${number}`
  if (part === 's') return { id, name: `${name}, summary`, words: textOf(entry[kind.summary]) || null }
  if (part === 'b')
    return { id, name: `${name}, ${ordinal(Number(point))} point`, words: pointOf(entry, Number(point)) }
  return { id, name, words: letter === 'k' ? textsOf(entry.keywords).join(', ') || null : null }
}

const pointOf = (entry: Entry, number: number): string | null => {
  const highlights = Array.isArray(entry.highlights) ? entry.highlights : []
  return textOf(highlights[number - 1]) || null
}

const rules = new Intl.PluralRules('en', { type: 'ordinal' })
const endings: Record<string, string> = { one: 'st', two: 'nd', few: 'rd' }
const ordinal = (number: number): string => `${number}${endings[rules.select(number)] ?? 'th'}`

const sections: Record<string, string> = {
  header: 'Name and contacts',
  summary: 'Summary',
  skills: 'Skills',
  work: 'Experience',
  projects: 'Projects',
  education: 'Education',
  certificates: 'Certificates',
  volunteer: 'Volunteering',
  awards: 'Awards',
  languages: 'Languages',
}

export const sectionWords = (section: string): string => sections[section] ?? section
