import t from 'tap'
import { render } from '../../../worker/render/render.ts'
import { resumeText } from '../../../worker/render/resume-text.ts'
import { bare, wordPart, wordText } from './readers.ts'
import { samples } from './samples.ts'

for (const [name, resume] of Object.entries(samples)) {
  t.test(`${name}: an independent reader finds the whole text in Word, in order`, async t => {
    const { bytes, warnings } = await render(resume, 'word')
    t.equal(bare(await wordText(bytes)), bare(resumeText(resume)))
    t.same(warnings, [])
  })
}

t.test('headings, lists and links are real ones', async t => {
  const { bytes } = await render(samples.english!, 'word')
  const document = wordPart(bytes, 'word/document.xml')
  t.match(document, /<w:pStyle w:val="Title"\/>/)
  t.match(document, /<w:pStyle w:val="Heading1"\/>.*?WORK EXPERIENCE/)
  t.match(document, /<w:pStyle w:val="Heading2"\/><w:keepNext\/>.*?Staff Software Engineer/)
  t.match(document, /<w:pStyle w:val="ListBullet"\/>.*?<w:numPr>/)
  t.notMatch(document, /<w:tbl>|<w:txbxContent|<w:hdr/)
  const links = wordPart(bytes, 'word/_rels/document.xml.rels')
  t.match(
    links,
    /Id="rId1000"[^>]*Target="mailto:kasia.brown@example.com"|Target="mailto:kasia.brown@example.com"[^>]*Id="rId1000"/,
  )
  t.match(wordPart(bytes, 'word/styles.xml'), /<w:name w:val="List Bullet"\/>/)
  t.match(wordPart(bytes, 'word/numbering.xml'), /<w:lvlText w:val="•"\/>/)
})

t.test('language, paper and properties are the candidate’s', async t => {
  const american = (await render(samples.english!, 'word')).bytes
  t.match(wordPart(american, 'word/document.xml'), /<w:pgSz w:w="12240" w:h="15840"/)
  t.match(wordPart(american, 'word/styles.xml'), /<w:lang w:val="en-US"/)
  const core = wordPart(american, 'docProps/core.xml')
  t.match(core, /<dc:creator>Katarzyna Łukasiewicz-Brown</)
  t.notMatch(core, /dcterms:(created|modified)/)
  const ukrainian = (await render(samples.ukrainian!, 'word')).bytes
  t.match(wordPart(ukrainian, 'word/document.xml'), /<w:pgSz w:w="11906" w:h="16838"/)
  t.match(wordPart(ukrainian, 'word/styles.xml'), /<w:lang w:val="uk-UA"/)
  t.match(wordPart((await render(samples.japanese!, 'word')).bytes, 'word/styles.xml'), /w:eastAsia="ja-JP"/)
})

t.test('right to left: paragraphs, and runs by direction', async t => {
  const { bytes } = await render(samples.arabic!, 'word')
  const document = wordPart(bytes, 'word/document.xml')
  t.equal(document.match(/<w:p>/g)!.length, document.match(/<w:bidi\/>/g)!.length)
  const run = (text: string): string => new RegExp(`<w:r>(?:(?!<w:r>).)*${text}`).exec(document)![0]
  t.match(run('كونتوسو'), /<w:rtl\/>/)
  t.notMatch(run('C\\+\\+'), /<w:rtl\/>/)
  t.match(wordPart(bytes, 'word/styles.xml'), /w:bidi="ar-EG"/)
})

t.test(
  'contacts of a right-to-left page: addresses on a line of their own, a telephone number from left to right',
  async t => {
    const document = wordPart((await render(samples.arabic!, 'word')).bytes, 'word/document.xml')
    t.match(document, />\u200E\+20 100 555 0134</)
    const english = wordPart((await render(samples.english!, 'word')).bytes, 'word/document.xml')
    t.notMatch(english, /\u200E|\u200F/)
  },
)

t.test('an entry that ends in a heading’s line does not hold on to the next one', async t => {
  const document = wordPart((await render(samples.english!, 'word')).bytes, 'word/document.xml')
  const paragraphs = document.split('<w:p>')
  const keeps = (text: string): boolean => paragraphs.find(one => one.includes(text))!.includes('<w:keepNext/>')
  t.notOk(keeps('Jagiellonian University'))
  t.notOk(keeps('CNCF'))
  t.ok(keeps('B.Sc. in Mathematics'))
  t.ok(keeps('CERTIFICATIONS'))
})
