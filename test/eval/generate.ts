// One résumé by a model, as a worker makes it: facts, prompts, two calls, merge, both files; and what it is worth.
import type { Profile } from '../../shared/profile.ts'
import { buildFacts } from '../../worker/facts.ts'
import { type Merged, merge } from '../../worker/merge.ts'
import { costUsd, type Model } from '../../worker/openai.ts'
import {
  type JobText,
  mainSectionsPrompt,
  parseExperienceAnswer,
  parseMainAnswer,
  workExperiencePrompt,
} from '../../worker/prompts.ts'
import type { Resume } from '../../worker/render/resume.ts'
import { pdfPages, wordText } from '../worker/render/readers.ts'
import { hasOwnOrder } from './compare.ts'
import { coverage } from './coverage.ts'
import { checkDocuments } from './documents.ts'
import { inventions, knownOf, skillsOfJob } from './truth-check.ts'

export interface Evaluation {
  /** Invented facts, and passages copied from the job. */
  violations: string[]
  /** What readers find wrong with the files. */
  problems: string[]
  /** Lines in the model's words, and those that were sent back to the candidate's. */
  reworded: number
  sentBack: number
  borne: number
  used: number
  pages: number
  words: number
  modelMs: number
  costUsd: number
}

export const evaluate = async (model: Model, profile: Profile, job: JobText): Promise<Evaluation> => {
  const facts = buildFacts(profile)
  const begun = performance.now()
  const signal = AbortSignal.timeout(180_000)
  const answers = await Promise.all([
    model.call(mainSectionsPrompt(facts, job), { signal }),
    model.call(workExperiencePrompt(facts, job), { signal }),
  ])
  const modelMs = performance.now() - begun
  const [main, experience] = answers
  const merged = merge({
    profile,
    facts,
    job,
    main: parseMainAnswer(main.json),
    experience: parseExperienceAnswer(experience.json),
  })
  return {
    ...(await judge(merged, profile, job)),
    modelMs,
    costUsd: answers.reduce((sum, { model, usage }) => sum + costUsd(model, usage), 0),
  }
}

const judge = async ({ resume, lines }: Merged, profile: Profile, job: JobText) => {
  const { word, pdf, problems } = await checkDocuments(resume, [[resume.name]])
  const [text, pages] = [await wordText(word), await pdfPages(pdf)]
  const jobText = [job.title, job.company, job.description].filter(Boolean).join('\n')
  const known = knownOf(profile, addedWords(resume))
  const invented = inventions(text, known, skillsOfJob(jobText))
  const printed = hasOwnOrder(text) ? [] : inventions(pages.join('\n'), known)
  const { borne, used } = coverage(jobText, profile, text)
  return {
    violations: [...new Set([...invented, ...printed]), ...copiedPassages(text, jobText, profile)],
    problems,
    reworded: lines.filter(({ kept }) => !kept).length,
    sentBack: lines.filter(({ kept, reason }) => kept && reason !== null).length,
    borne,
    used,
    pages: pages.length,
    words: text.split(/\s+/).length,
  }
}

/** What code adds: titles, months, the word for "present", a grade's label. Never a number. */
const addedWords = ({ sections }: Resume): string[] =>
  sections
    .flatMap(({ title, entries }) => [
      title,
      ...entries.flatMap(({ dates, text }) => [dates ?? '', /^\p{L}+(?: \p{L}+)?:/u.exec(text ?? '')?.[0] ?? '']),
    ])
    .map(text => text.replace(/\d+/g, ' '))

/** Words; a character of a script without spaces counts as half a word. */
const PASSAGE = 12

/** Stretches of so many words that the job's text and the document share, and the profile does not. */
export const copiedPassages = (document: string, job: string, profile: Profile): string[] => {
  const [shown, own] = [plain(document), plain(JSON.stringify(profile))]
  const words = plain(job).trim().split(' ')
  const copied: string[] = []
  for (let at = 0; at + PASSAGE <= words.length; at++) {
    const isUnspaced = words.slice(at, at + PASSAGE).filter(word => word.length === 1).length > PASSAGE / 2
    const length = isUnspaced ? 2 * PASSAGE : PASSAGE
    if (at + length > words.length) break
    const passage = ` ${words.slice(at, at + length).join(' ')} `
    if (shown.includes(passage) && !own.includes(passage)) copied.push(`copied "${passage.trim()}"`)
  }
  return copied
}

/** Words with single spaces around them; of scripts without spaces each letter is one. */
const plain = (text: string): string =>
  ` ${(
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]|[\p{L}\p{M}\p{N}]+/gu) ?? []
  ).join(' ')} `
