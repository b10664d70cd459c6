// The answers of a model that makes things up: valid JSON of the schema, false in every way that a check must catch.
// Knows the answers' shapes only.
import type { Task } from './message.ts'
import type { MainSections, Sourced, WorkExperience } from './tailor.ts'

/** What the lies say, so that a test can look for each of them in a document. */
export const LIES = {
  number: '97.3%',
  employer: 'Globex Intergalactic',
  skill: 'Salesforce',
  link: 'https://lies.example.net/portfolio',
  email: 'lies@example.net',
  degree: 'PhD in Astrophysics',
  unsourced: 'Won a Nobel Prize for teamwork',
} as const

export const lieInMainSections = (truth: MainSections): MainSections => ({
  summary: {
    text: `${LIES.degree}, formerly of ${LIES.employer}; raised revenue by ${LIES.number} with ${LIES.skill}. See ${LIES.link} or write to ${LIES.email}.`,
    sources: [...truth.summary.sources, 'w99.b1'],
  },
  skills: ['k99', ...truth.skills, 'x1'],
  education: ['e99', ...truth.education],
  certifications: ['c99', ...truth.certifications],
})

/** Each role's first bullets lie, one lie a bullet, in turn; the others are left as they were. */
export const lieInWorkExperience = (truth: WorkExperience, task: Task): WorkExperience => {
  const lies: ((bullet: Sourced) => Sourced)[] = [
    ({ text, sources }) => ({ text: `${text}, a gain of ${LIES.number}`, sources }),
    ({ text, sources }) => ({ text: `${text} at ${LIES.employer}`, sources }),
    ({ text, sources }) => ({ text: `${text} with ${LIES.skill}`, sources }),
    ({ text, sources }) => ({ text: `${text} (${LIES.link}, ${LIES.email})`, sources }),
    ({ text }) => ({ text, sources: ['w99.b1', 'nonsense'] }),
    () => ({ text: LIES.unsourced, sources: [] }),
  ]
  let turn = 0
  const roles = truth.roles.map(({ id, bullets }) => ({
    id,
    bullets: [...bullets.map(bullet => lies[turn++ % lies.length]!(bullet)), ...ofAnotherRole(id, task)],
  }))
  return { roles: [...roles, { id: 'w99', bullets: [{ text: `Led ${LIES.employer}`, sources: ['w99.b1'] }] }] }
}

const ofAnotherRole = (id: string, { facts }: Task): Sourced[] => {
  const other = facts.work.find(role => role.id !== id && role.highlights?.length)?.highlights?.[0]
  return other ? [{ text: other.text, sources: [other.id] }] : []
}
