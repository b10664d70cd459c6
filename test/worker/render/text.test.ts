import t from 'tap'
import { cleanLines, cleanText } from '../../../worker/render/clean-text.ts'
import { breakOffsets } from '../../../worker/render/line-breaks.ts'
import { regionalTag } from '../../../worker/render/locale.ts'
import { findDifference } from '../../../worker/render/read-back.ts'
import { resumeText } from '../../../worker/render/resume-text.ts'
import { samples } from './samples.ts'

t.test('clean text is composed, on one line, and without what can not be seen', async t => {
  t.equal(cleanText('  Cafe\u0301\u00AD \u200Bbar\u0007\uFEFF\n\tbaz\u202E '), 'Café bar baz')
  t.equal(cleanText('30\u202F%'), '30\u00A0%')
  t.equal(cleanText('broken \uD83D surrogate'), 'broken \uFFFD surrogate')
  t.equal(cleanText('می\u200Cخواهم 👩\u200D💻 a\u200Db'), 'می\u200Cخواهم 👩\u200D💻 ab', 'joiners stay where they join')
  t.same(cleanLines('one\r\n\r\n two \u2028three'), ['one', 'two', 'three'])
})

t.test('the plain text has every piece once, in reading order, titles in capitals', async t => {
  const text = resumeText(samples.english!)
  const pieces = [
    'Katarzyna Łukasiewicz-Brown\nSenior Backend Engineer\nkasia.brown@example.com\u00A0\u00A0·  +1 415',
    'SUMMARY\n',
    'SKILLS\nLanguages: TypeScript',
    'Staff Software Engineer\tApr 2019 – Present\nNorthwind Payments, Inc.\u00A0\u00A0·  northwind.example.com/engineering\tSan Francisco, CA\nOwner',
    '\n• Led the migration',
    'Grade: 4.8/5.0\n\nB.Sc. in Mathematics\t2005 – 2008\nJagiellonian University',
  ]
  let at = -1
  for (const piece of pieces) {
    const found = text.indexOf(piece)
    t.ok(found > at, piece.slice(0, 30))
    at = found
  }
})

t.test('an empty résumé is an empty text, and empty pieces leave no trace', async t => {
  const empty = { language: 'en', country: null, name: '', label: null, contacts: [], sections: [] }
  t.equal(resumeText(empty), '')
  const entry = {
    title: ' ',
    organization: '',
    location: null,
    dates: null,
    url: null,
    text: ' \n ',
    bullets: ['', '\u200B'],
  }
  t.equal(resumeText({ ...empty, sections: [{ key: 'work', title: 'Work', entries: [entry] }] }), '')
})

t.test('a difference in words is found, one in white space or bullets is none', async t => {
  t.equal(findDifference('• one two\nthree', 'one  two three'), null)
  t.match(findDifference('one two three', 'one tw three'), /part at 5/)
  t.match(findDifference('one two', 'two one'), /line 1 of 1 is out of order/)
  t.notMatch(findDifference('secret word', 'secret wrd'), /secret/, 'what was written is not quoted')
})

t.test('right-to-left lines may come in a reader’s own order, but with every letter', async t => {
  t.equal(findDifference('שלום (AWS) 45%', '%45 (SWA) שלום'.replace('SWA', 'AWS')), null)
  t.match(findDifference('שלום AWS', 'שלו AWS'), /characters/)
  t.match(findDifference('שלום\nfirst\nsecond', 'שלום\nsecond\nfirst'), /line 3 of 3 is out of order/)
})

t.test('language tags get the region that Word wants', async t => {
  t.equal(regionalTag('uk', null), 'uk-UA')
  t.equal(regionalTag('en', 'IE'), 'en-IE')
  t.equal(regionalTag('en', 'DE'), 'en-US')
  t.equal(regionalTag('zh-Hant', null), 'zh-TW')
  t.equal(regionalTag('??', null), 'en-US')
})

t.test('a line ends at spaces, not within the words of a résumé', async t => {
  const pieces = (text: string): string[] => {
    const offsets = [0, ...breakOffsets(text)]
    return offsets.slice(1).map((end, at) => text.slice(offsets[at], end))
  }
  t.same(pieces('C++ and C#/.NET 99.98% 2019-04-30'), ['C++ ', 'and ', 'C#/.NET ', '99.98% ', '2019-04-30'])
  t.same(pieces('and/or state-of-the-art'), ['and/', 'or ', 'state-', 'of-', 'the-', 'art'])
  t.same(pieces('https://a-b.dev/c-d/e'), ['https://a-b.dev/', 'c-d/', 'e'])
  t.same(pieces('設計し、運用'), ['設', '計', 'し、', '運', '用'])
})
