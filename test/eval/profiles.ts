// All profiles that the documents are tried on: other projects' test data, demo candidates, many alphabets, hard ones.
import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { demoCandidates } from '../../dev/candidates/index.ts'
import type { Profile } from '../../shared/profile.ts'
import { hardProfiles } from './hard-profiles.ts'

export interface NamedProfile {
  name: string
  profile: Profile
}

const fileOf = (url: string): string => fileURLToPath(import.meta.resolve(url))
const read = (path: string): Profile => JSON.parse(readFileSync(path, 'utf8'))
const nameOf = (path: string): string => basename(path).replace(/(\.resume)?\.json$/, '')

export const demoProfiles = (): NamedProfile[] =>
  demoCandidates().map(({ profile }) => ({ name: profile.basics!.name!.split(' ')[0]!, profile }))

/** The examples of JSON Resume's own schema. */
export const schemaProfiles = (): NamedProfile[] => {
  const folder = dirname(fileOf('@jsonresume/schema'))
  const paths = [...globSync('examples/*.json', { cwd: folder }).sort(), 'sample.resume.json']
  return paths.map(path => ({ name: `schema/${nameOf(path)}`, profile: read(join(folder, path)) }))
}

/** JSON Resume and FRESH files of fresh-test-resumes; the one that is no JSON never becomes a profile. */
export const freshProfiles = (): NamedProfile[] => {
  const folder = dirname(fileOf('fresh-test-resumes/package.json'))
  return globSync('src/{jrs,fresh}/*.json', { cwd: folder })
    .filter(path => !path.includes('broken'))
    .sort()
    .map(path => ({ name: path.slice(4, -5), profile: read(join(folder, path)) }))
}

/** One for each writing system, and one of many. */
export const alphabetProfiles = (): NamedProfile[] => {
  const folder = fileURLToPath(new URL('profiles/', import.meta.url))
  return globSync('*.json', { cwd: folder })
    .sort()
    .map(path => ({ name: nameOf(path), profile: read(join(folder, path)) }))
}

export const allProfiles = (): NamedProfile[] => [
  ...demoProfiles(),
  ...schemaProfiles(),
  ...freshProfiles(),
  ...alphabetProfiles(),
  ...Object.entries(hardProfiles).map(([name, profile]) => ({ name: `hard/${name}`, profile })),
]
