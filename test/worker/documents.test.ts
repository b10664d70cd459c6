// A few of the profiles that `npm run eval` tries all of: as Word and PDF, read by readers that nobody here wrote.
import { PDFDocument, rgb } from 'pdf-lib'
import t from 'tap'
import { missingFacts } from '../eval/compare.ts'
import { checkDocuments, checkProfile, ownResume } from '../eval/documents.ts'
import { hardProfiles } from '../eval/hard-profiles.ts'
import { faultyFonts, inklessTexts } from '../eval/paper.ts'
import { allProfiles } from '../eval/profiles.ts'
import { PROFILE } from './merge-setup.ts'

const FEW = [
  'Maya',
  'schema/career-changer',
  'jrs/jane-incomplete',
  'fresh/johnny-trouble',
  'accents',
  'chinese',
  'arabic',
  'thai',
  'hindi',
  'mixed',
  'hard/characters',
  'hard/longWords',
  'hard/oddShapes',
  'hard/empty',
]
const few = allProfiles().filter(({ name }) => FEW.includes(name))

t.test('unrelated readers find every fact in both documents, in order, in ink, in whole fonts', async t => {
  t.equal(few.length, FEW.length)
  for (const { name, profile } of few) t.same((await checkProfile(profile)).problems, [], name)
})

t.test('a fact that is lost, moved or blank is found out', async t => {
  const resume = ownResume(PROFILE)
  const { problems } = await checkDocuments(resume, [['Built a billing API in Go', 'Engineer'], ['Not there']])
  for (const reader of ['mammoth', 'word-extractor', 'PDFium', 'PDF.js']) {
    t.ok(problems.includes(`${reader}: lacks "notthere"`), reader)
    t.ok(problems.includes(`${reader}: out of order: "builtabillingapiingo"`), reader)
  }
  t.same(missingFacts('Acme 2019 Globex 2016', [['Globex', '2019']]), ['out of order: "globex"'])
  const paper = await PDFDocument.create()
  const page = paper.addPage()
  page.drawText('Black', { y: 100 })
  page.drawText('White', { y: 200, color: rgb(1, 1, 1) })
  t.same(await inklessTexts(Buffer.from(await paper.save())), ['White'])
  t.match((await faultyFonts(Buffer.from(await paper.save()))).join(), /Helvetica/)
})

t.test('twelve jobs of ten bullets lose nothing in Word or PDF', async t => {
  const { problems, pages } = await checkProfile(hardProfiles.huge!)
  t.same(problems, [])
  t.ok(pages >= 4)
})
