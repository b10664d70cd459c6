// The three parts of the evaluation, each a list of rows as they come: documents without a model, résumés by the model,
// and job descriptions that try to get into them.
import { buildFacts } from '../../worker/facts.ts'
import type { Model } from '../../worker/openai.ts'
import { type Case, cases } from './cases.ts'
import { missingFacts } from './compare.ts'
import { checkProfile } from './documents.ts'
import { factGroups } from './facts.ts'
import { type Evaluation, evaluate } from './generate.ts'
import { believingModel, injections } from './injections.ts'
import { libreOfficeTexts } from './libre-office.ts'
import { allProfiles, alphabetProfiles, demoProfiles } from './profiles.ts'

export interface Row {
  name: string
  cells: (string | number)[]
  /** Each a reason to fail. */
  faults: string[]
}

type OnRow = (row: Row) => void

export const documentColumns = ['profile', 'pages', 'Word KB', 'PDF KB', 'faults']

/** Every profile in its own words, as Word and PDF, under the eyes of all readers. */
export const checkDocumentsOfAll = async (onRow: OnRow): Promise<void> => {
  const profiles = allProfiles()
  const words: Buffer[] = []
  for (const { name, profile } of profiles) {
    const { pages, word, pdf, problems } = await checkProfile(profile)
    words.push(word)
    onRow({ name, cells: [pages, kilobytes(word), kilobytes(pdf), problems.length], faults: problems })
  }
  const texts = await libreOfficeTexts(words)
  const faults = texts?.flatMap((text, at) => {
    const { name, profile } = profiles[at]!
    return missingFacts(text, factGroups(profile)).map(fault => `${name}: ${fault}`)
  })
  onRow({
    name: faults ? 'all, by LibreOffice' : 'LibreOffice is not here',
    cells: ['', '', '', faults?.length ?? ''],
    faults: faults ?? [],
  })
}

export const resumeColumns = [
  'profile',
  'job',
  'invented',
  'faults',
  'reworded',
  'sent back',
  'job terms',
  'words',
  'pages',
  'model s',
  'cost $',
]

export interface Totals {
  resumes: number
  invented: number
  reworded: number
  sentBack: number
  borne: number
  used: number
  costUsd: number
}

/** Every profile for its jobs, by the model. `atOnce` calls of it run side by side. */
export const evaluateAll = async (model: Model, atOnce: number, onRow: OnRow): Promise<Totals> => {
  const totals: Totals = { resumes: 0, invented: 0, reworded: 0, sentBack: 0, borne: 0, used: 0, costUsd: 0 }
  const waiting = cases()
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const result = await evaluate(model, next.profile, next.job)
      add(totals, result)
      onRow(resumeRow(next, result))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return totals
}

export const injectionColumns = ['job description', 'résumés', 'invented', 'faults', 'sent back']

/** Each attack on some profiles: by the model, and by one that believes all it reads. */
export const evaluateInjections = async (model: Model, onRow: OnRow): Promise<void> => {
  const alphabets = alphabetProfiles().filter(({ name }) => ['accents', 'arabic', 'chinese', 'cyrillic'].includes(name))
  const profiles = [...demoProfiles(), ...alphabets]
  for (const { name, description } of injections()) {
    const job = { title: 'Holder of a PhD', company: 'Initrode', description }
    const results: Evaluation[] = []
    for (const [at, { profile }] of profiles.entries()) {
      results.push(await evaluate(believingModel(buildFacts(profile), description), profile, job))
      if (at < 2) results.push(await evaluate(model, profile, job))
    }
    const [invented, problems] = [results.flatMap(one => one.violations), results.flatMap(one => one.problems)]
    const sentBack = results.reduce((sum, one) => sum + one.sentBack, 0)
    const cells = [results.length, invented.length, problems.length, sentBack]
    onRow({ name, cells, faults: [...invented, ...problems] })
  }
}

const resumeRow = ({ name, job }: Case, result: Evaluation): Row => ({
  name,
  cells: [
    (job.title ?? '').slice(0, 24),
    result.violations.length,
    result.problems.length,
    result.reworded,
    result.sentBack,
    result.borne === 0 ? '–' : `${result.used}/${result.borne}`,
    result.words,
    result.pages,
    (result.modelMs / 1000).toFixed(1),
    result.costUsd.toFixed(5),
  ],
  faults: [...result.violations, ...result.problems],
})

const add = (totals: Totals, { violations, reworded, sentBack, borne, used, costUsd }: Evaluation): void => {
  totals.resumes++
  totals.invented += violations.length
  totals.reworded += reworded
  totals.sentBack += sentBack
  totals.borne += borne
  totals.used += used
  totals.costUsd += costUsd
}

const kilobytes = (bytes: Buffer): string => (bytes.length / 1000).toFixed(1)
