// The skill names that a check looks for: those that we ship, under one name for all that mean the same, and those of
// one profile. Knows nothing of texts around them.
import { SAME_SKILLS, SKILL_NAMES } from './truth-skill-list.ts'
import { fold, isOrdinary, isUnspaced, phraseKey } from './truth-text.ts'

export class Vocabulary {
  /** Key → the one name of all that mean the same. */
  readonly #skills: Map<string, string>
  /** First word of a name → how many words the longest name with it has. */
  readonly #widths: Map<string, number>
  /** Written in capitals, since in small letters they are ordinary words: IT, SAP. */
  readonly #capitals: Set<string>
  /** "API" and "application programming interface" mean the same, but are no skill unless the profile says so. */
  readonly #synonyms: Set<string>
  /** Names of this profile, which `base` need not have. */
  readonly #own = new Set<string>()
  /** Words that are a skill only where nothing stands between them. */
  readonly #phrases: Set<string>
  /** A name written as one word, or in another case of its grammar → the name. */
  readonly #variants: Map<string, string>
  /** Names in scripts without spaces, which stand inside words. */
  readonly unspaced = new Set<string>()

  /** Begins with all that `base` has. */
  constructor(base?: Vocabulary) {
    this.#skills = new Map(base ? base.#skills : [])
    this.#widths = new Map(base ? base.#widths : [])
    this.#capitals = new Set(base ? base.#capitals : [])
    this.#synonyms = new Set(base ? base.#synonyms : [])
    this.#variants = new Map(base ? base.#variants : [])
    this.#phrases = new Set(base ? base.#phrases : [])
  }

  add(name: string): void {
    const key = phraseKey(name)
    if (isUnspaced(name)) this.unspaced.add(withoutSpaces(name))
    if (!key || key.split(' ').length > MAX_WORDS || /^[\d .]+$/.test(key)) return
    if (/^\p{Lu}{2,4}$/u.test(name.trim()) && isOrdinary(key)) this.#capitals.add(key)
    this.#set(key, this.#skills.get(key) ?? key)
    this.addSpaced(name, this.#skills.get(key) as string)
    this.#own.add(key)
    this.#synonyms.delete(this.#skills.get(key) as string)
  }

  /** Of a job's text, by its key. */
  addPhrase(key: string): void {
    if (this.#skills.has(key)) return
    this.#set(key, key)
    this.#phrases.add(key)
  }

  /** "FooDB" written "foo db". */
  addSpaced(name: string, skill: string): void {
    const spaced = spacedOut(name)
    if (!spaced || this.#skills.has(spaced)) return
    this.#set(spaced, skill)
    this.#phrases.add(spaced)
  }

  addGroup(names: string[]): void {
    const keys = names.map(phraseKey)
    const [first = ''] = keys
    if (!keys.some(key => this.#skills.has(key))) this.#synonyms.add(first)
    for (const key of keys) {
      this.#set(key, first)
      if (key.includes(' ') && keys.includes(key.replaceAll(' ', ''))) this.#phrases.add(key)
    }
  }

  find(key: string): string | undefined {
    return this.#skills.get(this.baseForm(key)) ?? this.#variants.get(variantOf(key))
  }

  /** How many words a name can have that begins with this one. */
  widthFrom = (word: string): number => this.#widths.get(word) ?? this.#widths.get(variantOf(word)) ?? 1

  isOwn = (key: string): boolean => this.#own.has(key)

  isPhrase = (key: string): boolean => this.#phrases.has(this.baseForm(key))

  needsCapitals = (key: string): boolean => this.#capitals.has(key)

  isSkill = (name: string): boolean => !this.#synonyms.has(name)

  /** The name behind a plural or a verb made of it: "APIs", "Dockerized". */
  baseForm(key: string): string {
    if (this.#skills.has(key) || key.length < 4) return key
    const noun = key.endsWith('s') ? key.slice(0, -1) : key
    if (this.#skills.has(noun) || key.includes(' ')) return noun
    const verb = key.replace(/(?:i[sz])?(?:ed|ing|ation)$/, '')
    return verb !== key && this.#skills.has(verb) && !isOrdinary(key) ? verb : noun
  }

  #set(key: string, name: string): void {
    const [first = '', ...rest] = key.split(' ')
    this.#skills.set(key, name)
    const variant = variantOf(key)
    if (variant !== key && variant.length >= VARIANT_MIN && !isOrdinary(variant)) this.#variants.set(variant, name)
    for (const word of [first, variantOf(first)])
      this.#widths.set(word, Math.max(this.#widths.get(word) ?? 1, rest.length + 1))
  }
}

/** A candidate's skill may be half a sentence; what is longer than a whole one is none, and costs time. */
const MAX_WORDS = 24
/** A shorter one may be any word. */
const VARIANT_MIN = 6

/** Null where the parts are ordinary words ("the service now runs") or letters. */
function spacedOut(name: string): string | null {
  const parts = name.split(/(?<=\p{Ll})(?=\p{Lu})/u)
  if (parts.length !== 2 || !parts.every(part => /^\p{L}{2,}$/u.test(part)) || name.startsWith('No')) return null
  return parts.every(part => isOrdinary(part.toLowerCase())) ? null : phraseKey(parts.join(' '))
}

/** Without what parts its words (Quill-Stack, quillstack), and of Cyrillic words without their endings. */
const variantOf = (key: string): string =>
  key
    .split(/[ ._-]/)
    .map(word => word.replace(CYRILLIC_ENDING, ''))
    .join('')

const CYRILLIC_ENDING = /(?<=\p{sc=Cyrillic}{4})[аеёиійоуыьэюяїєгмхв]{1,3}$/u

/** For scripts that need none between words. */
export const withoutSpaces = (text: string): string => fold(text).toLowerCase().replace(/\s/g, '')

/** What we ship, read once when the process starts. */
export const SHIPPED: Vocabulary = readShipped()

function readShipped(): Vocabulary {
  const vocabulary = new Vocabulary()
  for (const name of SKILL_NAMES) vocabulary.add(name)
  for (const group of SAME_SKILLS) vocabulary.addGroup(group)
  return vocabulary
}

/** "HTML/CSS, Python (Django)" is also each of its parts. */
export const splitSkill = (name: string): string[] => [
  name,
  ...name.split(/[,;|/()]|\s[-–—&]\s/).filter(part => part.trim().length > 1),
]
