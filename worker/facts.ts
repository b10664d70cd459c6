// The candidate's profile as facts with ids: what the model is sent (personal data masked) and what each id rests on.
// Knows nothing of jobs, prompts or answers.
import type { Profile } from '../shared/profile.ts'
import { createMasker, type Mask, type Masker } from './facts-mask.ts'
import { type Candidate, type Highlight, type Project, type Role, readProfile } from './facts-read.ts'

/** One thing with an id that an answer may cite. */
export interface Piece {
  id: string
  /** The candidate's own words as a line of the document; null for a heading (`w1`), which code prints anyway. */
  words: string | null
  /** Everything this piece says, unmasked: what a text that cites it may say. */
  states: string
  /** What was hidden from the model in this piece. */
  masks: Mask[]
}

export interface SentText {
  id: string
  text: string
}

export interface SentRole {
  id: string
  position: string | null
  name: string | null
  description: string | null
  startDate: string | null
  endDate: string | null
  summary: SentText | null
  highlights: SentText[]
}

/** The facts as the model gets them. */
export interface SentFacts {
  s: string | null
  work: SentRole[]
  projects: { id: string; name: string | null; summary: SentText | null; highlights: SentText[] }[]
  volunteer: SentRole[]
  education: Record<'id' | 'studyType' | 'area' | 'institution' | 'startDate' | 'endDate', string | null>[]
  certificates: Record<'id' | 'name' | 'issuer' | 'date', string | null>[]
  skills: { id: string; name: string | null; level: string | null; keywords: string[] }[]
  languages: Record<'id' | 'language' | 'fluency', string | null>[]
  awards: Record<'id' | 'title' | 'awarder' | 'date' | 'summary', string | null>[]
}

export interface Facts {
  sent: SentFacts
  pieces: ReadonlyMap<string, Piece>
  candidate: Candidate
  /** A stranger's text without this candidate's personal data. */
  hide(text: string): string
}

/** Reads a profile of any shape; never throws. Ids count places in the profile's own arrays, from 1. */
export function buildFacts(profile: Profile): Facts {
  const candidate = readProfile(profile)
  const masker = createMasker(candidate)
  const collector = new PieceCollector(masker)
  return { candidate, sent: collectFacts(candidate, collector), pieces: collector.pieces, hide: masker.own }
}

/** Masks texts on their way to the model and keeps each piece unmasked beside them. */
class PieceCollector {
  readonly pieces = new Map<string, Piece>()
  readonly #masker: Masker

  constructor(masker: Masker) {
    this.#masker = masker
  }

  /** Free text: the line itself is what the piece says. */
  text(id: string, text: string | null): SentText | null {
    if (!text) return null
    const { text: sent, masks } = this.#masker.freeText(text)
    this.pieces.set(id, { id, words: text, states: text, masks })
    return { id, text: sent }
  }

  /** An entry of fields: `words` where it can stand as a line of its own. */
  entry(id: string, fields: (string | null)[], words: string | null): void {
    this.pieces.set(id, { id, words, states: fields.filter(Boolean).join('\n'), masks: [] })
  }

  field = (value: string | null): string | null => value && this.#masker.field(value)
  prose = (value: string | null): string | null => value && this.#masker.freeText(value).text
}

function collectFacts(candidate: Candidate, collector: PieceCollector): SentFacts {
  const { field } = collector
  return {
    s: collector.text('s', candidate.summary)?.text ?? null,
    work: candidate.work.map(role => collectRole(role, collector)),
    projects: candidate.projects.map(project => collectProject(project, collector)),
    volunteer: candidate.volunteer.map(role => collectRole(role, collector)),
    education: candidate.education.map(({ id, studyType, area, institution, startDate, endDate, score, courses }) => {
      const words = joinWords(studyType, area, institution)
      collector.entry(id, [studyType, area, institution, startDate, endDate, score, ...courses], words)
      return {
        id,
        studyType: field(studyType),
        area: field(area),
        institution: field(institution),
        startDate: field(startDate),
        endDate: field(endDate),
      }
    }),
    certificates: candidate.certificates.map(({ id, name, issuer, date }) => {
      collector.entry(id, [name, issuer, date], joinWords(name, issuer))
      return { id, name: field(name), issuer: field(issuer), date: field(date) }
    }),
    skills: candidate.skills.map(({ id, name, level, keywords }) => {
      const list = keywords.join(', ')
      collector.entry(id, [name, level, ...keywords], name && list ? `${name}: ${list}` : (name ?? list))
      return { id, name: field(name), level: field(level), keywords: keywords.map(keyword => field(keyword) ?? '') }
    }),
    languages: candidate.languages.map(({ id, language, fluency }) => {
      collector.entry(id, [language, fluency], joinWords(language, fluency))
      return { id, language: field(language), fluency: field(fluency) }
    }),
    awards: candidate.awards.map(({ id, title, awarder, date, summary }) => {
      collector.entry(id, [title, awarder, date, summary], joinWords(title, awarder))
      return { id, title: field(title), awarder: field(awarder), date: field(date), summary: collector.prose(summary) }
    }),
  }
}

function collectRole(role: Role, collector: PieceCollector): SentRole {
  const { id, position, name, location, description, url, startDate, endDate } = role
  collector.entry(id, [position, name, location, description, url, startDate, endDate], null)
  return {
    id,
    position: collector.field(position),
    name: collector.field(name),
    description: collector.prose(description),
    startDate: collector.field(startDate),
    endDate: collector.field(endDate),
    summary: collector.text(`${id}.s`, role.summary),
    highlights: collectHighlights(role.highlights, collector),
  }
}

function collectProject(project: Project, collector: PieceCollector): SentFacts['projects'][number] {
  const { id, name, entity, type, roles, keywords, startDate, endDate } = project
  collector.entry(id, [name, entity, type, ...roles, ...keywords, startDate, endDate], name)
  return {
    id,
    name: collector.field(name),
    summary: collector.text(`${id}.s`, project.summary),
    highlights: collectHighlights(project.highlights, collector),
  }
}

const collectHighlights = (highlights: Highlight[], collector: PieceCollector): SentText[] =>
  highlights.flatMap(({ id, text }) => collector.text(id, text) ?? [])

const joinWords = (...parts: (string | null)[]): string | null => parts.filter(Boolean).join(', ') || null
