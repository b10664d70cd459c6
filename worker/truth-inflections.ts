// Whether sources bear a skill of ordinary words in another form of them: "market research" by "researched markets".
import { isOrdinary, stem, type Token } from './truth-text.ts'

/** All the words, in any order, with small words between them alone. */
export function isInflected(skill: string, sources: Token[][]): boolean {
  const words = skill.split(' ')
  if (!words.every(isOrdinary)) return false
  const telling = words.length > 1 ? words.filter(word => !SMALL_WORDS.has(word)) : words
  const stems = (telling.length > 0 ? telling : words).map(stem)
  return sources.some(tokens => tokens.some((_, at) => standTogether(stems, tokens, at)))
}

function standTogether(stems: string[], tokens: Token[], from: number): boolean {
  const missing = [...stems]
  let small = 0
  for (let at = from; at < tokens.length; at += 1) {
    const { key, opens } = tokens[at] as Token
    if (at > from && (opens || tokens[at - 1]?.closes)) return false
    const found = missing.indexOf(stem(key))
    if (found >= 0) {
      missing.splice(found, 1)
      small = 0
    } else if (at === from || !SMALL_WORDS.has(key) || ++small > MOST_SMALL) return false
    if (missing.length === 0) return true
  }
  return false
}

/** "of the": a preposition and its article. */
const MOST_SMALL = 2

/** No "and": who managed a shop and changed a tyre did no change management. */
const SMALL_WORDS = new Set(
  'a an the of for to in on at with by from into its our their his her my own all each new two three four five'.split(
    ' ',
  ),
)
