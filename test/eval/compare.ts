// Compares what a reader found in a document with what must be there. Each returns what is wrong, in plain words.
import type { FactGroup } from './facts.ts'

// Invisible marks, emoji (a "?" in PDF) and the signs around lines, which readers write each in a way of their own.
const IGNORED =
  /[\s\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Co}\p{M}?•\u2010-\u2015\uFFFE\u00AD-]|[\p{Extended_Pictographic}\p{Emoji_Modifier}]/gu
const MIRRORED: Record<string, string> = { ')': '(', ']': '[', '}': '{', '>': '<', '»': '«', '›': '‹' }
const RIGHT_TO_LEFT = /[\p{sc=Hebr}\p{sc=Arab}]/u
/** Poppler puts stacked marks where it finds them. */
const STACKED = /[\p{sc=Thai}\p{sc=Deva}]/u

/** Letters, digits and signs in one form, the rest left out. */
export const comparable = (text: string): string =>
  text.toWellFormed().normalize('NFKD').replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(IGNORED, '').toLowerCase()

/** Facts that the text lacks, or that stand out of their entry's order. */
export const missingFacts = (found: string, groups: FactGroup[]): string[] => {
  const text = comparable(found)
  return groups.flatMap(group => {
    const facts = group.map(comparable).filter(fact => fact !== '')
    const missing = facts.filter(fact => !text.includes(fact))
    if (missing.length > 0) return missing.map(fact => `lacks "${shorten(fact)}"`)
    return standsInOrder(text, facts) ? [] : [`out of order: "${shorten(facts[0]!)}"`]
  })
}

/** The same, where a reader puts right-to-left lines or stacked marks in an order of its own: all letters are there. */
export const missingLetters = (found: string, expected: string): string[] => {
  const [have, want] = [countLetters(found), countLetters(expected)]
  const wrong = [...new Set([...have.keys(), ...want.keys()])].filter(letter => have.get(letter) !== want.get(letter))
  return wrong.length === 0
    ? []
    : [
        `letters differ: ${wrong
          .map(letter => `${letter} ${have.get(letter) ?? 0} for ${want.get(letter) ?? 0}`)
          .slice(0, 8)
          .join(', ')}`,
      ]
}

export const hasOwnOrder = (text: string): boolean => RIGHT_TO_LEFT.test(text) || STACKED.test(text)

/** Whether the facts follow each other, from any place where the first one stands. */
const standsInOrder = (text: string, facts: string[]): boolean => {
  const [first = '', ...others] = facts
  for (let start = text.indexOf(first); start >= 0; start = text.indexOf(first, start + 1)) {
    let at = start + first.length
    const inOrder = others.every(fact => {
      const next = text.indexOf(fact, at)
      at = next + fact.length
      return next >= 0
    })
    if (inOrder) return true
  }
  return false
}

const countLetters = (text: string): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const character of comparable(text)) {
    const letter = MIRRORED[character] ?? character
    counts.set(letter, (counts.get(letter) ?? 0) + 1)
  }
  return counts
}

const shorten = (text: string): string => (text.length > 50 ? `${text.slice(0, 50)}…` : text)
