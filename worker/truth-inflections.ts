// Whether sources bear a skill of ordinary words in another form of them: "market research" by "researched markets".
import { isOrdinary, stem, type Token } from './truth-text.ts'

/** All the words next to each other, in any order, or the deed with what it was done to. */
export function isInflected(skill: string, sources: Token[][]): boolean {
  const words = skill.split(' ')
  if (!words.every(isOrdinary)) return false
  const telling = words.length > 1 ? words.filter(word => !SMALL_WORDS.has(word)) : words
  const stems = (telling.length > 0 ? telling : words).map(stem)
  return sources.some(tokens => tokens.some((_, at) => standTogether(stems, tokens, at) || isDone(stems, tokens, at)))
}

function standTogether(stems: string[], tokens: Token[], from: number): boolean {
  const missing = [...stems]
  for (let at: number | null = from; at !== null; at = nextTelling(tokens, at)) {
    const found = missing.indexOf(stem((tokens[at] as Token).key))
    if (found < 0) return false
    missing.splice(found, 1)
    if (missing.length === 0) return true
  }
  return false
}

/** "Managed two refit projects": one word more, right before what the deed was done to. */
function isDone([object, deed, ...rest]: string[], tokens: Token[], from: number): boolean {
  if (!object || !deed || rest.length > 0 || stem((tokens[from] as Token).key) !== deed) return false
  const more = nextTelling(tokens, from)
  if (more === null || JOINING_WORDS.has((tokens[more] as Token).key) || tokens[more]?.closes) return false
  const next = tokens[more + 1]
  return next !== undefined && !next.opens && stem(next.key) === object
}

/** The next word that is no small one, in the same part of the sentence. */
function nextTelling(tokens: Token[], from: number): number | null {
  for (let at = from + 1; at <= from + MOST_SMALL + 1; at += 1) {
    const token = tokens[at]
    if (!token || token.opens || tokens[at - 1]?.closes) return null
    if (!SMALL_WORDS.has(token.key)) return at
  }
  return null
}

/** "of the": a preposition and its article. */
const MOST_SMALL = 2

const SMALL_WORDS = new Set(
  `a an the of for to in on at with by from into its our their his her my own all each new two three four five six seven eight nine ten
  1 2 3 4 5 6 7 8 9 10 11 12`.split(/\s+/),
)

/** Who managed a shop and changed a tyre did no change management. */
const JOINING_WORDS = new Set(
  'and or but nor as than that which who whom whose while when where then not no over under about without through during after before per via'.split(
    ' ',
  ),
)
