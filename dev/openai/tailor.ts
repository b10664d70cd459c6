// Writes the two answers without a model: picks, orders and lightly joins the candidate's own words by closeness to
// the job. Each text is made of nothing but the words of the sources it names. Knows nothing of HTTP.
import { byScore, closenessTo, type Score } from './closeness.ts'
import type { Facts, NamedFact, RoleFacts, Task, TextFact } from './message.ts'

export interface Sourced {
  text: string
  sources: string[]
}

export interface MainSections {
  summary: Sourced
  skills: string[]
  education: string[]
  certifications: string[]
}

export interface WorkExperience {
  roles: { id: string; bullets: Sourced[] }[]
}

/** Recent roles may say more than old ones. */
const BULLETS_BY_PLACE = [6, 5, 4]
const BULLETS_OF_OLDER = 3
/** Two highlights no wider than this, in Latin letters, read well as one bullet. */
const SHORT_HIGHLIGHT = 64
const SUMMARY_MAX = 420
const SKILLS_AT_LEAST = 4

export const tailorMainSections = (task: Task): MainSections => {
  const score = scorer(task)
  const { skills, education, certificates } = task.facts
  return {
    summary: writeSummary(task.facts, score),
    skills: pick(skills, score, Math.min(SKILLS_AT_LEAST, skills.length)),
    education: education.map(({ id }) => id),
    certifications: pick(certificates, score, certificates.length),
  }
}

export const tailorWorkExperience = (task: Task): WorkExperience => {
  const score = scorer(task)
  const roles = task.facts.work.map((role, place) => ({ id: role.id, bullets: writeBullets(role, place, score) }))
  return { roles: roles.filter(({ bullets }) => bullets.length > 0) }
}

const scorer = ({ job, facts }: Task): Score => {
  const highlights = facts.work.flatMap(role => (role.highlights ?? []).map(({ text }) => text))
  return closenessTo(`${job.title}\n${job.description}`, [...highlights, ...facts.skills.map(plain)])
}

/** The closest ids first; at least `atLeast`, then only what the job asks for. */
const pick = (items: NamedFact[], score: Score, atLeast: number): string[] => {
  const ordered = byScore(items, item => score(plain(item)))
  const asked = ordered.filter(item => score(plain(item)) > 0).length
  // Where the job asks for none of them there is nothing to choose by.
  return ordered.slice(0, asked === 0 ? items.length : Math.max(asked, atLeast)).map(({ id }) => id)
}

/** All the words of a fact, its id aside. */
const plain = ({ id: _, ...fields }: NamedFact): string => {
  const texts = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : Array.isArray(value) ? value.flatMap(texts) : []
  return Object.values(fields).flatMap(texts).join(' ')
}

const writeSummary = (facts: Facts, score: Score): Sourced => {
  const highlights = byScore(
    facts.work.flatMap(role => role.highlights ?? []),
    ({ text }) => score(text),
  )
  const own = facts.s?.trim() ? { id: 's', text: facts.s } : null
  const parts: TextFact[] = own ? [own] : highlights.slice(0, 1)
  const next = highlights[own ? 0 : 1]
  // The highlight closest to the job ends the summary, unless the two together run long.
  if (next && score(next.text) > 0 && length(parts) + next.text.length <= SUMMARY_MAX) parts.push(next)
  return { text: parts.map(({ text }) => ended(text)).reduce(joined, ''), sources: parts.map(({ id }) => id) }
}

const writeBullets = (role: RoleFacts, place: number, score: Score): Sourced[] => {
  const highlights = (role.highlights ?? []).filter(({ text }) => text.trim() !== '')
  if (highlights.length === 0) return role.summary?.text.trim() ? [asIs(role.summary)] : []
  const chosen = byScore(highlights, ({ text }) => score(text)).slice(0, BULLETS_BY_PLACE[place] ?? BULLETS_OF_OLDER)
  return joinShort(chosen)
}

/** Joins the first two short highlights that read well as one bullet; the rest stand as they are. */
const joinShort = (highlights: TextFact[]): Sourced[] => {
  const short = highlights.filter(({ text }) => widthOf(text) <= SHORT_HIGHLIGHT)
  const first = short[0]
  const second = short.slice(1).find(({ text }) => ideographic.test(text) || verbFirst.test(text))
  if (highlights.length < 3 || !first || !second) return highlights.map(asIs)
  const mark = ideographic.test(first.text) ? '；' : '; '
  const text = unended(first.text) + mark + second.text.trim().replace(verbFirst, verb => verb.toLowerCase())
  return highlights
    .filter(highlight => highlight !== second)
    .map(highlight => (highlight === first ? { text, sources: [first.id, second.id] } : asIs(highlight)))
}

/** Begins with a past form that can lose its capital behind a semicolon; a name or a noun could not. */
const verbFirst = /^\p{Lu}\p{Ll}{2,}(ed|é)(?= )/u
const asIs = ({ id, text }: TextFact): Sourced => ({ text: text.trim(), sources: [id] })
const length = (parts: TextFact[]): number => parts.reduce((sum, { text }) => sum + text.length, 0)
const ideographic = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
const widthOf = (text: string): number => text.length * (ideographic.test(text) ? 2 : 1)
const unended = (text: string): string => text.trim().replace(/[.。．;；]+$/u, '')
const ended = (text: string): string => {
  const trimmed = text.trim()
  if (/[.!?。．！？…]$/u.test(trimmed)) return trimmed
  return trimmed + (ideographic.test(trimmed) ? '。' : '.')
}
const joined = (before: string, text: string): string =>
  before === '' || ideographic.test(before.slice(-2)) || before.endsWith('。') ? before + text : `${before} ${text}`
