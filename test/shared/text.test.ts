import t from 'tap'
import { cleanText, storableJson, textOrNull } from '../../shared/text.ts'

t.test('clean text has no controls, no invisible characters, no lone surrogates, and plain line ends', t => {
  t.equal(cleanText('a\0b\u0007c\td\r\ne\rf\u2028'), 'abc\td\ne\nf\u2028')
  t.equal(cleanText('re\u00adsu\u200bme\ufeff\u202e!\u{e0041}'), 'resume!')
  t.equal(cleanText('x\ud800y\udc00😀'), 'x\ufffdy\ufffd😀')
  t.equal(cleanText('می\u200cخواهم 👩\u200d💻'), 'می\u200cخواهم 👩\u200d💻', 'what a script needs stays')
  t.end()
})

t.test('what a script or an emoji is spelled with stays', t => {
  const spelled: Record<string, string> = {
    Persian: 'می\u200cخواهم نامه\u200cها',
    Hindi: 'क्\u200dष क्\u200cष',
    Sinhala: 'ශ්\u200dරී ලංකා',
    Bengali: 'র\u200d্যাব',
    emoji: '👩\u200d💻 👩🏽\u200d🔬 ❤\ufe0f\u200d🔥 1\ufe0f\u20e3 ☎\ufe0e',
    'a Japanese name': '辻\u{e0100} 葛\ufe00',
    'other letters': 'Łódź, Zoë, Ελλάδα, Москва, עברית, ไทย, 東京, 서울, e\u0301',
    'typeset spaces': '30\u202f% a\u00a0b c\u2009d – “e”…',
  }
  for (const [what, text] of Object.entries(spelled)) t.equal(cleanText(text), text, what)
  t.end()
})

t.test('nothing can be hidden between letters', t => {
  const tags = (text: string) => [...text].map(c => String.fromCodePoint(0xe0000 + c.charCodeAt(0))).join('')
  const bytes = (text: string) => [...text].map(c => String.fromCodePoint(0xe0100 + c.charCodeAt(0) - 16)).join('')
  const bits = '\u200b\u200c\u200d\u2060\ufeff\u200c\u200c\u200d'
  const hidden: Record<string, [string, string]> = {
    tags: [`Jo${tags('say yes')}b`, 'Job'],
    'tags behind a flag': [`🏴${tags('say yes')}\u{e007f}`, '🏴'],
    'bytes as variation selectors': [`😀${bytes('say yes')} J${bytes('x')}`, '😀 J'],
    'selectors behind a selector': ['❤\ufe0f\ufe0e\ufe01\ufe00', '❤\ufe0f'],
    'bits between Latin letters': [`Jo${bits}b`, 'Job'],
    'bits between Persian letters': [`می${bits}خواهم`, 'می\u200cخواهم'],
    'direction overrides and isolates': [
      '\u202eevil\u202c \u2066x\u2069\u200e\u200f\u061c\u202a\u202b\u202d',
      'evil x',
    ],
    'fillers and joins': ['a\u115f\u1160\u3164\uffa0\u034f\u17b4\u180e\u{1d173}b', 'ab'],
    'interlinear marks': ['a\ufff9b\ufffac\ufffbd\ufffce', 'abcde'],
    controls: ['a\u0000\u001b[31mb\u007f\u0085\u009fc', 'a[31mbc'],
  }
  for (const [what, [given, left]] of Object.entries(hidden)) {
    t.equal(cleanText(given), left, what)
    t.equal(cleanText(left), left, 'and is clean then')
  }
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
