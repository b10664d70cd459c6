import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import t from 'tap'
import { Errors } from 'typebox/schema'
import { demoCandidates } from '../../dev/candidates/index.ts'

const candidates = demoCandidates()
const require = createRequire(import.meta.url)
const schema = JSON.parse(readFileSync(require.resolve('@jsonresume/schema/schema.json'), 'utf8'))

t.test('there are five, with two jobs each', async t => {
  t.equal(candidates.length, 5)
  t.equal(new Set(candidates.map(({ profile }) => profile.basics?.name)).size, 5)
  for (const { jobs } of candidates) {
    t.equal(jobs.length, 2)
    for (const job of jobs) {
      t.ok(job.job_title && job.company)
      t.ok(job.job_description.length > 150 && job.job_description.length <= 20_000, job.job_title)
    }
  }
})

t.test('each profile fits JSON Resume', async t => {
  for (const { profile } of candidates) {
    const [, errors] = Errors(schema, profile)
    t.same(errors, [], profile.basics?.name ?? 'nameless')
  }
})

t.test('each has enough for a page: roles with highlights and numbers, skills, education', async t => {
  for (const { profile } of candidates) {
    const name = profile.basics?.name ?? 'nameless'
    t.ok(profile.work!.length >= 4, name)
    t.ok(
      profile.work!.every(({ highlights }) => highlights!.length >= 3),
      name,
    )
    t.ok(/\d/.test(profile.work!.flatMap(({ highlights }) => highlights).join()), name)
    t.ok(profile.skills!.length >= 5 && profile.skills!.every(({ keywords }) => keywords?.length), name)
    t.ok(profile.education?.length && profile.certificates?.length && profile.languages?.length, name)
  }
})

t.test('roles stand newest first and end after they begin', async t => {
  for (const { profile } of candidates) {
    const starts = profile.work!.map(({ startDate }) => startDate!)
    t.same(starts, [...starts].sort().reverse(), profile.basics?.name ?? '')
    for (const { startDate, endDate } of profile.work!) t.ok(endDate === undefined || endDate > startDate!)
  }
})

t.test('no address reaches anyone', async t => {
  const example = /(^|[./@])example\.(com|org|net|jp)(\/|$)/
  for (const { profile } of candidates) {
    t.match(profile.basics?.email, example)
    const urls = JSON.stringify(profile).match(/https?:\/\/[^"]+/g) ?? []
    for (const url of urls) t.match(url, example)
  }
})

t.test('one writes in Japanese, one with accents', async t => {
  const names = candidates.map(({ profile }) => profile.basics?.name ?? '').join()
  t.match(names, /\p{Script=Han}/u)
  t.match(names, /[éèï]/)
})
