import t from 'tap'
import { findNewNumber } from '../../worker/truth-numbers.ts'

const borne: [text: string, source: string][] = [
  ['cut 30 percent', 'cut by 30%'],
  ['خفض ٣٠٪', '30% cut'],
  ['５０％ more', '50%'],
  ['$2M saved', '2 million dollars saved'],
  ['2M saved', '$2M saved'],
  ['5 mln euros', '€5M'],
  ['€500 K', '500000 euros'],
  ['$1.5bn', '1.5 billion USD'],
  ['1,200 users', '1200 users'],
  ['1.200 users', '1200 users'],
  ['1 200 users', '1200 users'],
  ['2 000 000', '2M'],
  ['10k users', '10,000 users'],
  ['5m users', '5 million users'],
  ['twelve people', '12 people'],
  ['12 people', 'twelve people'],
  ['twenty-five', '25'],
  ['two hundred', '200'],
  ['30人のチーム', 'team of 30'],
  ['3万人', '30000人'],
  ['чотири команди', '4 команди'],
  ['zwölf Teams', '12 Teams'],
  ['doubled revenue', '2x revenue'],
  ['tenfold', '10x'],
  ['half the cost', '50% of cost'],
  ['thousands of users', '3,200 users'],
  ['in 2019', '2019-04'],
  ['10-15 people', '10 to 15 people'],
  ['3.14.2', '3.14.2'],
  ['one of the largest', 'large'],
  ['S3 buckets and EC2', 'none'],
  ['10+ teams', '10 teams'],
]

const brought: [text: string, source: string, label: string][] = [
  ['cut by 40%', 'cut by 30%', '40%'],
  ['cut 30', 'cut by 30%', '30'],
  ['30% of users', '30 users', '30%'],
  ['€2M', '$2M', '€2M'],
  ['2 million euros', '2 million', '2 million'],
  ['team of five', 'team of 4', 'five'],
  ['doubled revenue', 'grew revenue', 'doubled'],
  ['thousands of users', 'users', 'thousands'],
  ['3x faster', '3 teams', '3'],
  ['Python 3.11', 'Python 3.1', '3.11'],
  ['99.9%', '99.99%', '99.9%'],
  ['٤٠٪', '30%', '40%'],
  ['10M users', '10k users', '10M'],
  ['ISO-9001', 'ISO 27001', '9001'],
  ['三倍', '30人', '3'],
  ['四十人を統括', '四人を統括', '40'],
  ['a dozen teams', 'teams', 'dozen'],
]

t.test('a number is known in any script, spelling and unit that means the same', async t => {
  for (const [text, source] of borne) t.equal(findNewNumber(text, source), null, `${text} ← ${source}`)
})

t.test('a number that the source does not state is found and named', async t => {
  for (const [text, source, label] of brought) t.equal(findNewNumber(text, source), label, `${text} ← ${source}`)
})
