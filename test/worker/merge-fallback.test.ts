import t from 'tap'
import { PROFILE, run } from './merge-setup.ts'

t.test(
  "a lie falls back to the candidate's own words, each source a line, with a warning that tells no secret",
  async t => {
    const { section, line, warnings, all } = run({}, [
      {
        id: 'w2',
        bullets: [
          { text: 'Built a billing API in Go', sources: ['w2.b1'] },
          { text: 'Cut costs by 90% with Terraform', sources: ['w2.b2', 'w2.b3'] },
          { text: '[//]:', sources: ['w2.b1'] },
        ],
      },
    ])
    t.same(section('work')[0]?.bullets, ['Built a billing API in Go', 'Cut costs by 30%', 'Helped to move to k8s'])
    t.match(line('Cut costs by 30%'), { sources: ['w2.b2'], kept: true, reason: /number.*90%/ })
    t.ok(
      warnings.includes(
        "In role 2, a text stands in the candidate's own words: the rewording brings a number that its sources lack.",
      ),
    )
    t.notMatch(all, /90%|Terraform/)
    t.notMatch(warnings.join('\n'), /90|30%|Acme|Terraform/)
  },
)

t.test("a role without a valid bullet, and one that is left out, stand whole in the candidate's own words", async t => {
  const { section, warnings } = run({}, [{ id: 'w2', bullets: [{ text: 'Led 40 people', sources: ['w2.b2'] }] }])
  const [acme, globex] = section('work')
  t.match(acme, {
    text: 'Payments team.',
    bullets: ['Built a billing API in Go', 'Cut costs by 30%', 'Helped to move to k8s'],
  })
  t.same(globex?.bullets, ['Wrote reports in JS'])
  t.ok(warnings.includes("Role 1 stands in the candidate's own words."))
  t.ok(warnings.includes("Role 2 stands in the candidate's own words."))
})

t.test('sources of another role, unknown ids and none at all give no line', async t => {
  const { section, warnings } = run({}, [
    {
      id: 'w2',
      bullets: [
        { text: 'Cut costs by 30%', sources: ['w2.b2', 'w1.b1', 'w9.b9', '__proto__', 'constructor'] },
        { text: 'Wrote reports in JS', sources: ['w1.b1'] },
        { text: 'Won a prize', sources: [] },
        { text: 'Won another prize', sources: ['x'.repeat(5000)] },
      ],
    },
    { id: 'p1', bullets: [{ text: 'Shipped it', sources: ['p1.b1'] }] },
    { id: 'w77', bullets: [] },
  ])
  t.same(section('work')[0]?.bullets, ['Cut costs by 30%'])
  t.match(warnings.join('\n'), /w1\.b1 was left out.*w9\.b9 was left out/s)
  t.match(warnings.join('\n'), /p1 was left out.*w77 was left out/s)
  t.ok(warnings.every(warning => warning.length < 200))
})

t.test('a summary stands when true; else its sources do, and with none the own summary', async t => {
  const text = 'Backend engineer in payments who built a billing API in Go'
  t.equal(run({ summary: { text, sources: ['s', 'w2.b1'] } }).section('summary')[0]?.text, text)
  const fallen = run({ summary: { text: `${text} at Google`, sources: ['s', 'w2.b1', 'w2', 'nope'] } })
  t.same(
    fallen.section('summary').map(entry => entry.text),
    [PROFILE.basics?.summary, 'Built a billing API in Go'],
  )
  t.same(
    run({ summary: { text: 'Anything', sources: ['zz'] } })
      .section('summary')
      .map(entry => entry.text),
    [PROFILE.basics?.summary],
  )
  t.same(run({ summary: { text: 'Anything', sources: [] } }, [], { skills: [{ name: 'Go' }] }).section('summary'), [])
})

t.test('personal data that the model got masked is put back, or the own words stand', async t => {
  const stands = (text: string) => run({ summary: { text, sources: ['s'] } }).section('summary')[0]?.text
  t.equal(stands('Backend engineer in payments, [email]'), 'Backend engineer in payments, jane@example.org')
  t.equal(stands('Backend engineer [phone]'), PROFILE.basics?.summary)
})

t.test('a stronger verb than the source has is let through with a warning', async t => {
  const { warnings, line } = run({}, [
    { id: 'w2', bullets: [{ text: 'Led the move to Kubernetes', sources: ['w2.b3'] }] },
  ])
  t.match(line('Led the move to Kubernetes'), { kept: false, reason: /verb/ })
  t.ok(warnings.some(warning => /stronger verb/.test(warning)))
})

t.test('warnings are each given once and end with a count', async t => {
  const roles = Array.from({ length: 60 }, (_, index) => ({ id: `w${index + 50}`, bullets: [] }))
  const { warnings } = run({}, [...roles, ...roles])
  t.equal(warnings.length, 21)
  t.match(warnings.at(-1), /^And \d+ more\.$/)
})
