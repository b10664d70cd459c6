// The sections of a résumé: which entries stand in each, in what order, and what every line rests on.
import type { EvidenceLine } from '../shared/protocol.ts'
import type { Facts, Piece } from './facts.ts'
import type { Candidate, Role } from './facts-read.ts'
import { type DateFormat, sortNewestFirst } from './merge-dates.ts'
import { bareUrl } from './merge-header.ts'
import { describeId, dropRepeated, type Judge, judgeText, type Line, ownWords, type Warnings } from './merge-lines.ts'
import { gradeLabel, listSeparator } from './merge-titles.ts'
import type { ExperienceAnswer, MainAnswer } from './prompts.ts'
import type { Entry, SectionKey } from './render/resume.ts'

export interface DraftEntry {
  entry: Entry
  lines: Omit<EvidenceLine, 'section'>[]
}

export interface DraftSection {
  key: SectionKey
  entries: DraftEntry[]
}

/** What drafting needs beside judging. */
export interface Drafting extends Judge {
  /** The résumé's, BCP 47. */
  language: string
  dates: DateFormat
}

export function draftSections(main: MainAnswer, experience: ExperienceAnswer, drafting: Drafting): DraftSection[] {
  const { facts, dates } = drafting
  const { candidate } = facts
  return [
    { key: 'summary', entries: draftSummary(main.summary, drafting) },
    { key: 'skills', entries: chooseSkills(main.skills, drafting) },
    { key: 'work', entries: draftRoles(experience, drafting) },
    { key: 'projects', entries: candidate.projects.map(project => draftProject(project, drafting)) },
    { key: 'education', entries: orderSchools(main.education, drafting) },
    { key: 'certificates', entries: chooseCertificates(main.certifications, drafting) },
    {
      key: 'volunteer',
      entries: sortNewestFirst(candidate.volunteer).map(role => draftOwnRole(role, drafting, () => null)),
    },
    {
      key: 'awards',
      entries: candidate.awards.map(({ id, title, awarder, date, summary }) =>
        draftEntry(id, { title, organization: awarder, dates: dates.date(date), text: summary }),
      ),
    },
    {
      key: 'languages',
      entries: candidate.languages.map(({ id, language, fluency }) =>
        draftEntry(id, { title: language, text: fluency }),
      ),
    },
  ]
}

function draftSummary(answer: MainAnswer['summary'], judge: Judge): DraftEntry[] {
  const place = { name: 'the summary', allows: () => true }
  const judged = dropRepeated(judgeText(answer, place, judge))
  const own = judge.facts.pieces.get('s')
  if (judged.length > 0 || !own) return judged.map(draftText)
  judge.warnings.add("The summary stands in the candidate's own words.")
  return ownWords([own], 'The answer gave no usable summary.').map(draftText)
}

const draftText = (line: Line): DraftEntry => ({ entry: { ...BLANK, text: line.text }, lines: [line] })

function draftRoles(experience: ExperienceAnswer, drafting: Drafting): DraftEntry[] {
  const { warnings } = drafting
  const { candidate, pieces } = drafting.facts
  const known = new Set(candidate.work.map(role => role.id))
  for (const { id } of experience.roles) {
    if (!known.has(id)) warnings.add(`In the work experience, ${describeId(id)} was left out.`)
  }
  return sortNewestFirst(candidate.work).map(role => {
    const answers = experience.roles.filter(answer => answer.id === role.id)
    const bullets = answers.flatMap(answer => answer.bullets)
    const number = role.id.slice(1)
    const place = {
      name: `role ${number}`,
      allows: (id: string) => id === role.id || id.startsWith(`${role.id}.`),
    }
    const judged = bullets.map(bullet => judgeText(bullet, place, drafting))
    // A text that fell back makes no answer for the role: then all of the role stands as it was.
    if (judged.some(lines => lines.some(isAccepted))) return draftRole(role, dropRepeated(judged.flat()), drafting)
    if (rolePieces(role, pieces).length > 0) warnings.add(`Role ${number} stands in the candidate's own words.`)
    const reasons = new Map(judged.flat().flatMap(line => line.sources.map(id => [id, line.reason])))
    return draftOwnRole(role, drafting, id => reasons.get(id) ?? 'The answer has no usable text for this role.')
  })
}

/** Not fallen back: reworded, or the candidate's words chosen as they are. */
const isAccepted = (line: Line): boolean => !line.kept || line.reason === null

const rolePieces = (role: Role, pieces: Facts['pieces']): Piece[] =>
  [`${role.id}.s`, ...role.highlights.map(({ id }) => id)].flatMap(id => pieces.get(id) ?? [])

function draftOwnRole(role: Role, drafting: Drafting, reasonOf: (id: string) => string | null): DraftEntry {
  const lines = rolePieces(role, drafting.facts.pieces).flatMap(piece => ownWords([piece], reasonOf(piece.id)))
  return draftRole(role, lines, drafting, role.summary)
}

/** `summary`: printed as running text; it is then the first of the lines. */
function draftRole(role: Role, lines: Line[], { dates }: Drafting, summary: string | null = null): DraftEntry {
  const { id, position, name, location, description, url, startDate, endDate } = role
  const head = {
    title: position,
    organization: name,
    location,
    dates: dates.span(startDate, endDate, true),
    url,
    text: description,
  }
  const bullets = summary ? lines.slice(1) : lines
  const { entry, lines: headLines } = draftEntry(id, head)
  return {
    entry: {
      ...entry,
      text: [description, summary].filter(Boolean).join('\n') || null,
      bullets: bullets.map(line => line.text),
    },
    lines: [...headLines, ...lines],
  }
}

function draftProject(project: Candidate['projects'][number], { dates, language }: Drafting): DraftEntry {
  const { id, name, entity, type, roles, keywords, url, startDate, endDate, summary, highlights } = project
  const organization = [...roles, entity, type].filter(Boolean).join(listSeparator(language)) || null
  const { entry, lines } = draftEntry(id, {
    title: name,
    organization,
    dates: dates.span(startDate, endDate),
    url,
  })
  const told = [...(summary ? [{ id: `${id}.s`, text: summary }] : []), ...highlights]
  const named = keywords.length > 0 ? [{ id, text: keywords.join(listSeparator(language)) }] : []
  return {
    entry: { ...entry, text: summary, bullets: [...highlights, ...named].map(({ text }) => text) },
    lines: [...lines, ...[...told, ...named].map(({ id, text }) => keptLine(id, text))],
  }
}

function chooseSkills(ids: string[], { facts, warnings, language }: Drafting): DraftEntry[] {
  return choose(ids, facts.candidate.skills, 'skills', warnings).map(({ id, name, level, keywords }) => {
    const title = name && level ? `${name} (${level})` : (name ?? level)
    return draftEntry(id, { title, text: keywords.join(listSeparator(language)) || null })
  })
}

const chooseCertificates = (ids: string[], { facts, warnings, dates }: Drafting): DraftEntry[] =>
  choose(ids, facts.candidate.certificates, 'certifications', warnings).map(({ id, name, issuer, date, url }) =>
    draftEntry(id, { title: name, organization: issuer, dates: dates.date(date), url }),
  )

/** Every school stands; the answer only says in which order. */
function orderSchools(ids: string[], { facts, warnings, dates, language }: Drafting): DraftEntry[] {
  const { candidate } = facts
  const chosen = choose(ids, candidate.education, 'education', warnings)
  const schools = [...new Set([...chosen, ...candidate.education])]
  return schools.map(({ id, studyType, area, institution, startDate, endDate, score, url, courses }) => {
    const title = [studyType, area].filter(Boolean).join(listSeparator(language)) || null
    const head = {
      title,
      organization: institution,
      dates: dates.span(startDate, endDate),
      url,
    }
    const { entry, lines } = draftEntry(id, head)
    const told = [score && gradeText(score, language), courses.join(listSeparator(language))].filter(
      text => text !== null && text !== '',
    )
    return {
      entry: { ...entry, text: told.join('\n') || null },
      lines: [...lines, ...told.map(text => keptLine(id, text!))],
    }
  })
}

/** A bare number says what it is. */
const gradeText = (score: string, language: string): string =>
  /^[\d\s.,:/%+-]+$/.test(score) ? `${gradeLabel(language)}: ${score}` : score

/** Those that the answer names, in its order; all where it names none. */
function choose<T extends { id: string }>(ids: string[], entries: T[], name: string, warnings: Warnings): T[] {
  const chosen = [...new Set(ids)].flatMap(id => {
    const entry = entries.find(candidate => candidate.id === id)
    if (!entry) warnings.add(`In the ${name}, ${describeId(id)} was left out.`)
    return entry ?? []
  })
  return chosen.length > 0 ? chosen : entries
}

const BLANK: Entry = {
  title: null,
  organization: null,
  location: null,
  dates: null,
  url: null,
  text: null,
  bullets: [],
}

/** An entry whose pieces are facts of the profile as they stand. */
function draftEntry(id: string, head: Partial<Omit<Entry, 'bullets'>>): DraftEntry {
  const entry = { ...BLANK, ...head }
  const url = entry.url && bareUrl(entry.url)
  const printed = [entry.title, entry.organization, entry.location, entry.dates, url, entry.text]
  return { entry, lines: printed.filter(text => text !== null).map(text => keptLine(id, text)) }
}

const keptLine = (id: string, text: string): Omit<EvidenceLine, 'section'> => ({
  text,
  sources: [id],
  kept: true,
  reason: null,
})
