// The truth check: may this reworded text stand for the sources that it cites? Knows facts and the job, not the document.
import type { Facts } from './facts.ts'
import type { JobText } from './prompts.ts'
import { createCopyFinder } from './truth-copies.ts'
import { guessLanguage } from './truth-language.ts'
import { createEmployerFinder, createPhraseFinder, createPlaceFinder, findNewLink, findNewName } from './truth-names.ts'
import { findNewNumber } from './truth-numbers.ts'
import { TITLES_AND_DEGREES } from './truth-skill-list.ts'
import { createSkillFinder, type SourceText } from './truth-skills.ts'

export interface Truth {
  /** Why the text may not stand; null where it may. What is printed above it, as its role's employer, is no source. */
  findLie(text: string, sources: Source[]): Lie | null
}

/** Both read on after "the rewording …". */
export interface Lie {
  /** Without a word of the text, for the job's warnings, which more people see. */
  summary: string
  /** With what was found, for the evidence, which only the owner sees. */
  detail: string
}

export interface Source {
  id: string
  states: string
}

/** A bullet or summary longer than this, and longer than its sources, is no résumé text. */
const MAX_LENGTH = 1_200

export function createTruth(facts: Facts, job: JobText, language: string): Truth {
  const { candidate } = facts
  const jobText = [job.title, job.company, job.description].filter(Boolean).join('\n')
  const skillNames = candidate.skills.flatMap(({ name, keywords }) => [name ?? '', ...keywords])
  const skills = createSkillFinder(
    [...skillNames, ...candidate.projects.flatMap(project => project.keywords)],
    jobText,
    guessLanguage(jobText),
  )
  const findEmployer = createEmployerFinder([...employersOf(facts), ...(job.company ? [job.company] : [])])
  const findPlace = createPlaceFinder(placesOf(facts))
  const findTitle = createPhraseFinder(TITLES_AND_DEGREES)
  const findCopy = createCopyFinder(jobText)
  const textLanguage = language.split('-')[0] as string

  return {
    findLie(text, sources) {
      const known = sources.map(source => source.states)
      if (text.length > Math.max(MAX_LENGTH, 1.2 * known.join(' ').length)) return plainLie('is far too long')
      const link = findNewLink(text, known)
      if (link) return brings('a link or an address', link)
      const number = findNewNumber(text, known.join('\n'), textLanguage)
      if (number) return brings('a number', number)
      const skill = skills.findNewSkill(text, sources.map(asSkillSource))
      if (skill.name) return brings('a skill', skill.name)
      const employer = findEmployer(text, known, skill.covered)
      if (employer) return brings('an employer', employer)
      const place = findPlace(text, known)
      if (place) return brings('a link or an address', place)
      const title = findTitle(text, known)
      if (title) return brings('a title or degree', title)
      const name = findNewName(text, known, textLanguage, skill.covered)
      if (name) return brings('a name', name)
      return findCopy(text, known) ? plainLie('copies from the job description') : null
    },
  }
}

const plainLie = (text: string): Lie => ({ summary: text, detail: text })

const brings = (kind: string, found: string): Lie => ({
  summary: `brings ${kind} that its sources lack`,
  detail: `brings ${kind} that its sources lack: ${shorten(found)}`,
})

/** A skill group and a certificate list their skills; elsewhere "go" is a verb. */
const asSkillSource = ({ id, states }: Source): SourceText => ({ text: states, listsSkills: /^[kc]\d/.test(id) })

function employersOf({ candidate }: Facts): string[] {
  const { work, volunteer, education, certificates, awards, projects } = candidate
  const names = [
    ...[...work, ...volunteer].map(role => role.name),
    ...education.map(school => school.institution),
    ...certificates.map(certificate => certificate.issuer),
    ...awards.map(award => award.awarder),
    ...projects.map(project => project.entity),
  ]
  return names.filter(name => name !== null)
}

/** Also each part of "Lviv, Ukraine". */
function placesOf({ candidate }: Facts): string[] {
  const { location, work, volunteer } = candidate
  const places = [location.address, location.city, ...[...work, ...volunteer].map(role => role.location)]
  return places.flatMap(place => (place ? [place, ...place.split(/\s*,\s*/)] : []))
}

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text)
