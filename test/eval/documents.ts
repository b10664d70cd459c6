// One profile as Word and PDF in the candidate's own words, and what unrelated readers find wrong with them.
import type { Profile } from '../../shared/profile.ts'
import { buildFacts } from '../../worker/facts.ts'
import { merge } from '../../worker/merge.ts'
import { render } from '../../worker/render/render.ts'
import type { Resume } from '../../worker/render/resume.ts'
import { resumeText } from '../../worker/render/resume-text.ts'
import { pdfJsText, pdfPages, popplerText, wordExtractorText, wordText } from '../worker/render/readers.ts'
import { comparable, hasOwnOrder, missingFacts, missingLetters } from './compare.ts'
import { type FactGroup, factGroups, factYears } from './facts.ts'
import { faultyFonts, inklessTexts } from './paper.ts'

export interface Documents {
  word: Buffer
  pdf: Buffer
  pages: number
  problems: string[]
}

/** Without a model: an answer that chooses nothing leaves everything in the candidate's own words. */
export const ownResume = (profile: Profile): Resume =>
  merge({
    profile,
    facts: buildFacts(profile),
    job: { title: null, company: null, description: null },
    main: { summary: { text: '', sources: [] }, skills: [], education: [], certifications: [] },
    experience: { roles: [] },
  }).resume

export const checkProfile = (profile: Profile): Promise<Documents> =>
  checkDocuments(ownResume(profile), [...factGroups(profile), ...factYears(profile).map(year => [year])])

/** `facts` must stand in both documents; what the résumé says must stand there whole and in order. */
export const checkDocuments = async (resume: Resume, facts: FactGroup[]): Promise<Documents> => {
  const [word, pdf] = [(await render(resume, 'word')).bytes, (await render(resume, 'pdf')).bytes]
  const pages = await pdfPages(pdf)
  const texts = {
    mammoth: await wordText(word),
    'word-extractor': await wordExtractorText(word),
    PDFium: pages.join('\n'),
    'PDF.js': await pdfJsText(pdf),
    poppler: await popplerText(pdf),
  }
  const expected = resumeText(resume)
  const problems: string[] = []
  for (const [reader, text] of Object.entries(texts)) {
    if (text === null) continue
    const found = findProblems(reader, text, expected, [...facts, ...headings(resume)])
    problems.push(...found.map(problem => `${reader}: ${problem}`))
  }
  problems.push(...(await inklessTexts(pdf)).map(text => `no ink for "${text}"`), ...(await faultyFonts(pdf)))
  return { word, pdf, pages: pages.length, problems }
}

const findProblems = (reader: string, text: string, expected: string, facts: FactGroup[]): string[] => {
  const isWord = reader === 'mammoth' || reader === 'word-extractor'
  if (!isWord && hasOwnOrder(expected)) return missingLetters(text, expected)
  // Poppler may read a heading's two lines before what stands beside them.
  const whole = reader === 'poppler' ? missingLetters(text, expected) : wholeText(text, expected)
  return [...whole, ...missingFacts(text, facts)]
}

/** Titles and dates as they must follow each other: an entry's dates before the next one's title. */
const headings = ({ sections }: Resume): FactGroup[] =>
  sections.map(({ entries }) => entries.flatMap(({ title, dates }) => [title, dates].filter(text => text !== null)))

const wholeText = (found: string, expected: string): string[] => {
  const [have, want] = [comparable(found), comparable(expected)]
  if (have === want) return []
  let at = 0
  while (have[at] === want[at]) at++
  return [`reads "${have.slice(at, at + 30)}" where "${want.slice(at, at + 30)}" stands`]
}
