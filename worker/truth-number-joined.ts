// Numbers that German, Dutch and Italian write as one word: dreihundertfünfzig, vijfentwintig, duemilacento. Pure functions.
import { lookUp, numbered, tens, type Words } from './truth-number-words.ts'

interface Spelling {
  hundred: string
  thousand: string
  /** May open what follows a hundred: hundertundfünf. */
  and: RegExp
  /** A number below a hundred. */
  small(part: string): number | undefined
}

const GERMAN: Words = {
  ...numbered(
    1,
    `ein|eins zwei drei vier fünf|fuenf sechs sieben acht neun zehn elf zwölf|zwoelf dreizehn vierzehn fünfzehn|fuenfzehn
    sechzehn siebzehn achtzehn neunzehn`,
  ),
  ...tens('zwanzig dreißig|dreissig vierzig fünfzig|fuenfzig sechzig siebzig achtzig neunzig'),
}
const DUTCH: Words = {
  ...numbered(
    1,
    `een|één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien`,
  ),
  ...tens('twintig dertig veertig vijftig zestig zeventig tachtig negentig'),
}
const ITALIAN: Words = numbered(
  1,
  `un|uno due tre|tré quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette
  diciotto diciannove`,
)
const ITALIAN_TENS: Words = tens('vent trent quarant cinquant sessant settant ottant novant')

const below = (words: Words, and: RegExp) => (part: string) => {
  const plain = lookUp(words, part)
  if (plain) return plain
  const ten = Object.keys(words).find(word => (words[word] ?? 0) >= 20 && part.endsWith(word))
  if (!ten) return undefined
  const ones = part.slice(0, -ten.length)
  const small = and.test(ones) ? lookUp(words, ones.replace(and, '')) : undefined
  return small && small < 10 ? small + (words[ten] ?? 0) : undefined
}

/** A ten loses its last letter before a vowel: ventuno, ventotto. */
function belowItalian(part: string): number | undefined {
  const plain = lookUp(ITALIAN, part)
  if (plain) return plain
  const [, ten = '', ones = ''] = /^(\p{L}{2,6}nt)[ia]?(\p{L}*)$/u.exec(part) ?? []
  const [large, small] = [lookUp(ITALIAN_TENS, ten), lookUp(ITALIAN, ones) ?? (ones ? undefined : 0)]
  return large && small !== undefined && small < 10 ? large + small : undefined
}

const SPELLINGS: Spelling[] = [
  { hundred: 'hundert', thousand: 'tausend', and: /^und/, small: below(GERMAN, /und$/) },
  { hundred: 'honderd', thousand: 'duizend', and: /^en/, small: below(DUTCH, /[eë]n$/) },
  { hundred: 'cento', thousand: 'mila', and: /^$/, small: belowItalian },
  { hundred: 'cento', thousand: 'mille', and: /^$/, small: belowItalian },
]

/** The value of a word that is a number joined from several; short ones are read in texts of their language. */
export function readJoined(word: string): number | undefined {
  if (word.length < MIN_LENGTH || STEMS.test(word)) return undefined
  for (const spelling of SPELLINGS) {
    // Centotto is cento otto.
    const value = readThousands(word.replace(/cent(?=ott)/, 'cento'), spelling)
    if (value) return value
  }
  return undefined
}

const MIN_LENGTH = 6
/** A name or a common word elsewhere, or no joined number: their languages' tables of words have them. */
const STEMS = /^(?:hundert|tausend|honderd|duizend|undici|cinque|quattro)$/

const readThousands = (word: string, spelling: Spelling): number | undefined =>
  readAround(word, spelling.thousand, 1000, spelling, part => readHundreds(part, spelling))

const readHundreds = (word: string, spelling: Spelling): number | undefined =>
  readAround(word, spelling.hundred, 100, spelling, spelling.small)

/** What stands before `name` is how many of them there are, what stands after it is added. */
function readAround(
  word: string,
  name: string,
  factor: number,
  { and }: Spelling,
  read: (part: string) => number | undefined,
): number | undefined {
  const at = word.indexOf(name)
  if (at < 0) return read(word)
  const [head, tail] = [word.slice(0, at), word.slice(at + name.length).replace(and, '')]
  const [count, rest] = [head ? read(head) : 1, tail ? read(tail) : 0]
  return count && rest !== undefined ? count * factor + rest : undefined
}
