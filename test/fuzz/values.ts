// Values as a hostile or broken client sends them: of every JSON type, at and past every edge.
import type { Random } from '../stress/random.ts'

const strings = [
  '',
  ' ',
  '7',
  'null',
  'word',
  'PDF',
  'all',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u2066right to left',
  '\ufeff',
  '👩‍👩‍👧‍👦'.repeat(50),
  'é'.normalize('NFD'),
  '٤٢',
  "' OR 1=1 --",
  '"; DROP TABLE candidate; --',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '%00%2e%2e%2f',
  '\r\nx-injected: yes',
  '\\u0000',
  '9'.repeat(400),
  'x'.repeat(20_001),
  '2026-02-30T25:61:00Z',
  '__proto__',
  '00000000-0000-4000-8000-000000000000',
]
const numbers = [0, -0, -1, 1, 7, 1.5, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 31 - 1, -(2 ** 31), 2 ** 53, 2 ** 63, 1e21]
const literals = [null, true, false, [], {}, [[]], [null], { a: 1 }]

/** A text of a character or more from anywhere in Unicode, lone surrogates too. */
const anyText = (random: Random): string =>
  String.fromCharCode(...Array.from({ length: random.between(1, 40) }, () => random.between(0, 0xffff)))

export const anyString = (random: Random): string => (random.next() < 0.3 ? anyText(random) : random.pick(strings))

export const anyValue = (random: Random, depth = 0): unknown => {
  const kind = random.between(0, depth > 3 ? 3 : 6)
  if (kind <= 1) return anyString(random)
  if (kind === 2) return random.pick(numbers)
  if (kind === 3) return random.pick(literals)
  if (kind === 4) return Array.from({ length: random.between(0, 4) }, () => anyValue(random, depth + 1))
  if (kind === 5) return nested(random.between(10, 3_000))
  return Object.fromEntries(
    Array.from({ length: random.between(0, 4) }, () => [anyString(random), anyValue(random, depth + 1)]),
  )
}

/** Deep enough to hurt whoever walks it by recursion. */
const nested = (depth: number): unknown => {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { a: value }
  return value
}

/** A good object made bad: a field replaced, removed, doubled in another case, or added. */
export const mutated = (random: Random, good: Record<string, unknown>): Record<string, unknown> => {
  const bad: Record<string, unknown> = { ...good }
  for (let times = random.between(0, 3); times > 0; times--) {
    const key = random.pick([...Object.keys(good), anyString(random)])
    if (random.next() < 0.2) delete bad[key]
    else bad[random.next() < 0.1 ? key.toUpperCase() : key] = anyValue(random)
  }
  return bad
}

/** JSON text, sometimes cut, doubled or with a byte changed. */
export const brokenText = (random: Random, text: string): string => {
  const place = random.between(0, text.length)
  const kind = random.between(0, 9)
  if (kind === 0) return text.slice(0, place)
  if (kind === 1) return text + text
  if (kind === 2) return text.slice(0, place) + String.fromCharCode(random.between(0, 255)) + text.slice(place + 1)
  if (kind === 3) return text.replace('{', '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{}},')
  return text
}
