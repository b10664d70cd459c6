// The draft's text while its JSON is still streaming, and how often it is told.
import t from 'tap'
import { DraftPreview, draftText } from '../../worker/preview.ts'
import { until } from '../harness.ts'

const main = JSON.stringify({ summary: { text: 'Builds payment systems. "Calm."', sources: ['s'] }, skills: ['k1'] })
const experience = JSON.stringify({
  roles: [
    {
      id: 'w1',
      bullets: [
        { text: 'Cut costs by 34 %', sources: ['w1.b1'] },
        { text: 'Led 7 people', sources: [] },
      ],
    },
    { id: 'w2', bullets: [{ text: '東京で開発', sources: [] }] },
  ],
})

t.test('at every cut the text is a beginning of the last one, and never shows JSON', async t => {
  for (const [section, answer] of [
    ['main', main],
    ['experience', experience],
  ] as const) {
    const whole = draftText(section, answer)
    for (let length = 0; length <= answer.length; length++) {
      const text = draftText(section, answer.slice(0, length))
      if (!whole.startsWith(text.trimEnd())) t.fail(`cut at ${length}: ${text}`)
    }
    t.notMatch(whole, /[{}]|sources|w1\.b1/)
  }
  t.equal(draftText('main', main), 'Builds payment systems. "Calm."')
  t.equal(draftText('experience', experience), '• Cut costs by 34 %\n• Led 7 people\n\n• 東京で開発')
})

t.test('what is no JSON, or of another shape, is shown as nothing', async t => {
  for (const answer of ['', 'Sorry, I', '[1,2', '{"roles":7}', '{"roles":[null,{"bullets":[null,7]}]}', 'null'])
    t.equal(draftText('experience', answer), '')
  t.equal(draftText('main', '{"summary":null'), '')
})

t.test('both sections are told in turn, at most five times a second, the latest text last', async t => {
  const told: { section: string; text: string; at: number }[] = []
  const preview = new DraftPreview(async (section, text) => void told.push({ section, text, at: performance.now() }))
  let written = 0
  const writing = setInterval(() => {
    written += 4
    preview.report('main', main.slice(0, written))
    preview.report('experience', experience.slice(0, written))
  }, 20)
  const whole = [draftText('main', main), draftText('experience', experience)]
  await until(() => whole.every(text => told.some(one => one.text === text)))
  clearInterval(writing)
  await preview.stop()
  const count = told.length
  preview.report('main', '{"summary":{"text":"late')
  t.ok(
    told.slice(1).every(({ at }, index) => at - told[index]!.at > 190),
    'never sooner than after 200 ms',
  )
  t.same(new Set(told.map(({ section }) => section)), new Set(['main', 'experience']))
  await until(() => performance.now() - told.at(-1)!.at > 300)
  t.equal(told.length, count, 'nothing after stop')
})
