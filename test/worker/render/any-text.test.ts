// Résumés of random characters of all scripts, controls, broken surrogates and words of 200 letters: from a fixed seed,
// so that a failure comes again. Another seed or number: SEED=7 RESUMES=200.
import t from 'tap'
import { render } from '../../../worker/render/render.ts'
import type { Entry, Resume } from '../../../worker/render/resume.ts'

let state = Number(process.env.SEED ?? 1)
const random = (): number => {
  state = (state * 1664525 + 1013904223) >>> 0
  return state / 2 ** 32
}
const below = (limit: number): number => Math.floor(random() * limit)
const pick = <T>(choices: T[]): T => choices[below(choices.length)]!
const some = <T>(limit: number, make: () => T): T[] => Array.from({ length: below(limit) }, make)

/** First and last code points; ASCII stands three times since most text is. */
const RANGES: [number, number][] = [
  [0x20, 0x7e],
  [0x20, 0x7e],
  [0x20, 0x7e],
  [0x00, 0x1f],
  [0xa0, 0x17f],
  [0x300, 0x3ff],
  [0x400, 0x52f],
  [0x590, 0x6ff],
  [0x900, 0xe7f],
  [0x1e00, 0x206f],
  [0x20a0, 0x2bff],
  [0x3000, 0x30ff],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xd800, 0xe0ff],
  [0xfb00, 0xffff],
  [0x1f300, 0x1f6ff],
  [0x20000, 0x2a6df],
]

const word = (): string => {
  const script = pick(RANGES)
  const length = random() < 0.02 ? 200 : 1 + below(9)
  return Array.from({ length }, () => {
    const [first, last] = random() < 0.9 ? script : pick(RANGES)
    return String.fromCodePoint(first + below(last - first + 1))
  }).join('')
}
const text = (words: number): string => some(words, word).join(pick([' ', ' ', ' ', '\n', '']))
const maybe = (words: number): string | null => (random() < 0.3 ? null : text(words))

const entry = (): Entry => ({
  title: maybe(8),
  organization: maybe(8),
  location: maybe(4),
  dates: maybe(4),
  url: random() < 0.3 ? `https://${word()}` : null,
  text: maybe(40),
  bullets: some(5, () => text(30)),
})

const resume = (): Resume => ({
  language: pick(['en', 'ar', 'he', 'ja', 'zh', 'ko', 'th', 'uk', 'tr', 'el', 'fa', 'no such language']),
  country: pick(['US', 'DE', null]),
  name: text(5),
  label: maybe(5),
  contacts: some(4, () => ({ kind: 'url', text: text(3), href: random() < 0.5 ? word() : null })),
  sections: (['summary', 'skills', 'work', 'education'] as const).map(key => ({
    key,
    title: text(3),
    entries: some(4, entry),
  })),
})

t.test('whatever a résumé says, both formats can be made and read back', async t => {
  for (let at = 0; at < Number(process.env.RESUMES ?? 12); at++) {
    const seed = state
    const candidate = resume()
    for (const fileType of ['word', 'pdf'] as const) {
      await t.resolves(render(candidate, fileType), `${fileType}, seed ${seed}`)
    }
  }
})
