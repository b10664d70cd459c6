import t from 'tap'
import { parseExperienceAnswer, parseMainAnswer } from '../../worker/merge.ts'
import { NOTHING, run } from './merge-setup.ts'

t.test('code fills in name, contacts, employer, title, dates and degree', async t => {
  const { resume, section } = run({})
  t.match(resume, { language: 'en', country: 'US', name: 'Jane Doe', label: 'Engineer' })
  t.same(
    resume.contacts.map(({ kind, text, href }) => [kind, text, href]),
    [
      ['email', 'jane@example.org', 'mailto:jane@example.org'],
      ['phone', '+1 555 123 4567', 'tel:+15551234567'],
      ['location', 'Austin, TX, us', null],
      ['url', 'jane.example', 'https://www.jane.example/'],
      ['profile', 'GitHub: jane', null],
      ['profile', 'javascript:alert(1)', null],
    ],
  )
  t.match(section('work')[0], {
    title: 'Engineer',
    organization: 'Acme',
    location: 'Remote',
    dates: 'Apr 2019 – Present',
  })
  t.match(section('education')[0], { title: 'BSc, Physics', organization: 'MIT', dates: '2015' })
  t.match(section('certificates')[0], { title: 'CKA', organization: 'CNCF', dates: 'May 2020' })
  t.equal(section('awards')[0]?.dates, 'spring 2014')
})

t.test('sections stand in the order of a résumé; publications are left out', async t => {
  const { resume, all } = run({})
  t.same(
    resume.sections.map(({ key }) => key),
    ['summary', 'skills', 'work', 'projects', 'education', 'certificates', 'volunteer', 'awards', 'languages'],
  )
  t.notMatch(all, 'Never printed')
})

t.test('a true rewording stands, and the highlights that it leaves out do not', async t => {
  const { section, line, warnings } = run({}, [
    { id: 'w2', bullets: [{ text: 'Built the billing API in Golang', sources: ['w2.b1'] }] },
    { id: 'w1', bullets: [{ text: 'Wrote reports in JS', sources: ['w1.b1'] }] },
  ])
  t.same(
    section('work').map(entry => [entry.text, entry.bullets]),
    [
      [null, ['Built the billing API in Golang']],
      [null, ['Wrote reports in JS']],
    ],
  )
  t.match(line('Built the billing API in Golang'), { section: 'work', sources: ['w2.b1'], kept: false, reason: null })
  t.match(line('Wrote reports in JS'), { kept: true, reason: null })
  t.notMatch(warnings.join('\n'), /role/i)
})

t.test('skills and certifications are those chosen, all where none is; schools all stand', async t => {
  const titles = (entries: { title: string | null; organization: string | null }[]) =>
    entries.map(({ title, organization }) => title ?? organization)
  const chosen = run({ skills: ['k2', 'k2', 'k9', 'e1'], certifications: ['c2'], education: ['e2'] })
  t.same(titles(chosen.section('skills')), ['Cloud (Expert)'])
  t.same(titles(chosen.section('certificates')), ['First Aid'])
  t.same(titles(chosen.section('education')), ['Evening School', 'BSc, Physics'])
  t.match(chosen.warnings.join('\n'), /k9 was left out.*e1 was left out/s)
  t.same(titles(run({ skills: ['k9'] }).section('skills')), ['Backend', 'Cloud (Expert)'])
  t.same(titles(run({}).section('certificates')), ['CKA', 'First Aid'])
})

t.test('projects, volunteer work, languages and awards are kept whole', async t => {
  const { section } = run({})
  t.match(section('projects')[0], { title: 'Tool', text: 'A tool.', bullets: ['Shipped it', 'Rust'] })
  t.match(section('volunteer')[0], {
    title: 'Driver',
    organization: 'Red Cross',
    dates: '2020 – Present',
    bullets: ['Drove'],
  })
  t.match(section('languages')[0], { title: 'French', text: 'Fluent' })
  t.match(section('awards')[0], { title: 'Best Paper', organization: 'ACM' })
})

t.test('every text of the document has an evidence line, in document order', async t => {
  const { resume, lines } = run({ summary: { text: 'Engineer [x]', sources: ['s'] } }, [{ id: 'w1', bullets: [] }])
  const printed = resume.sections.flatMap(({ key, entries }) =>
    entries.flatMap(({ title, organization, location, dates, text, bullets }) =>
      [title, organization, location, dates, text, ...bullets].flatMap(text =>
        text === null ? [] : [`${key}: ${text}`],
      ),
    ),
  )
  t.same(
    lines.filter(line => line.section !== 'header').map(({ section, text }) => `${section}: ${text}`),
    printed,
  )
  t.same(
    lines.slice(0, 3).map(line => line.text),
    ['Jane Doe', 'Engineer', 'jane@example.org'],
  )
  t.ok(lines.every(line => line.section === 'header' || line.sources.length > 0))
})

t.test('the same text twice stands once, and Markdown and bullet signs are taken off', async t => {
  const bullet = { text: '• **Cut** costs by 30%\n', sources: ['w2.b2'] }
  const { section } = run({}, [
    { id: 'w2', bullets: [bullet, bullet] },
    { id: 'w2', bullets: [bullet, { text: 'Built a billing API', sources: ['w2.b1'] }] },
  ])
  t.same(section('work')[0]?.bullets, ['Cut costs by 30%', 'Built a billing API'])
})

t.test('an answer of another shape is refused', async t => {
  t.same(parseMainAnswer(NOTHING), NOTHING)
  t.same(parseExperienceAnswer({ roles: [] }), { roles: [] })
  for (const odd of [
    null,
    [],
    'x',
    {},
    { ...NOTHING, extra: 1 },
    { ...NOTHING, skills: [1] },
    { ...NOTHING, summary: null },
  ])
    t.throws(() => parseMainAnswer(odd), { code: 'MODEL_ANSWER' })
  for (const odd of [
    null,
    { roles: null },
    { roles: [{ id: 'w1' }] },
    { roles: [{ id: 'w1', bullets: [{ text: 'x' }] }] },
  ])
    t.throws(() => parseExperienceAnswer(odd), { code: 'MODEL_ANSWER' })
})

t.test('what an employer is, what kind a project is, and an address that is no link stand in the document', async t => {
  const { section, line } = run({}, [{ id: 'w1', bullets: [{ text: 'Built it', sources: ['w1.b1'] }] }], {
    work: [{ name: 'Acme', description: 'Regional bakery', url: 'see the door', highlights: ['Built it', 'Sold it'] }],
    projects: [{ name: 'Tool', type: 'application', entity: 'Smoogle', url: 'https://www.tool.example/' }],
  })
  t.match(section('work')[0], { text: 'Regional bakery', url: 'see the door', bullets: ['Built it'] })
  t.match(section('projects')[0], { organization: 'Smoogle, application' })
  for (const text of ['Regional bakery', 'see the door']) t.match(line(text), { sources: ['w1'], kept: true })
  t.match(line('tool.example'), { sources: ['p1'], kept: true })
})
