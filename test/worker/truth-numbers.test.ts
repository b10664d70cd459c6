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
  ['$2.5 million', '$2.5M'],
  ['3 dozen clients', '36 clients'],
  ['two-thirds faster', '67% faster'],
  ['a decade', '10 years'],
  ['over 20 years', 'two decades'],
  ['won 1st prize', 'first prize'],
  ['first prize', '1st prize'],
  ['a third-party tool', 'a tool'],
  ['first point of contact', 'contact'],
  ['Python 3', 'python3'],
  ['команда 5 людей', 'пʼять людей'],
  ['30%', '百分之三十'],
  ['5명', '다섯 명'],
  ['خمسة أشخاص', '5 أشخاص'],
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
  ['over a decade', 'for years', 'decade'],
  ['two decades', '2 years', 'two decades'],
  ['ranked first', 'ranked', 'ranked first'],
  ['third place', 'a place', 'third'],
  ['double the revenue', 'grew revenue', 'double the'],
  ['a pair of teams', 'teams', 'a pair of'],
  ['led ❺ people', 'led people', '5'],
  ['ⅻ teams', 'teams', '12'],
  ['12 people', 'since 2019-12', '12'],
  ['2019-05', '2019-04', '2019-05'],
  ['з п’яти людей', 'з людей', 'пяти'],
  ['δύο ομάδες', 'ομάδες', 'δύο'],
  ['قاد خَمسة أشخاص', 'قاد أشخاص', 'خمسة'],
  ['חמישה אנשים', 'אנשים', 'חמישה'],
  ['다섯 명', '명', '5'],
  ['สามทีม', 'ทีม', '3'],
  ['百分之三十', '提高', '30%'],
  ['提高三成', '提高', '30%'],
  ['売上倍増', '売上増', '倍増'],
  ['兩人', '人', '2'],
]

const inTheirLanguage: [text: string, source: string, language: string][] = [
  ['dos equipos', 'equipos', 'es'],
  ['due team', 'team', 'it'],
  ['três equipes', 'equipes', 'pt'],
  ['vijfentwintig teams', 'teams', 'nl'],
  ['trzema zespołami', 'zespołami', 'pl'],
  ['sept équipes', 'équipes', 'fr'],
  ['elf Teams', 'Teams', 'de'],
  ['fünfundzwanzig Teams', 'Teams', 'de'],
  ['ba nhóm', 'nhóm', 'vi'],
]

t.test('a number is known in any script, spelling and unit that means the same', async t => {
  for (const [text, source] of borne) t.equal(findNewNumber(text, source), null, `${text} ← ${source}`)
})

t.test('a number that the source does not state is found and named', async t => {
  for (const [text, source, label] of brought) t.equal(findNewNumber(text, source), label, `${text} ← ${source}`)
})

t.test('a number word that is an English word too is one in its own language', async t => {
  for (const [text, source, language] of inTheirLanguage) {
    t.ok(findNewNumber(text, source, language), text)
    t.equal(findNewNumber(text, `${source} 2 3 7 11 25`, language), null, text)
  }
  t.equal(findNewNumber('once due elf', 'x'), null)
})
