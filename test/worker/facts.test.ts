import t from 'tap'
import type { Profile } from '../../shared/profile.ts'
import { buildFacts } from '../../worker/facts.ts'

const read = (profile: unknown) => buildFacts(profile as Profile)

t.test('ids are places in the profile, also beside entries that say nothing', async t => {
  const { sent, pieces } = read({
    basics: { summary: 'Engineer.' },
    work: [null, { name: 'Acme', position: 'Dev', summary: 'Payments.', highlights: ['', null, 'Built it', 7] }, {}],
    projects: [{ name: 'Tool', description: 'A tool.', highlights: ['Shipped'] }],
    volunteer: [{ organization: 'Red Cross', highlights: ['Helped'] }],
    education: ['x', { institution: 'MIT' }],
    certificates: [{ name: 'CKA' }],
    skills: [{ name: 'Backend', keywords: ['Go', 3, {}] }],
    languages: [{ language: 'French' }],
    awards: [{ title: 'Best' }],
  })
  t.same([...pieces.keys()].sort(), [
    'a1', 'c1', 'e2', 'k1', 'l1', 'p1', 'p1.b1', 'p1.s', 's', 'v1', 'v1.b1', 'w2', 'w2.b3', 'w2.b4', 'w2.s',
  ]) // biome-ignore format: a list of ids
  t.same(sent.work, [
    {
      id: 'w2',
      position: 'Dev',
      name: 'Acme',
      description: null,
      startDate: null,
      endDate: null,
      summary: { id: 'w2.s', text: 'Payments.' },
      highlights: [
        { id: 'w2.b3', text: 'Built it' },
        { id: 'w2.b4', text: '7' },
      ],
    },
  ])
  t.same(sent.volunteer[0]?.name, 'Red Cross')
  t.same(sent.projects[0]?.summary, { id: 'p1.s', text: 'A tool.' })
  t.same(sent.skills, [{ id: 'k1', name: 'Backend', level: null, keywords: ['Go', '3'] }])
})

t.test('no profile is too odd to be read', async t => {
  const odd: unknown[] = [
    {}, null, [], 'text', 7, { basics: null, work: null }, { work: {} }, { work: 'Acme' }, { work: [[], 1, 'x', true] },
    { basics: [], skills: 'Go', languages: ['French'], awards: [null] },
    { basics: { name: 5, email: {}, phone: [], profiles: [null, 1, { url: 7 }], location: 'Berlin' } },
    { basics: { name: '(', phone: '+++', url: '*?[', summary: '\u0000\uD800 ok' }, meta: 'x' },
    JSON.parse('{"__proto__": {"work": 1}, "constructor": {}, "work": [{"__proto__": {"name": "x"}, "toString": "y"}]}'),
    { work: [{ highlights: 'one text', startDate: 2019, endDate: {} }] },
  ] // biome-ignore format: a list of oddities
  for (const profile of odd) t.doesNotThrow(() => JSON.stringify(read(profile).sent))
  t.equal(read({ skills: ['Go'] }).sent.skills[0]?.name, 'Go')
  t.equal(read({ work: [{ highlights: 'one text' }] }).sent.work[0]?.highlights[0]?.text, 'one text')
})

t.test('texts are cleaned of control and invisible characters, and composed', async t => {
  const summary = 'Cafe\u0301\u0000 \u202Eabc\u200B\n\tde\u00ADf  \uFEFF👩\u200D💻\uDC00'
  t.equal(read({ basics: { summary } }).sent.s, 'Café abc def 👩\u200D💻\uFFFD')
})

t.test('name, e-mail, phone, address and own links never reach the model', async t => {
  const profile = {
    basics: {
      name: 'María José O’Neill',
      email: 'mj.oneill@example.org',
      phone: '+49 (30) 901820-11',
      url: 'https://www.mj-oneill.example/',
      location: { address: '12 Elm Street', postalCode: 'SW1A 2AA', city: 'Berlin' },
      profiles: [{ network: 'GitHub', username: 'mjo', url: 'https://github.com/mjo' }],
      summary:
        'María josé O’neill, or María, writes at mj.oneill@example.org, other@mail.example.com, +49 30 90182011; 12 elm  street.',
    },
    work: [
      {
        name: 'María José O’Neill Consulting',
        position: 'Owner (+1 212 555 0100)',
        highlights: ['O’NEILL built github.com/mjo/tool and mj-oneill.example', 'Call (212) 555-0100 or SW1A 2AA'],
      },
    ],
    awards: [{ title: 'Prize', summary: 'To María O’Neill' }],
  }
  const sent = JSON.stringify(read(profile).sent)
  for (const personal of ['María', 'josé', 'neill', 'NEILL', '@', '555', '901820', 'mjo', 'elm  street', 'SW1A'])
    t.notMatch(sent, personal, personal)
  t.match(sent, '[name], or [name], writes at [email], [email], [phone]; [address].')
  t.match(sent, 'Owner ([phone])')
})

t.test('a name in a script without spaces is masked inside a sentence', async t => {
  const sent = (name: string, summary: string) => read({ basics: { name, summary } }).sent.s
  t.equal(sent('佐藤 美咲', '私は佐藤美咲です'), '私は[name]です')
  t.equal(sent('Олена Коваль', 'Мене звати Олена Коваль.'), 'Мене звати [name].')
})

t.test(
  'parts of a name are masked alone, joined, and without their accents; titles and small words are not',
  async t => {
    const sent = (name: string, summary: string) => read({ basics: { name, summary } }).sent.s
    const name = 'Dr. Anaïs Lefèvre-Béranger, PhD'
    t.equal(
      sent(name, 'Anaïs Béranger, Lefevre and A. Lefèvre-Béranger hold a PhD'),
      '[name], [name] and A. [name] hold a PhD',
    )
    t.equal(sent('An Li', 'An engineer; Li built it'), 'An engineer; [name] built it')
    t.equal(sent('Mark', 'Mark set the mark'), '[name] set the mark')
  },
)

t.test('an ordinary word that is also a part of a name stays, and numbers are no phones', async t => {
  const summary = 'Will mark 1200 units, 10,000 users, 2019-2021; grace period'
  t.equal(
    read({ basics: { name: 'Grace Mark', phone: '12', location: { postalCode: '1200' }, summary } }).sent.s,
    summary,
  )
})

t.test(
  'personal data is masked in any spelling: case, accents, widths, digits, forms of a telephone number',
  async t => {
    const basics = {
      name: 'José Núñez-Pérez',
      email: 'jose@nunez.dev',
      phone: '+49 151 2345678',
      location: { address: 'Hauptstraße 12, Hof', postalCode: '1010', city: 'Wien', countryCode: 'AT' },
      profiles: [{ network: 'GitHub', username: 'pepe99' }],
    }
    const sent = (summary: string, over = {}) => read({ basics: { ...basics, ...over, summary } }).sent.s
    t.equal(sent('JOSE NUNEZ-PEREZ, jose nunez-perez, Nunez; Nu\u0301n\u0303ez'), '[name], [name], [name]; [name]')
    t.equal(sent('To JOSE@NUNEZ.DEV or ｊｏｓｅ＠ｎｕｎｅｚ．ｄｅｖ'), 'To [email] or [email]')
    t.equal(
      sent('Tel 0151 2345678, +49 (0)151 234 56 78, 0049 151-2345678, ٠١٥١ ٢٣٤٥٦٧٨; 1512345 units'),
      'Tel [phone], [phone], [phone], [phone]; 1512345 units',
    )
    t.equal(
      sent('At Hauptstrasse 12; HAUPTSTRASSE 12, Hof, 1010 Wien, AT. The Wien office, 1010 users'),
      'At [address]; [address]. The Wien office, 1010 users',
    )
    t.equal(sent('See @pepe99, github.com/pepe99/x'), 'See @[link], github.com/[link]/x')
    t.equal(sent('Олени Ковальчук', { name: 'Олена Ковальчук' }), '[name]')
    t.equal(sent('김 철수는 개발자', { name: '김철수' }), '[name]는 개발자')
    t.equal(sent('Thu ở đây. Thứ hai thu được', { name: 'Nguyễn Thị Thu Hà' }), '[name] ở đây. Thứ hai thu được')
    t.equal(sent('okafor is the best', { name: 'Maya Okafor' }), '[name] is the best')
  },
)

t.test('the street is masked without the flat', async t => {
  const sent = (address: string, summary: string) => read({ basics: { location: { address }, summary } }).sent.s
  const text = 'Ran a home bakery at 12 Oak Avenue in Leeds'
  for (const address of [
    '12 Oak Avenue Apt 4B',
    '12 Oak Avenue, Apt 4B',
    '12 Oak Avenue Apartment 4',
    '12 Oak Avenue #4B',
    '12 Oak Avenue Flat B, Leeds',
    '12 Oak Avenue Suite #400',
    '12 Oak Avenue Unit 7',
    '12 Oak Avenue 4th Floor',
    '12 Oak Avenue Floor 4',
    'Flat 3, 12 Oak Avenue',
    'Flat 3 12 Oak Avenue',
    '12 Oak Avenue, кв. 5',
    '12 Oak Avenue кв. 5',
  ])
    t.equal(sent(address, text), 'Ran a home bakery at [address] in Leeds', address)
  t.equal(sent('12 Oak Avenue Apt 4B', 'At 12 Oak Avenue Apt 4B'), 'At [address]')
  t.equal(sent('Flat 3, Elm', 'Flat 3 had 12 rooms'), 'Flat 3 had 12 rooms')
  t.equal(sent('12 Flatbush Road', 'In 12 Flatbush Road; 12 roads'), 'In [address]; 12 roads')
  t.equal(sent('7 Unity Floor Street', 'In 7 Unity Floor Street'), 'In [address]')
})

t.test('a field hides a name of one word, unless it is an ordinary one', async t => {
  const employer = (name: string, work: string) => read({ basics: { name }, work: [{ name: work }] }).sent.work[0]?.name
  t.equal(employer('Sukarno', 'Sukarno Design'), '[name] Design')
  t.equal(employer('Sukarno', 'Studio SUKARNO'), 'Studio [name]')
  t.equal(employer('Олена', 'Студія Олена'), 'Студія [name]')
  t.equal(employer('Sukarno', 'Sukarnoputri Foundation'), 'Sukarnoputri Foundation')
  t.equal(employer('Sukarno', 'The sukarno award'), 'The sukarno award')
  t.equal(employer('Mark', 'Mark Design'), 'Mark Design')
  t.equal(employer('Target', 'Target'), 'Target')
  t.equal(employer('Ada Lovelace', 'Lovelace Design'), 'Lovelace Design')
})

t.test('masking a text made to be slow stays fast', async t => {
  const basics = { name: 'Ana Bob Carl', phone: '+49 151 2345678', profiles: [{ username: 'user' }] }
  for (const part of ['a.', '1 ', '(0 ', '@user/', '+', 'é']) {
    const started = performance.now()
    read({ basics: { ...basics, summary: part.repeat(50_000) } })
    t.ok(performance.now() - started < 5_000, part)
  }
})
