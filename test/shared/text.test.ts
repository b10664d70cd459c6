import t from 'tap'
import { cleanText, storableJson, textOrNull } from '../../shared/text.ts'

t.test('clean text has no controls, no invisible characters, no lone surrogates, and plain line ends', t => {
  t.equal(cleanText('a\0b\u0007c\td\r\ne\rf\u2028'), 'abc\td\ne\nf\u2028')
  t.equal(cleanText('re\u00adsu\u200bme\ufeff\u202e!\u{e0041}'), 'resume!')
  t.equal(cleanText('x\ud800y\udc00😀'), 'x\ufffdy\ufffd😀')
  t.equal(cleanText('می\u200cخواهم 👩\u200d💻'), 'می\u200cخواهم 👩\u200d💻', 'what a script needs stays')
  t.end()
})

t.test('blank text is none', t => {
  for (const blank of [null, undefined, '', ' \n\t', '\0', '\u200b \ufeff']) t.equal(textOrNull(blank), null)
  t.equal(textOrNull('  a b \n'), 'a b')
  t.end()
})

t.test('JSON is made storable in keys and values, however it is nested', t => {
  const value = { 'a\0': ['b\0', { c: '\ud800' }], n: 1.5, t: true, z: null }
  t.same(storableJson(value), { a: ['b', { c: '\ufffd' }], n: 1.5, t: true, z: null })
  t.same(JSON.stringify(storableJson(JSON.parse('{"__proto__\\u0000":{"x":1}}'))), '{"__proto__":{"x":1}}')
  t.equal(({} as { x?: number }).x, undefined)
  t.end()
})

t.test('nesting deeper than 100 levels is refused', t => {
  const nested = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)
  t.doesNotThrow(() => storableJson(nested(101)))
  t.throws(() => storableJson(nested(102)), { code: 'INVALID_REQUEST' })
  t.throws(() => storableJson(nested(100_000)), { code: 'INVALID_REQUEST' })
  t.end()
})
