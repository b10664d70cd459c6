// Hides name, e-mail, phone, address and own links in what is sent to the model, and puts them back in what returns.
import type { Candidate } from './facts-read.ts'

export interface Mask {
  placeholder: string
  original: string
}

export interface Masker {
  /** Free text: all personal data, each part of the name too. */
  freeText(text: string): { text: string; masks: Mask[] }
  /** A field of an entry (an employer, a title): a company may bear a part of the name, so only the whole name. */
  field(text: string): string
}

interface Rule {
  placeholder: string
  pattern: RegExp
}

const PLACEHOLDER = /\[(?:name|email|phone|address|link)\]/gi

export function createMasker(candidate: Candidate): Masker {
  const personal = [...contactRules(candidate), ...fullNameRules(candidate.name)]
  const rules = [...personal, ...namePartRules(candidate.name)]
  return { freeText: text => applyRules(text, rules), field: text => applyRules(text, personal).text }
}

/** Puts originals back where exactly one fits; null where the text holds a placeholder that can't be filled. */
export function unmask(text: string, masks: readonly Mask[], sources: readonly string[]): string | null {
  let filled = true
  const result = text.replace(PLACEHOLDER, found => {
    const originals = new Set(masks.filter(mask => mask.placeholder === found.toLowerCase()).map(mask => mask.original))
    if (originals.size === 1) return [...originals][0] as string
    if (!sources.some(source => source.includes(found))) filled = false
    return found
  })
  return filled ? result : null
}

function applyRules(text: string, rules: Rule[]): { text: string; masks: Mask[] } {
  const masks: Mask[] = []
  let masked = text
  for (const { placeholder, pattern } of rules) {
    masked = masked.replace(pattern, original => {
      masks.push({ placeholder, original })
      return placeholder
    })
  }
  return { text: masked, masks }
}

const EMAIL = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}/gu
const INTERNATIONAL_PHONE = /\+\d[\d\s().\-\u2010-\u2015]{6,18}\d/g
const AMERICAN_PHONE = /(?<![\d.])(?:\(\d{3}\) ?|\d{3}[\s.-])\d{3}[\s.-]\d{4}(?!\d)/g

function contactRules({ url, profiles, email, phone, location }: Candidate): Rule[] {
  const links = [url, ...profiles.slice(0, MOST_PARTS).map(profile => profile.url)].flatMap(link =>
    link ? linkPattern(link) : [],
  )
  const digits = (phone?.match(/\d/g) ?? []).slice(0, MOST_PARTS)
  const { address, postalCode } = location
  return [
    ...links.map(pattern => ({ placeholder: '[link]', pattern })),
    ...(email ? [{ placeholder: '[email]', pattern: wholeWord(escapeSpaced(email), 'giu') }] : []),
    { placeholder: '[email]', pattern: EMAIL },
    ...(digits.length >= 5
      ? [{ placeholder: '[phone]', pattern: new RegExp(`(?<!\\d)\\+?\\(?${digits.join(GAP)}(?!\\d)`, 'gu') }]
      : []),
    { placeholder: '[phone]', pattern: INTERNATIONAL_PHONE },
    { placeholder: '[phone]', pattern: AMERICAN_PHONE },
    ...(address ? [{ placeholder: '[address]', pattern: wholeWord(escapeSpaced(address), 'giu') }] : []),
    // A short postal code may be any number of a text ("1000 users").
    ...(postalCode && (postalCode.length >= 5 || /\p{L}/u.test(postalCode))
      ? [{ placeholder: '[address]', pattern: wholeWord(escapeSpaced(postalCode), 'giu') }]
      : []),
  ]
}

const GAP = '[\\s().\\-\\u2010-\\u2015/]{0,3}'

/** The link with or without protocol and `www.`, and whatever path follows it. */
function linkPattern(link: string): RegExp[] {
  const bare = link
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/^www\./i, '')
    .replace(/\/+$/, '')
  if (bare.length < 4) return []
  return [
    new RegExp(
      `(?<![\\p{L}\\p{N}])(?:https?://)?(?:www\\.)?${escapeSpaced(bare)}(?:/[^\\s,;)]*)?(?![\\p{L}\\p{N}])`,
      'giu',
    ),
  ]
}

/** Parts of names that are ordinary words, titles or degrees: alone they tell of nobody. */
const PARTICLES = new Set(
  `van von der den dem de del della di da dos das du la le el al bin ibn bint abu ben san the jr sr dr mr ms mrs prof ing
  phd mba msc bsc md rn cpa ii iii iv an so he go am is it in on at to do my me we no us up or as by if of be and`.split(
    /\s+/,
  ),
)
/** More than any real name or list of links has; keeps a hostile profile from costing a worker's time. */
const MOST_PARTS = 20

function fullNameRules(name: string | null): Rule[] {
  const words = name?.split(' ') ?? []
  // One word may be an ordinary one ("Mark"): its capital decides, as for a part of a name.
  if (!name || name.length < 2 || words.length > MOST_PARTS || (words.length === 1 && !isUnbounded(name))) return []
  const [first, last] = [words.slice(0, -1).join(' '), words.at(-1)]
  const orders = words.length > 1 ? [name, `${last}, ${first}`, `${last} ${first}`] : [name]
  return orders.map(order => ({ placeholder: '[name]', pattern: wholeWord(escapeSpaced(order), 'giu') }))
}

/** Parts of the name as a name is written, with a capital ("Mark" is masked, "mark" is a verb); neighbours as one. */
function namePartRules(name: string | null): Rule[] {
  const words = (name ?? '').split(/[\s,.]+/).slice(0, MOST_PARTS)
  const parts = words.flatMap(word => [word, ...word.split('-')]).filter(part => part.length >= 2)
  const spellings = parts
    .flatMap(part => [
      part,
      part
        .normalize('NFD')
        .replace(/(?<=\p{sc=Latin}\p{M}*)\p{M}/gu, '')
        .normalize('NFC'),
    ])
    .filter(part => !PARTICLES.has(part.toLowerCase()))
    .flatMap(part => [part, `${part[0]?.toUpperCase()}${part.slice(1).toLowerCase()}`, part.toUpperCase()])
    .filter(isCapitalised)
  const any = [...new Set(spellings)]
    .sort((a, b) => b.length - a.length)
    .map(escapeSpaced)
    .join('|')
  return any
    ? [{ placeholder: '[name]', pattern: wholeWord(`(?:${any})(?:[\\s.-]+(?:\\p{Lu}\\.\\s*)?(?:${any}))*`, 'gu') }]
    : []
}

const isCapitalised = (word: string): boolean =>
  word[0] !== word[0]?.toLowerCase() || word.toLowerCase() === word.toUpperCase()

/** Boundaries only where the script has them: Chinese or Japanese names stand between other characters. */
function wholeWord(source: string, flags: string): RegExp {
  if (!isUnbounded(source)) return new RegExp(`(?<![\\p{L}\\p{M}\\p{N}_])${source}(?![\\p{L}\\p{M}\\p{N}_])`, flags)
  // Such names are also written without the space inside.
  return new RegExp(source.replaceAll(SPACE, '[\\s,・·]*'), flags)
}

const isUnbounded = (text: string): boolean => /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}]/u.test(text)

const SPACE = '[\\s,]+'

const escapeSpaced = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, SPACE)
