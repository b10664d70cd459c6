// Finds skills in texts: those of the profile, of the list we ship and of the job text. Word boundaries and capitals
// decide, so that "Go", "R" and "Excel" are found and "go", "r" and "excel" are not.
import { isInflected } from './truth-inflections.ts'
import { type JobTerms, readJobPhrases, readJobTerms, readJoinedNames } from './truth-job-terms.ts'
import { OPENING_WORDS, ORDINARY_SKILLS, SMALL_LETTER_WORDS } from './truth-skill-list.ts'
import {
  bearsSymbol,
  hasInnerCapital,
  initialisms,
  isCapitalised,
  isOrdinary,
  type Token,
  tokenize,
} from './truth-text.ts'
import { SHIPPED, splitSkill, Vocabulary, withoutSpaces } from './truth-vocabulary.ts'

export interface SourceText {
  text: string
  /** A skill group of the profile: what stands there is a skill in any spelling. */
  listsSkills: boolean
}

interface FoundSkill {
  name: string
  skill: string
  from: number
  to: number
}

export interface SkillFinder {
  /** The first skill of the text that no source has, as written. `covered`: tokens that are known skills. */
  findNewSkill(text: string, sources: SourceText[]): { name: string | null; covered: Set<number> }
}

/** `profileSkills`: names and keywords; `jobText`: title, company and description, one a line. */
export function createSkillFinder(profileSkills: string[], jobText: string, jobLanguage: string): SkillFinder {
  const vocabulary = readVocabulary(profileSkills, jobText, jobLanguage)
  const jobTerms = readJobTerms(jobText, jobLanguage)
  return {
    findNewSkill(text, sources) {
      const known = new Set(sources.flatMap(source => findKnown(source, vocabulary)))
      const read = sources.map(source => tokenize(source.text))
      const shortened = new Set(read.flatMap(initialisms))
      const found = findSkills(tokenize(text), vocabulary, jobTerms)
      const isKnown = ({ skill, name }: FoundSkill) =>
        known.has(skill) || isBorne(skill, name, read) || isShortened(skill, shortened)
      const covered = placesOf(found.filter(isKnown))
      const lacking = found.find(skill => !isKnown(skill) && vocabulary.isSkill(skill.skill))
      return { name: lacking?.name ?? findUnspaced(text, sources, vocabulary.unspaced) ?? null, covered }
    },
  }
}

function readVocabulary(profileSkills: string[], jobText: string, jobLanguage: string): Vocabulary {
  const vocabulary = new Vocabulary(SHIPPED)
  for (const name of profileSkills.flatMap(splitSkill)) vocabulary.add(name)
  if (jobLanguage === 'en') for (const name of readJoinedNames(jobText)) vocabulary.add(name)
  const named = findSkills(tokenize(jobText), vocabulary, new Map())
  for (const key of readJobPhrases(jobText, placesOf(named))) vocabulary.addPhrase(key)
  for (const { raw, key } of tokenize(jobText)) if (hasInnerCapital(raw)) vocabulary.addSpaced(raw, key)
  return vocabulary
}

function findSkills(tokens: Token[], vocabulary: Vocabulary, jobTerms: JobTerms): FoundSkill[] {
  const found: FoundSkill[] = []
  for (let from = 0; from < tokens.length; ) {
    const skill = findLongest(tokens, from, vocabulary) ?? findJobTerm(tokens, from, jobTerms)
    if (skill) found.push(skill)
    from = skill?.to ?? from + 1
  }
  return found
}

function findLongest(tokens: Token[], from: number, vocabulary: Vocabulary): FoundSkill | null {
  for (let to = lastOf(tokens, from, vocabulary); to > from; to -= 1) {
    const key = keyBetween(tokens, from, to)
    const skill = vocabulary.find(key)
    if (!skill || (vocabulary.isPhrase(key) && isParted(tokens, from, to))) continue
    if (to - from > 1 || isMeant(tokens, from, vocabulary)) return { name: nameOf(tokens, from, to), skill, from, to }
  }
  return findTorn(tokens, from, vocabulary)
}

/** "For the market, research …" */
const isParted = (tokens: Token[], from: number, to: number): boolean =>
  tokens.slice(from + 1, to).some((token, index) => token.opens || tokens[from + index]?.closes)

/** "Kuber-netes", "kuber netes"; not "post man". */
function findTorn(tokens: Token[], from: number, vocabulary: Vocabulary): FoundSkill | null {
  const [token, next] = [tokens[from] as Token, tokens[from + 1]]
  if (!next || next.opens || (next.glue !== '-' && !(next.glue === ' ' && isTorn(token, next)))) return null
  const key = token.key + next.key
  const skill = ORDINARY_SKILLS.has(key) ? undefined : vocabulary.find(key)
  return skill ? { name: nameOf(tokens, from, from + 2), skill, from, to: from + 2 } : null
}

const isTorn = (token: Token, next: Token): boolean =>
  token.key.length + next.key.length >= SHORTEST_TORN &&
  !token.closes &&
  !(isOrdinary(token.key) && isOrdinary(next.key))

const SHORTEST_TORN = 6

const lastOf = (tokens: Token[], from: number, vocabulary: Vocabulary): number =>
  Math.min(from + vocabulary.widthFrom((tokens[from] as Token).key), tokens.length)

const keyBetween = (tokens: Token[], from: number, to: number): string =>
  to === from + 1
    ? (tokens[from] as Token).key
    : tokens
        .slice(from, to)
        .map(token => token.key)
        .join(' ')

function findJobTerm(tokens: Token[], at: number, jobTerms: JobTerms): FoundSkill | null {
  const { key, raw, opens } = tokens[at] as Token
  const skill = jobTerms.has(key) ? key : key.replace(/s$/, '')
  const term = jobTerms.get(skill)
  const isLoud = raw.length > 1 && raw === raw.toUpperCase()
  if (!term || (term.needsCapital && !isLoud && (opens || !isCapitalised(raw)))) return null
  return { name: raw, skill, from: at, to: at + 1 }
}

/** Every skill of a source, also those inside longer names, read generously. */
function findKnown({ text, listsSkills }: SourceText, vocabulary: Vocabulary): string[] {
  const tokens = tokenize(text)
  return tokens.flatMap((token, from) => {
    const known = [token.key, token.key.replace(/s$/, ''), token.key.replace(/(?<=\p{L}{3})\d+$/u, '')].filter(
      key => listsSkills || !ORDINARY_SKILLS.has(key),
    )
    for (let to = from + 1; to <= lastOf(tokens, from, vocabulary); to += 1) {
      const key = keyBetween(tokens, from, to)
      const skill = vocabulary.find(key)
      if (skill && (listsSkills || to - from > 1 || isWritten(tokens, from, vocabulary.baseForm(key))))
        known.push(skill, key)
    }
    return known
  })
}

/** Whether a name that is also an ordinary word is meant as a skill in a text that we judge. */
function isMeant(tokens: Token[], at: number, vocabulary: Vocabulary): boolean {
  const { raw, opens, key: written } = tokens[at] as Token
  const key = vocabulary.baseForm(written)
  if (vocabulary.needsCapitals(key) && raw !== raw.toUpperCase()) return false
  if (!ORDINARY_SKILLS.has(key)) return true
  if (!isCapitalised(raw))
    return (vocabulary.isOwn(key) && !SMALL_LETTER_WORDS.has(key)) || isNamedInLowerCase(tokens, at, key)
  return !isOtherSense(tokens, at, key) && !(opens && opensAsWord(key, tokens[at + 1]?.key))
}

function opensAsWord(key: string, next = ''): boolean {
  const before = OPENING_WORDS.get(key)
  return before === null || (before?.includes(next) ?? false)
}

/** The same in a source, where doubt counts for the candidate. */
function isWritten(tokens: Token[], at: number, key: string): boolean {
  if (!ORDINARY_SKILLS.has(key)) return true
  const { raw } = tokens[at] as Token
  if (isCapitalised(raw)) return !isOtherSense(tokens, at, key)
  return (key.length >= 4 && !OPENING_WORDS.has(key)) || isNamedInLowerCase(tokens, at, key) || key === 'excel'
}

const LANGUAGE_NAMES = new Set(
  'c d go r rust ruby swift dart julia ada nim bash react rails flask excel mongo hibernate ember struts babel celery mocha'.split(
    ' ',
  ),
)
const TOOL_NAMES = new Set(
  'spring spark express helm chef puppet vault node lambda consul hive storm unity slack zoom'.split(' '),
)

/** "written in go, deployed …", "using spark." */
function isNamedInLowerCase(tokens: Token[], at: number, key: string): boolean {
  const before = tokens[at - 1]?.key ?? ''
  const after = tokens[at + 1]?.key ?? ''
  const ends = (tokens[at] as Token).closes || ['and', 'or', 'to', 'for'].includes(after)
  const isNamed =
    (LANGUAGE_NAMES.has(key) && ['in', 'using', 'with', 'via'].includes(before)) ||
    (TOOL_NAMES.has(key) && ['using', 'via'].includes(before))
  return isNamed && ends && tokens[at]?.glue === ' '
}

/** Go-live, C-level, Series C. */
function isOtherSense(tokens: Token[], at: number, key: string): boolean {
  const [before, token, after] = [tokens[at - 1], tokens[at] as Token, tokens[at + 1]]
  if (key === 'go') return ['to', 'live', 'getter'].includes(after?.key ?? '')
  if (key.length > 1) return false
  return token.glue === '-' || after?.glue === '-' || LETTERED.has(before?.key ?? '') || token.raw.length > 1
}

const LETTERED = new Set(
  'series vitamin plan class grade level hepatitis type round group category option phase section part'.split(' '),
)

/** Of what we ship, the names stand for themselves. */
const isBorne = (skill: string, name: string, sources: Token[][]): boolean =>
  !SHIPPED.find(skill) && !bearsSymbol(name) && isInflected(skill, sources)

/** SLOs of "service level objectives"; for what we ship the table of other names decides. */
const isShortened = (skill: string, shortened: Set<string>): boolean =>
  !SHIPPED.find(skill) && shortened.has(skill.replace(/s$/, ''))

function findUnspaced(text: string, sources: SourceText[], terms: Set<string>): string | undefined {
  const plain = withoutSpaces(text)
  return [...terms].find(
    term => plain.includes(term) && !sources.some(source => withoutSpaces(source.text).includes(term)),
  )
}

const nameOf = (tokens: Token[], from: number, to: number): string =>
  tokens
    .slice(from, to)
    .map(({ raw, glue }, index) => (index ? glue : '') + raw)
    .join('')

const placesOf = (skills: FoundSkill[]): Set<number> =>
  new Set(skills.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index)))
