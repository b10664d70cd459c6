// Looks for invented facts in a finished document's text, with the profile alone in hand. Written apart from
// worker/truth*: simpler and stricter, so that both would have to fail in the same way for a lie to pass.
import type { Profile } from '../../shared/profile.ts'

export interface Known {
  words: Set<string>
  numbers: Set<string>
  text: string
}

/** `added`: what code may add to a profile: titles of sections, months, the word for "present". */
export const knownOf = (profile: Profile, added: string[]): Known => {
  const texts = [...strings(profile), ...added].map(text => fold(text))
  const text = texts.join('\n')
  const words = new Set(text.match(WORD) ?? [])
  for (const word of [...words]) for (const part of word.split(/[^\p{L}\p{N}]+/u)) words.add(part)
  for (const [one, ...others] of ALIASES) if (others.some(other => words.has(other))) words.add(one!)
  return { words, numbers: new Set(texts.flatMap(numbersIn)), text: squeeze(text) }
}

/** Numbers, names, addresses, links and skills of the document that the profile lacks. `skills`: more to look for. */
export const inventions = (document: string, known: Known, skills: Set<string> = new Set()): string[] => {
  const text = fold(document)
  const found = new Set<string>()
  for (const number of numbersIn(text)) if (!known.numbers.has(number)) found.add(`number ${number}`)
  for (const [link] of text.matchAll(LINK)) if (!known.text.includes(bareLink(link))) found.add(`link ${link}`)
  for (const line of document.normalize('NFKC').split(/\n/)) {
    for (const name of namesIn(line)) if (!isKnown(fold(name), known)) found.add(`name ${name}`)
  }
  for (const word of text.match(WORD) ?? []) {
    if ((skills.has(word) || SKILLS.has(word)) && !isKnown(word, known)) found.add(`skill ${word}`)
  }
  return [...found]
}

/** Terms of a job that look like skills: with a sign or a digit in them, or a capital within a sentence. */
export const skillsOfJob = (description: string): Set<string> =>
  new Set(description.split('\n').flatMap(namesIn).map(fold))

const WORD = /\.?[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}+#.'&/-]*(?<=[\p{L}\p{M}\p{N}+#])/gu
const LINK = /(?:https?:\/\/|www\.)\S+|[^\s@·]+@[^\s@·]+\.[a-z]{2,}/gu
const NUMBER = /\d+(?:[.,\u00A0\u202F ]\d{3}(?!\d))*(?:[.,]\d+)?/gu
const SPELLED = 'zero - two three four five six seven eight nine ten eleven twelve'.split(' ')

const fold = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, digit => String(Number.isNaN(Number(digit)) ? digitValue(digit) : Number(digit)))
    .normalize('NFKD')
    .replace(/[\p{Cf}\p{M}]/gu, '')
    .toLowerCase()

/** Digits of other scripts stand in tens. */
const digitValue = (digit: string): number => {
  const code = digit.codePointAt(0)!
  let zero = code
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero--
  return code - zero
}

/** `1,200.50` → `1200.50`; `2,5` → `2.5`. A spelled small number is one too. */
const numbersIn = (text: string): string[] => [
  ...Array.from(text.matchAll(NUMBER), ([number]) =>
    number
      .replace(/[,.\s\u00A0](?=\d{3}(?!\d))/g, '')
      .replace(',', '.')
      .replace(/^0+(?=\d)/, ''),
  ),
  ...SPELLED.flatMap((word, value) =>
    new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, 'u').test(text) ? [String(value)] : [],
  ),
]

/** Capitalised words that do not open a sentence, and words with a capital, digit or sign within. */
const namesIn = (line: string): string[] => {
  const names: string[] = []
  for (const match of line.matchAll(/\.?[\p{L}\p{N}][\p{L}\p{M}\p{N}+#.'&/-]*(?<=[\p{L}\p{M}\p{N}+#])/gu)) {
    const [word] = match
    const before = line.slice(0, match.index)
    const opens = /(^|[.!?:;•\t(“"«·|–-])[\s•]*$/.test(before)
    const inner = /\p{Lu}|[+#]|[A-Za-z]\d/u.test(word.slice(1))
    if (/\p{L}/u.test(word) && (inner || (!opens && /^\p{Lu}/u.test(word)))) names.push(word)
  }
  return names
}

const isKnown = (word: string, { words, text }: Known): boolean =>
  words.has(word) ||
  word.split(/[^\p{L}\p{N}+#]+/u).every(part => part === '' || words.has(part) || words.has(part.replace(/s$/, ''))) ||
  text.includes(squeeze(word))

const squeeze = (text: string): string => text.replace(/[\s\p{P}]/gu, '')
const bareLink = (link: string): string => squeeze(link.replace(/^https?:\/\/(www\.)?/, ''))

const strings = (value: unknown): string[] => {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : []
}

/** The first may stand where one of the others does. */
const ALIASES = [
  ['kubernetes', 'k8s'],
  ['k8s', 'kubernetes'],
  ['javascript', 'js'],
  ['typescript', 'ts'],
  ['postgresql', 'postgres'],
  ['postgres', 'postgresql'],
  ['golang', 'go'],
]

/** Enough of the words that lies are made of, in small letters too. */
const SKILLS = new Set(
  `kubernetes docker terraform ansible jenkins graphql kafka rabbitmq salesforce sap hadoop spark snowflake airflow react
  angular vue svelte typescript javascript python java kotlin scala rust golang ruby rails django flask laravel php perl
  mysql postgresql mongodb cassandra elasticsearch redis aws azure gcp linux figma photoshop excel tableau powerbi jira
  scrum kanban pytorch tensorflow blockchain solidity phd mba nobel stanford harvard oxford`.split(/\s+/),
)
