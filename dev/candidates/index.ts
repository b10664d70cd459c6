// The demo candidates: invented people, a file each, with two jobs they may apply for. Reads the files, nothing else.
import { readFileSync } from 'node:fs'
import type { Profile } from '../../shared/profile.ts'

export interface DemoJob {
  job_title: string
  company: string
  job_description: string
}

export interface DemoCandidate {
  profile: Profile
  jobs: DemoJob[]
}

const files = ['maya-okafor', 'grace-donnelly', 'anais-lefevre', 'sato-misaki', 'priya-raman']

/** Always in the same order. */
export const demoCandidates = (): DemoCandidate[] =>
  files.map(name => JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8')))
