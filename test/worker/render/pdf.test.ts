import t from 'tap'
import { render } from '../../../worker/render/render.ts'
import { resumeText } from '../../../worker/render/resume-text.ts'
import { bare, inkBands, pdfPages, pdfText } from './readers.ts'
import { samples } from './samples.ts'

/** Brackets that face either way are one: readers turn those in right-to-left lines as they see fit. */
const sorted = (text: string): string => Array.from(bare(text).normalize('NFKD').replaceAll(')', '(')).sort().join('')
/** Right-to-left lines and stacked marks, which PDFium orders by rules of its own. */
const OWN_ORDER = ['arabic', 'hebrew', 'thaiHindi', 'hard']
const UNSHOWN = ['🚀', '👩‍💻', '👨‍👩‍👧']

for (const [name, resume] of Object.entries(samples)) {
  t.test(`${name}: an independent reader finds the whole text in the PDF`, async t => {
    const { bytes, warnings } = await render(resume, 'pdf')
    const expected = UNSHOWN.reduce((text, grapheme) => text.replaceAll(grapheme, '?'), resumeText(resume))
    const found = await pdfText(bytes)
    if (OWN_ORDER.includes(name)) t.equal(sorted(found), sorted(expected), 'every letter')
    else t.equal(bare(found).normalize('NFKC'), bare(expected).normalize('NFKC'), 'in order')
    t.equal(warnings.length, name === 'hard' ? 1 : 0)
  })

  t.test(`${name}: every printed line has ink`, async t => {
    const { bytes } = await render(resume, 'pdf')
    const [pages, bands] = await Promise.all([pdfPages(bytes), inkBands(bytes)])
    for (const [at, page] of pages.entries()) {
      const lines = page.split(/\r?\n/).filter(line => line.trim() !== '').length
      t.ok(bands[at]! >= lines * 0.6, `page ${at + 1}: ${bands[at]} bands of ink for ${lines} lines`)
    }
  })
}

t.test('words stay apart: each is found whole', async t => {
  for (const resume of [samples.english!, samples.ukrainian!]) {
    const found = new Set((await pdfText((await render(resume, 'pdf')).bytes)).split(/\s+/))
    const words = resumeText(resume).split(/\s+/)
    t.same(
      words.filter(word => !/[-/]/.test(word) && !found.has(word)),
      [],
    )
  }
})

t.test('what no font shows becomes a question mark, and a warning names it', async t => {
  const { bytes, warnings } = await render(samples.hard!, 'pdf')
  t.match(await pdfText(bytes), /\? Chief Everything Officer \?/)
  t.match(warnings[0], /can't show these characters.*🚀 👩‍💻 👨‍👩‍👧.*Word/)
})

t.test('a word of 300 letters breaks, and nothing leaves the page', async t => {
  const lines = (await pdfText((await render(samples.hard!, 'pdf')).bytes)).split(/\r?\n/)
  const broken = lines.filter(line => /^W+$/.test(line.trim()))
  t.ok(broken.length > 3)
  t.equal(broken.join('').match(/W/g)!.length, 300)
})

t.test('no page ends in a heading', async t => {
  for (const extra of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
    const resume = structuredClone(samples.hard!)
    resume.sections[0]!.entries[0]!.text = 'A line.\n'.repeat(extra + 1)
    const pages = await pdfPages((await render(resume, 'pdf')).bytes)
    for (const page of pages.slice(0, -1))
      t.match(page.trimEnd().split(/\r?\n/).at(-1), /[.]$/, `with ${extra} lines more`)
  }
})

t.test('a two-page Latin résumé is small, tagged, with language, outline, links and title', async t => {
  const { bytes } = await render(samples.english!, 'pdf')
  t.ok(bytes.length < 60_000, `${bytes.length} bytes`)
  const { getDocumentProxy } = await import('unpdf')
  const document = await getDocumentProxy(new Uint8Array(bytes))
  t.equal(document.numPages, 2)
  t.match((await document.getMetadata()).info, { Title: /^Katarzyna/, Author: /^Katarzyna/, Language: 'en' })
  t.match(await document.getMarkInfo(), { Marked: true })
  t.equal((await document.getOutline())![2]!.title, 'WORK EXPERIENCE')
  const page = await document.getPage(1)
  t.same(page.view.slice(2), [612, 792])
  const links = (await page.getAnnotations()).map(annotation => annotation.url)
  t.ok(links.includes('mailto:kasia.brown@example.com') && links.includes('https://github.com/kasiabrown'))
  const roles = JSON.stringify(await page.getStructTree())
  for (const role of ['H1', 'H2', 'H3', 'L', 'LI', 'Lbl', 'LBody', 'Link']) t.match(roles, `"role":"${role}"`)
  await document.loadingTask.destroy()
})

t.test('addresses of a right-to-left page stand on a line of their own, which no reader turns around', async t => {
  const lines = (await pdfText((await render(samples.arabic!, 'pdf')).bytes)).split(/\r?\n/).map(line => line.trim())
  t.match(lines[2], /^mohammed@example\.com\s+·\s+\+20 100 555 0134$/)
  t.equal(lines[3], 'القاهرة، مصر')
})

t.test('a contact never breaks where it fits a line, and no paragraph ends in a lone short word', async t => {
  const resume = structuredClone(samples.english!)
  const url = 'linkedin.example.com/in/katarzyna-lukasiewicz-brown'
  resume.contacts.push({ kind: 'profile', text: url, href: `https://${url}` })
  const line =
    'Reduced the failure rate of card captures from 1.8% to 0.3% by adding retries with backoff and a transactional'
  resume.sections[0]!.entries[0]!.text = `${line} outbox`
  const lines = (await pdfText((await render(resume, 'pdf')).bytes)).split(/\r?\n/).map(line => line.trim())
  t.ok(lines.some(line => line.includes(url)))
  t.notOk(lines.includes('outbox'))
  t.ok(lines.some(line => / outbox$/.test(line)))
})

t.test('a short address stands beside its organization, a long one on a line of its own', async t => {
  const resume = structuredClone(samples.english!)
  const long = 'https://www.example.org/a/very/long/address/of/a/project'
  Object.assign(resume.sections[2]!.entries[1]!, { url: long })
  const lines = (await pdfText((await render(resume, 'pdf')).bytes)).split(/\r?\n/).map(line => line.trim())
  t.ok(lines.some(line => /^Northwind Payments, Inc\.\s+·\s+northwind\.example\.com\/engineering/.test(line)))
  t.ok(lines.includes('example.org/a/very/long/address/of/a/project'))
})
