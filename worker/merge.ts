// Answers and facts become the résumé: code fills in every fact, and each reworded text is checked or falls back.
// Knows nothing of the API that the answers came from, nor of file formats.
import type { Profile } from '../shared/profile.ts'
import type { EvidenceLine } from '../shared/protocol.ts'
import type { Facts } from './facts.ts'
import { DateFormat } from './merge-dates.ts'
import { readContacts, readCountry, readLanguage } from './merge-header.ts'
import { Warnings } from './merge-lines.ts'
import { draftSections } from './merge-sections.ts'
import { sectionTitle } from './merge-titles.ts'
import type { ExperienceAnswer, JobText, MainAnswer } from './prompts.ts'
import type { Resume } from './render/resume.ts'
import { createTruth } from './truth.ts'

export { parseExperienceAnswer, parseMainAnswer } from './prompts.ts'

export interface MergeInput {
  profile: Profile
  facts: Facts
  job: JobText
  main: MainAnswer
  experience: ExperienceAnswer
}

export interface Merged {
  resume: Resume
  /** Every line of the document in its order, with what it rests on. */
  lines: EvidenceLine[]
  /** Plain sentences without a word of the profile. */
  warnings: string[]
}

/** Never throws for an answer that has its schema's shape. The same input gives the same result. */
export function merge({ facts, job, main, experience }: MergeInput): Merged {
  const { candidate } = facts
  const language = readLanguage(candidate)
  const warnings = new Warnings()
  const truth = createTruth(facts, job, language)
  const drafts = draftSections(main, experience, { facts, truth, warnings, language, dates: new DateFormat(language) })
  const filled = drafts.filter(draft => draft.entries.length > 0)
  const contacts = readContacts(candidate)
  const header = [candidate.name, candidate.label, ...contacts.map(contact => contact.text)].filter(
    text => text !== null,
  )
  return {
    resume: {
      language,
      country: readCountry(candidate),
      name: candidate.name ?? '',
      label: candidate.label,
      contacts,
      sections: filled.map(({ key, entries }) => ({
        key,
        title: sectionTitle(key, language),
        entries: entries.map(({ entry }) => entry),
      })),
    },
    lines: [
      ...header.map(text => ({ section: 'header', text, sources: [], kept: true, reason: null })),
      ...filled.flatMap(({ key, entries }) =>
        entries.flatMap(({ lines }) => lines.map(line => ({ section: key, ...line }))),
      ),
    ],
    warnings: warnings.list(),
  }
}
