// A candidate with something in every section, and a way to merge an answer for them.
import type { Profile } from '../../shared/profile.ts'
import { buildFacts } from '../../worker/facts.ts'
import { merge } from '../../worker/merge.ts'
import type { ExperienceAnswer, MainAnswer } from '../../worker/prompts.ts'
import type { SectionKey } from '../../worker/render/resume.ts'

export const PROFILE: Profile = {
  basics: {
    name: 'Jane Doe',
    label: 'Engineer',
    email: 'jane@example.org',
    phone: '+1 555 123 4567',
    url: 'https://www.jane.example/',
    summary: 'Backend engineer with 8 years in payments. Write to jane@example.org.',
    location: { city: 'Austin', region: 'TX', countryCode: 'us' },
    profiles: [{ network: 'GitHub', username: 'jane' }, { url: 'javascript:alert(1)' }],
  },
  work: [
    {
      name: 'Globex',
      position: 'Developer',
      startDate: '2016-01',
      endDate: '2019-03',
      highlights: ['Wrote reports in JS'],
    },
    {
      name: 'Acme',
      position: 'Engineer',
      location: 'Remote',
      startDate: '2019-04',
      summary: 'Payments team.',
      highlights: ['Built a billing API in Go', 'Cut costs by 30%', 'Helped to move to k8s'],
    },
  ],
  education: [
    { institution: 'MIT', studyType: 'BSc', area: 'Physics', endDate: '2015' },
    { institution: 'Evening School' },
  ],
  certificates: [{ name: 'CKA', issuer: 'CNCF', date: '2020-05' }, { name: 'First Aid' }],
  skills: [
    { name: 'Backend', keywords: ['Go', 'SQL'] },
    { name: 'Cloud', level: 'Expert', keywords: ['AWS'] },
  ],
  languages: [{ language: 'French', fluency: 'Fluent' }],
  awards: [{ title: 'Best Paper', awarder: 'ACM', date: 'spring 2014' }],
  projects: [{ name: 'Tool', description: 'A tool.', highlights: ['Shipped it'], keywords: ['Rust'] }],
  volunteer: [{ organization: 'Red Cross', position: 'Driver', startDate: '2020', highlights: ['Drove'] }],
  publications: [{ name: 'Never printed' }],
}
const JOB = { title: 'Engineer', company: 'Initech', description: 'We need Terraform.' }
/** An answer that leaves everything out. */
export const NOTHING: MainAnswer = { summary: { text: '', sources: [] }, skills: [], education: [], certifications: [] }

/** Merges an answer, by default one of nothing, and looks into what became of it. */
export const run = (main: Partial<MainAnswer>, roles: ExperienceAnswer['roles'] = [], profile: Profile = PROFILE) => {
  const facts = buildFacts(profile)
  const merged = merge({ profile, facts, job: JOB, main: { ...NOTHING, ...main }, experience: { roles } })
  const section = (key: SectionKey) => merged.resume.sections.find(section => section.key === key)?.entries ?? []
  const line = (text: string) => merged.lines.find(line => line.text === text)
  return { ...merged, section, line, all: JSON.stringify(merged.resume) }
}
