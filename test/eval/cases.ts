// Which profile is written for which job: the demo candidates for their own, everybody else for two of another kind.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { demoCandidates } from '../../dev/candidates/index.ts'
import type { Profile } from '../../shared/profile.ts'
import type { JobText } from '../../worker/prompts.ts'
import { allProfiles } from './profiles.ts'

export interface Case {
  name: string
  profile: Profile
  job: JobText
}

export const cases = (): Case[] => {
  const demo = demoCandidates().flatMap(({ profile, jobs }) =>
    jobs.map(job => ({
      name: profile.basics!.name!,
      profile,
      job: { title: job.job_title, company: job.company, description: job.job_description },
    })),
  )
  const others = allProfiles().filter(
    ({ profile }) => !demo.some(one => one.profile.basics!.name === profile.basics?.name),
  )
  const jobs = [demo[0]!.job, sampleJob()]
  return [...demo, ...others.flatMap(({ name, profile }) => jobs.map(job => ({ name, profile, job })))]
}

/** The example of JSON Resume's own job schema, as running text. */
const sampleJob = (): JobText => {
  const path = fileURLToPath(new URL('sample.job.json', import.meta.resolve('@jsonresume/schema')))
  const { title, company, description, responsibilities, qualifications, skills } = JSON.parse(
    readFileSync(path, 'utf8'),
  )
  const keywords = skills.flatMap((skill: { keywords: string[] }) => skill.keywords)
  return {
    title,
    company,
    description: [description, ...responsibilities, ...qualifications, keywords.join(', ')].join('\n'),
  }
}
