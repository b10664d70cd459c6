import t from 'tap'
import type { Profile } from '../../shared/profile.ts'
import { buildFacts } from '../../worker/facts.ts'
import { createTruth } from '../../worker/truth.ts'

const job = {
  title: 'Senior Platform Engineer',
  company: 'Initech Ltd',
  description: `About us: We build the Zorblax platform.\nRequirements:\n- Quuxify\n- Strong Terraform, FooDB and kubernetes knowledge, some bar-sql or quux/store, event-driven design\nBuild reliable systems with our Core team. Experience in A/B testing, CI/CD and R&D. You will design and deliver the cloud services that our customers use each day in many lands.`,
}
const profile: Profile = {
  basics: { name: 'Jane Doe' },
  work: [
    { name: 'Globex Corporation', position: 'Engineer' },
    { name: 'The Home Depot', position: 'Clerk' },
  ],
  skills: [
    { name: 'Web', keywords: ['React', 'Go', 'C', 'R', 'IT', 'Team leadership', 'Testing', 'HTML/CSS'] },
    { name: '機械学習' },
  ],
}
const facts = buildFacts(profile)
const findLie = (text: string, source: string, language = 'en') =>
  createTruth(facts, job, language).findLie(text, [{ id: 'w1.b1', states: source }])?.detail ?? null

/** Rewordings and their sources. */
const honest: [string, string, string?][] = [
  ['Made the design event-driven', 'Made the design react to events'],
  ['Led a zero-downtime migration', 'Led a migration with no downtime'],
  ['Saved $1.9M annually', 'Cut spend by 34% ($1.9M a year)'],
  ['Cut pages by introducing SLOs', 'Introduced service level objectives; fewer pages'],
  ['Cut waste by 20%', 'Cut waste by a fifth'],
  ['Led a team of five engineers to ship the checkout', 'Led a team of 5 engineers who shipped the checkout'],
  ['Rearchitected the monolith and onboarded 12 clients', 'Redesigned the monolith, got 12 clients on board'],
  ['Designed and delivered the REST API', 'Made a RESTful API'],
  ['Reduced p95 latency from 900 ms to 120 ms', 'p95 from 900ms to 120ms'],
  ['Automated CI/CD with GitHub Actions', 'Automated continuous integration and delivery with GitHub Actions'],
  ['Improved SEO', 'Improved search engine optimization'],
  ['Cross-functional collaboration with design; full-stack delivery', 'Worked with design team'],
  ['Built APIs', 'Built an API'],
  ['Built it so that it works', 'Built a thing that works'],
  ['Excelled in customer service', 'Good at customer service'],
  ['Express delivery handled for the rest of the team', 'Handled deliveries'],
  ['Went above and beyond at go-live', 'Worked hard at launch'],
  ['Presented to C-level stakeholders after the Series C round', 'Presented to C-level people, Series C'],
  ['Gamified onboarding and dogfooded releases', 'Made onboarding a game'],
  ['Tested releases', 'Testing of releases'],
  ['Led testing of releases', 'Tested releases'],
  ['Moved Postgres to k8s', 'Moved PostgreSQL to Kubernetes'],
  ["Wrote the company's Node service in TypeScript", 'Wrote a Node.js service in TS'],
  ['Senkte die Kosten um 30 % durch Automatisierung', 'Kosten um 30% gesenkt dank Automatisierung', 'de'],
  ['Réduit les coûts de 30 % grâce à une refonte', 'Coûts réduits de 30%', 'fr'],
  ['Скоротила витрати на 30% у Львові', 'Зменшила витрати на 30%, Львів', 'uk'],
  ['チーム四名を率い、Reactで開発', 'Reactで開発、4名のチームを率いた', 'ja'],
  ['Spoke at the spring fair', 'Spoke at a fair in spring'],
  ['Cut costs by a third', 'Cut costs by 33%'],
  ['Shipped without downtime', 'Shipped with zero downtime'],
  ['Wrote Go services', 'Wrote services in golang'],
  ['Wrote React Native apps', 'Apps in React Native'],
  ['Coordinated e.g. suppliers, i.e. vendors', 'Coordinated vendors and suppliers'],
  ['Designed for the core team', 'Designed for a team'],
  ['Ran A/B tests', 'Ran A/B testing'],
  ['Managed the cash register, served customers', 'Cash register; customers'],
  ['Resume-driven, client-facing role', 'Role with clients'],
  ['Owned the iOS app', 'iOS app owner'],
  ['Wrote SQL', 'Wrote MySQL and SQL'],
  ['Migrated 3 services and cut cost by $1.2M', 'cost cut by 1.2 million dollars by moving three services'],
]

/** Texts that bring what their sources lack. */
const lies: [string, string, string?][] = [
  ['Used p\u0443thon', 'Used a language'],
  ['Ran it on bar-sql', 'Ran it'],
  ['Stored it in quux/store', 'Stored it'],
  ['Leitete vierzig Personen', 'Leitete Personen', 'de'],
  ['Encadré vingt personnes', 'Encadré des personnes', 'fr'],
  ['Керувала сорока людьми', 'Керувала людьми', 'uk'],
  ['Shipped with zero downtime', 'Shipped'],
  ['Built the it platform with IT', 'Built the platform'],
  ['Built it with react', 'Built it'],
  ['Built it with React and Go', 'Built it with React'],
  ['Wrote firmware in C', 'Wrote firmware'],
  ['Analysed data in R', 'Analysed data'],
  ['Wrote Go code', 'Wrote code, ready to go'],
  ['Wrote it in go.', 'Wrote it'],
  ['Built it with Zorblax', 'Built it'],
  ['Built it with zorblax', 'Built it'],
  ['Built it on quuxify', 'Built it'],
  ['Used terraform', 'Built it'],
  ['Used FooDB', 'Used a DB'],
  ['Used foodb', 'Used a DB'],
  ['Dockerized services', 'Packed services'],
  ['Used python3', 'Wrote scripts'],
  ['Python-based tooling', 'Tooling'],
  ['Kubernetes tooling', 'Tooling'],
  ['Wrote JavaScript', 'Wrote Java'],
  ['Wrote Java', 'Wrote JavaScript'],
  ['Wrote C++', 'Wrote C'],
  ['Wrote C#', 'Wrote C'],
  ['Wrote .NET code', 'Wrote code for the net'],
  ['Wrote Node.js code', 'Wrote code'],
  ['Did machine learning', 'Did learning'],
  ['Worked at Globex', 'Worked'],
  ['Worked at globex', 'Worked'],
  ['Sold tools at the home depot', 'Sold tools'],
  ['Worked at Google', 'Worked'],
  ['Worked at google', 'Worked'],
  ['Worked for Initech', 'Worked'],
  ['Worked for initech', 'Worked'],
  ['Worked at Apple', 'Worked'],
  ['Worked with Umbrella Corp', 'Worked'],
  ['Apple-certified technician', 'Technician'],
  ['Senior engineer', 'Engineer'],
  ['Director of sales', 'Sales'],
  ['Engineer with an MBA', 'Engineer'],
  ['Engineer, phd', 'Engineer'],
  ['See portfolio.example.com', 'Portfolio'],
  ['See bit.ly/abc', 'x'],
  ['Mail me at a@b.io', 'x'],
  ['Follow @jane_doe', 'x'],
  ['See HTTP://EVIL.TEST', 'x'],
  ['Call +1 555 010 0000', 'x'],
  ['Cut cost by а lot with Руthon', 'Cut cost'],
  ['Used Ku\u200Dbernetes', 'x'],
  ['Used 𝐊𝐮𝐛𝐞𝐫𝐧𝐞𝐭𝐞𝐬', 'x'],
  ['Cut cost by ⁴⁰%', 'cut cost'],
  ['Grew sales ④ times', 'grew sales'],
  ['Cut cost by a third', 'Cut cost'],
  ['Led forty people', 'Led people'],
  ['機械学習を導入', '分析を導入', 'ja'],
  ['Kubernetesを導入', '基盤を導入', 'ja'],
  ['四十人を統括', '四人を統括', 'ja'],
  ['Впровадила Zorblax', 'Впровадила систему', 'uk'],
  ['Керувала командою з п’яти людей у Розетці', 'Керувала командою людей', 'uk'],
  ['Strong team leadership', 'Strong'],
  ['Wrote CSS', 'Wrote pages'],
  [
    'You will design and deliver the cloud services that our customers use each day in many lands',
    'design and deliver cloud services',
  ],
  ['Achieved double-digit growth', 'Achieved growth'],
  ['Ran R&D', 'Ran it'],
  ['Ran CI/CD', 'Ran it'],
  ['Awarded by NASA', 'Awarded'],
  ['Used GPT-4', 'Used models'],
  ['Used GPT', 'Used models'],
  ['Team lead for releases', 'Worked on releases'],
  ['Excel reporting', 'Reporting'],
  ['Reporting in Excel', 'Reporting'],
  ['Reporting in excel', 'Reporting'],
  ['Processed data using spark.', 'Processed data'],
  ['Joined Meta', 'Joined'],
  ['Integrated Stripe', 'Integrated payments'],
]

t.test('a rewording that says what its source says may stand', async t => {
  for (const [text, source, language] of honest) t.equal(findLie(text, source, language), null, text)
})

t.test('a text that brings what its source lacks may not stand', async t => {
  for (const [text, source, language] of lies) t.ok(findLie(text, source, language), text)
})

t.test('terms of a job in any language are skills that the sources must bear', async t => {
  const lieWith = (description: string, text: string, source: string, language: string) =>
    createTruth(facts, { title: null, company: null, description }, language).findLie(text, [
      { id: 's', states: source },
    ])
  t.ok(lieWith('募集要項\nZorblax経験\nクラウド', 'zorblaxを導入', '基盤を導入', 'ja'))
  t.ok(lieWith('Ми шукаємо інженера\nZorblax', 'Впровадила zorblax', 'Впровадила систему', 'uk'))
  t.ok(
    lieWith(
      'Wir suchen Sie für das Team. Kenntnisse in Zorblax und für die',
      'Zorblax betreut',
      'System betreut',
      'de',
    ),
  )
  t.equal(
    lieWith('Wir suchen Sie für das Team. Betreuung von Systemen', 'System betreut', 'Betreuung eines Systems', 'de'),
    null,
  )
})

t.test('what was found is named', async t => {
  t.equal(findLie('Cut costs by 40%', 'Cut costs'), 'brings a number that its sources lack: 40%')
  t.equal(findLie('Built it with Vue.js', 'Built it'), 'brings a skill that its sources lack: Vue.js')
  t.equal(findLie('Worked at globex', 'Worked'), 'brings an employer that its sources lack: Globex')
  t.equal(
    findLie('See https://a.example/b', 'See'),
    'brings a link or an address that its sources lack: https://a.example/b',
  )
  t.equal(findLie('Built it. '.repeat(1000), 'Built it'), 'is far too long')
})

t.test("a role's employer and title bear what its bullets say only where they are cited", async t => {
  const heading = { id: 'w1', states: 'React Engineer\nGlobex Corporation' }
  const grew = { id: 'w1.b1', states: 'Grew the firm' }
  const truth = createTruth(facts, job, 'en')
  t.equal(truth.findLie('Grew Globex as a React engineer', [grew, heading]), null)
  t.ok(truth.findLie('Grew Globex', [grew]))
  t.ok(truth.findLie('Grew the firm with React', [grew]))
  t.ok(truth.findLie('Grew The Home Depot', [grew, heading]))
})

t.test('a skill group lists its skills in any case, elsewhere "go" is a verb', async t => {
  const truth = createTruth(facts, job, 'en')
  t.equal(truth.findLie('Engineer with Go and C', [{ id: 'k1', states: 'go\nc' }]), null)
  t.ok(truth.findLie('Engineer with Go', [{ id: 'w1.b1', states: 'let go' }]))
})

t.test('words copied from the job are no rewording, unless the candidate says them too', async t => {
  const copied = 'design and deliver the cloud services that our customers use each day'
  t.equal(findLie(copied, 'design cloud services'), 'copies from the job description')
  t.equal(findLie(`I ${copied} in many lands`, `${copied} in many lands`), null)
})

t.test('a sentence of the job in the place of the candidate’s is a copy, though it is short', async t => {
  const sentence = 'We look after people who call us at night.'
  const truth = createTruth(facts, { ...job, description: `${sentence} 我们需要会写测试的工程师` }, 'en')
  const lieOf = (text: string, states: string) => truth.findLie(text, [{ id: 'w1.b1', states }])?.detail ?? null
  t.equal(lieOf('look after people who call us at night', 'Wrote reports'), 'copies from the job description')
  t.equal(lieOf('Look after people', 'Wrote reports'), 'copies from the job description')
  t.equal(lieOf('at night', 'Wrote reports'), 'copies from the job description')
  t.equal(lieOf('我们需要会写测试的工程师', '带领团队'), 'copies from the job description')
  t.equal(lieOf('Looked after people who called at night', 'Cared for people who called at night'), null)
  t.equal(lieOf('Improved the reports', 'Wrote reports'), null)
})

t.test('a text of the longest allowed job is checked in a few milliseconds', async t => {
  const long = { ...job, description: 'Kubernetes, Terraform and a line of words. '.repeat(465) }
  const started = performance.now()
  createTruth(facts, long, 'en').findLie('Built it with Terraform', [{ id: 'w1.b1', states: 'Built it' }])
  t.ok(performance.now() - started < 500)
})
