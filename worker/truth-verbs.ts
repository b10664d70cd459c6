// Verbs that make a deed bigger than its source tells it: "contributed to" become "led".
import { tokenize } from './truth-text.ts'

const words = (list: string): string[] => list.split(/\s+/)

const LEADING = new Set(
  words(`led leads lead leading headed heads heading directed directs directing managed manages managing owned owns owning drove drives
  driving spearheaded spearheads spearheading architected architects founded established pioneered oversaw oversees supervised orchestrated
  championed masterminded`),
)
const MODEST = new Set(
  words(`contributed contributes contributing contribute helped helps helping help assisted assists assisting assist supported supports
  supporting support participated participates participating participate took part involved member joined shadowed intern trainee
  collaborated worked observed`),
)

/** The leading verb of the text, where its sources have none and tell of a smaller part; null otherwise. */
export function findInflatedVerb(text: string, sources: string[]): string | null {
  const told = sources.flatMap(source => tokenize(source).map(token => token.key))
  if (told.some(word => LEADING.has(word)) || !told.some(word => MODEST.has(word))) return null
  return tokenize(text).find(token => LEADING.has(token.key))?.raw ?? null
}
