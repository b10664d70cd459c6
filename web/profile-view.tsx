// A candidate's profile, read leniently: JSON Resume documents come with parts missing or odd.
import type { ReactNode } from 'react'
import { type Entry, listOf, rangeOf, recordOf, textOf, textsOf } from './profile-read.ts'

type Profile = Record<string, unknown>

export function ProfileHead({ profile, id }: { profile: Profile; id: number }) {
  const basics = recordOf(profile.basics)
  const location = recordOf(basics.location)
  const place = [textOf(location.city), textOf(location.region), textOf(location.countryCode)]
    .filter(Boolean)
    .join(', ')
  const facts = [place, textOf(basics.email), textOf(basics.phone), textOf(basics.url)].filter(Boolean)
  return (
    <header className="profile-head">
      <h1 dir="auto">{textOf(basics.name) || `Candidate ${id}`}</h1>
      {textOf(basics.label) && (
        <p className="profile-label line" dir="auto">
          {textOf(basics.label)}
        </p>
      )}
      {facts.length > 0 && (
        <ul className="profile-facts">
          {facts.map(fact => (
            <li key={fact}>
              <bdi>{fact}</bdi>
            </li>
          ))}
        </ul>
      )}
    </header>
  )
}

export function ProfileSections({ profile }: { profile: Profile }) {
  const summary = textOf(recordOf(profile.basics).summary)
  return (
    <div className="profile">
      {summary && (
        <Section title="Summary">
          <p dir="auto">{summary}</p>
        </Section>
      )}
      <Entries title="Experience" items={profile.work} head={['position']} sub={['name', 'location']} />
      <Entries title="Projects" items={profile.projects} head={['name']} sub={['entity']} />
      <Entries title="Volunteering" items={profile.volunteer} head={['position']} sub={['organization']} />
      <Entries title="Education" items={profile.education} head={['studyType', 'area']} sub={['institution']} />
      <Entries title="Certificates" items={profile.certificates} head={['name']} sub={['issuer']} />
      <Entries title="Awards" items={profile.awards} head={['title']} sub={['awarder']} />
      <Pairs title="Skills" items={profile.skills} name="name" values={skill => textsOf(skill.keywords)} />
      <Pairs title="Languages" items={profile.languages} name="language" values={item => [textOf(item.fluency)]} />
    </div>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

interface EntriesProps {
  title: string
  items: unknown
  /** The fields of an entry's title, and of the line under it. */
  head: string[]
  sub: string[]
}

function Entries({ title, items, head, sub }: EntriesProps) {
  const entries = listOf(items)
  if (entries.length === 0) return null
  return (
    <Section title={title}>
      {entries.map((entry, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a profile's entries have no other identity
        <EntryView key={at} entry={entry} head={joined(entry, head)} sub={joined(entry, sub)} />
      ))}
    </Section>
  )
}

const joined = (entry: Entry, keys: string[]): string =>
  keys
    .map(key => textOf(entry[key]))
    .filter(Boolean)
    .join(', ')

function EntryView({ entry, head, sub }: { entry: Entry; head: string; sub: string }) {
  const range = rangeOf(entry)
  const summary = textOf(entry.summary) || textOf(entry.description)
  return (
    <div className="entry">
      <div className="entry-head">
        <h3 dir="auto">{head || sub}</h3>
        {range && <span className="entry-range">{range}</span>}
      </div>
      {head && sub && (
        <p className="entry-sub line" dir="auto">
          {sub}
        </p>
      )}
      {summary && <p dir="auto">{summary}</p>}
      <Bullets texts={textsOf(entry.highlights)} />
    </div>
  )
}

function Bullets({ texts }: { texts: string[] }) {
  if (texts.length === 0) return null
  return (
    <ul>
      {texts.map((text, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two highlights may say the same
        <li key={at} dir="auto">
          {text}
        </li>
      ))}
    </ul>
  )
}

interface PairsProps {
  title: string
  items: unknown
  name: string
  values: (entry: Entry) => string[]
}

function Pairs({ title, items, name, values }: PairsProps) {
  const entries = listOf(items)
  if (entries.length === 0) return null
  return (
    <Section title={title}>
      <dl className="pairs">
        {entries.map((entry, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a profile's entries have no other identity
          <div key={at}>
            <dt dir="auto">{textOf(entry[name])}</dt>
            <dd dir="auto">{values(entry).filter(Boolean).join(', ')}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
