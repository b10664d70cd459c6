// What a document made of a profile must say, read from the profile by itself: written apart from worker/facts*, so
// that a mistake there is not made twice.
import type { Profile } from '../../shared/profile.ts'

/** Texts of one entry in the order in which they must stand. */
export type FactGroup = string[]

type Fields = Record<string, unknown>

export const factGroups = (profile: Profile): FactGroup[] => {
  const root = profile as Fields
  const basics = fields(root.basics)
  const groups = [
    [text(basics.name), text(basics.label)],
    [text(basics.email), text(basics.phone)],
    ...list(basics.profiles).map(entry => [bareUrl(text(entry.url)) || text(entry.username)]),
    ...[fields(basics.location)].map(place => [text(place.city), text(place.region)]),
    [text(basics.summary)],
    ...list(root.skills).map(entry => [text(entry.name), ...texts(entry.keywords)]),
    ...[...list(root.work), ...list(root.volunteer)].map(roleFacts),
    ...list(root.projects).map(entry => [
      text(entry.name),
      text(entry.description),
      ...texts(entry.highlights),
      ...texts(entry.keywords),
    ]),
    ...list(root.education).map(entry => [
      text(entry.studyType),
      text(entry.area),
      text(entry.institution),
      ...texts(entry.courses),
    ]),
    ...list(root.certificates).map(entry => [text(entry.name), text(entry.issuer)]),
    ...list(root.awards).map(entry => [text(entry.title), text(entry.awarder), text(entry.summary)]),
    ...list(root.languages).map(entry => [text(entry.language), text(entry.fluency)]),
  ]
  return groups.map(group => group.filter(fact => fact !== '')).filter(group => group.length > 0)
}

/** The years that roles and schools name; each must stand in the document. */
export const factYears = ({ work, education, volunteer }: Profile): string[] =>
  [work, education, volunteer]
    .flatMap(list)
    .flatMap(entry => [text(entry.startDate), text(entry.endDate)])
    .flatMap(date => /^(\d{4})(-|$)/.exec(date)?.[1] ?? [])

const roleFacts = (entry: Fields): FactGroup => [
  text(entry.position),
  text(entry.name ?? entry.organization ?? entry.company),
  text(entry.summary),
  ...texts(entry.highlights),
]

const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
const list = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fields) : [])
const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
const texts = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(text)
const bareUrl = (url: string): string => url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '')
