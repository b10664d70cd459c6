// Hides name, e-mail, phone, address and own links in what is sent to the model, and puts them back in what returns.
import type { Candidate } from './facts-read.ts'
import { escaped, type FoldedText, foldText, matchPattern, wholeWord } from './mask-fold.ts'
import { isOrdinary } from './truth-text.ts'

export interface Mask {
  placeholder: string
  original: string
}

export interface Masker {
  /** Free text: all personal data, each part of the name too. */
  freeText(text: string): { text: string; masks: Mask[] }
  /** A field of an entry (an employer, a title): a company may bear a part of the name, so only the whole name. */
  field(text: string): string
  /** A stranger's text: only what is this candidate's. */
  own(text: string): string
}

interface Rule {
  placeholder: string
  /** For folded text. */
  pattern: RegExp
  /** Whether a match is meant; `original` as it stands in `text`. */
  isMeant?: (original: string, text: string) => boolean
}

const PLACEHOLDER = /\[(?:name|email|phone|address|link)\]/gi

export function createMasker(candidate: Candidate): Masker {
  const own = [...contactRules(candidate), ...placeRules(candidate.location), ...fullNameRules(candidate.name)]
  const personal = [...own.slice(0, 1), ...ANYBODYS, ...own.slice(1)]
  const all = [...personal, ...namePartRules(candidate)]
  return {
    freeText: text => applyRules(text, all),
    field: text => applyRules(text, [...personal, ...singleNameRules(candidate.name)]).text,
    own: text => applyRules(text, own).text,
  }
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

/** Each rule takes what no rule before it took. */
function applyRules(text: string, rules: Rule[]): { text: string; masks: Mask[] } {
  const folded = foldText(text)
  const taken: { from: number; to: number; placeholder: string }[] = []
  const used = new Uint8Array(text.length)
  for (const { placeholder, pattern, isMeant } of rules)
    for (const { from, to } of matchPattern(folded, pattern)) {
      if (used.subarray(from, to).includes(1) || (isMeant && !isMeant(text.slice(from, to), text))) continue
      used.fill(1, from, to)
      taken.push({ from, to, placeholder })
    }
  taken.sort((a, b) => a.from - b.from)
  return {
    text: replaceAll(folded, taken),
    masks: taken.map(({ from, to, placeholder }) => ({ placeholder, original: text.slice(from, to) })),
  }
}

function replaceAll({ original }: FoldedText, taken: { from: number; to: number; placeholder: string }[]): string {
  let result = ''
  let end = 0
  for (const { from, to, placeholder } of taken) {
    result += original.slice(end, from) + placeholder
    end = to
  }
  return result + original.slice(end)
}

const EMAIL = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}/gu
const INTERNATIONAL_PHONE = /\+\d[\d\s().-]{6,18}\d/g
const AMERICAN_PHONE = /(?<![\d.])(?:\(\d{3}\) ?|\d{3}[\s.-])\d{3}[\s.-]\d{4}(?!\d)/g

/** Contact data of anybody. */
const ANYBODYS: Rule[] = [
  { placeholder: '[email]', pattern: EMAIL },
  { placeholder: '[phone]', pattern: INTERNATIONAL_PHONE },
  { placeholder: '[phone]', pattern: AMERICAN_PHONE },
]

/** The e-mail address first: a link may be a part of it. */
function contactRules({ url, profiles, email, phone }: Candidate): Rule[] {
  const few = profiles.slice(0, MOST_PARTS)
  const links = [url, ...few.map(profile => profile.url)].flatMap(link => (link ? linkPattern(link) : []))
  const accounts = few.flatMap(({ username }) => (username ? accountPattern(username) : []))
  return [
    { placeholder: '[email]', pattern: email ? wholeWord(escaped(email), 'gu') : NOTHING },
    ...[...links, ...accounts].map(pattern => ({ placeholder: '[link]', pattern })),
    ...phonePatterns(phone).map(pattern => ({ placeholder: '[phone]', pattern })),
  ]
}

const NOTHING = /(?!)/g
const GAP = '[\\s().\\-/]{0,3}'
const SHORT_GAP = '[\\s().-]{0,2}'

/** Also without the country's code, with a zero in its place, or with a code that the profile leaves out. */
function phonePatterns(phone: string | null): RegExp[] {
  const digits = (foldText(phone ?? '').folded.match(/\d/g) ?? []).slice(0, MOST_PARTS).join('')
  const cores = [0, 1, 2, 3].map(dropped => digits.slice(dropped)).filter((core, at) => core.length >= (at ? 7 : 5))
  const before = `(?:(?:\\+|00)(?:\\d{1,3}${SHORT_GAP})?0?${SHORT_GAP}|\\(?0${SHORT_GAP}|\\()?`
  return cores.map(core => new RegExp(`(?<!\\d)${before}${[...core].join(GAP)}(?!\\d)`, 'gu'))
}

/** The link with or without protocol and `www.`, and whatever path follows it. */
function linkPattern(link: string): RegExp[] {
  const bare = link
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/^www\./i, '')
    .replace(/\/+$/, '')
  if (bare.length < 4) return []
  return [
    new RegExp(`(?<![\\p{L}\\p{N}])(?:https?://)?(?:www\\.)?${escaped(bare)}(?:/[^\\s,;)]*)?(?![\\p{L}\\p{N}])`, 'gu'),
  ]
}

/** After an @ or in an address. */
const accountPattern = (username: string): RegExp[] =>
  username.length < 3 ? [] : [new RegExp(`(?<=[@/])${escaped(username.replace(/^@/, ''))}(?![\\p{L}\\p{N}_])`, 'gu')]

/** The street with what follows it of the town; a town with its code. A town alone stays: it may be where work was done. */
function placeRules({ address, postalCode, city, region, countryCode }: Candidate['location']): Rule[] {
  const streets = [address, streetOf(address ?? '')]
  const towns = [postalCode, city, region, countryCode].filter(part => part !== null).map(escaped)
  const follows = towns.length > 0 ? `(?:[\\s,-]+(?:${towns.join('|')})(?![\\p{L}\\p{N}]))*` : ''
  const sources = streets.flatMap(part => (part ? [`${escaped(part)}(?![\\p{L}\\p{N}])${follows}`] : []))
  if (postalCode && city)
    sources.push(
      `${escaped(postalCode)}[\\s,]+${escaped(city)}`,
      `${escaped(city)}[\\s,]+${region ? `(?:${escaped(region)}[\\s,]+)?` : ''}${escaped(postalCode)}`,
    )
  // A short postal code may be any number of a text ("1000 users").
  if (postalCode && (postalCode.length >= 5 || /\p{L}/u.test(postalCode))) sources.push(escaped(postalCode))
  return sources.map(source => ({ placeholder: '[address]', pattern: wholeWord(source, 'gu') }))
}

/** Without the flat, which a text about the street leaves out. */
const streetOf = (address: string): string | null =>
  address
    .replace(DOOR, ',')
    .split(',')
    .map(part => part.trim())
    .find(part => part.length >= 6 && /\p{N}/u.test(part) && /\p{L}{2}/u.test(part)) ?? null

const DOOR =
  /(?<![\p{L}\p{N}])(?:(?:apt|apartment|flat|suite|ste|unit|room|rm|floor|wohnung|whg|appt|appartement|piso|interno|кв|квартира|офіс|офис)(?!\p{L})\.?\s*#?\s*(?:\p{L}?\p{N}+\p{L}?|\p{L})(?![\p{L}\p{N}])|#\s*[\p{L}\p{N}]+|\p{N}+(?:st|nd|rd|th)\s+fl(?:oor|\.)?(?!\p{L}))/giu

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
  const isShort = words.length === 1 && [...name].length <= 4
  const sources = isShort ? [[...name].map(escaped).join('\\s?')] : orders.map(escaped)
  return sources.map(source => ({ placeholder: '[name]', pattern: wholeWord(source, 'gu') }))
}

/** In a field, a name of one word with a capital, where it is no ordinary word: Sukarno Design. */
function singleNameRules(name: string | null): Rule[] {
  if (!name || name.length < 2 || /[\s,.]/.test(name) || PARTICLES.has(name.toLowerCase())) return []
  if (isUnbounded(name) || isOrdinary(foldText(name).folded)) return []
  return [{ placeholder: '[name]', pattern: wholeWord(escaped(name), 'gu'), isMeant: isCapitalised }]
}

/** Vietnamese tells words apart by their marks alone. */
const VIETNAMESE = /[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/iu

/** Parts of the name as a name is written, with a capital ("Mark" is masked, "mark" is a verb); neighbours as one. */
function namePartRules({ name }: Candidate): Rule[] {
  const words = (name ?? '').split(/[\s,.]+/).slice(0, MOST_PARTS)
  const parts = words
    .flatMap(word => [word, ...word.split('-')])
    .filter(part => part.length >= 2 && !PARTICLES.has(part.toLowerCase()))
  const isMeant = (original: string, text: string): boolean =>
    isCapitalised(original)
      ? !VIETNAMESE.test(text) ||
        parts.some(part => original.normalize('NFC').toLowerCase().startsWith(part.normalize('NFC').toLowerCase()))
      : isPlain(text) && original.split(/[\s.-]+/).some(word => !isOrdinary(word))
  const any = [...new Set(parts.map(inflected))].sort((a, b) => b.length - a.length).join('|')
  return any
    ? [
        {
          placeholder: '[name]',
          pattern: wholeWord(`(?:${any})(?:[\\s.-]+(?:\\p{L}\\.\\s*)?(?:${any}))*`, 'gu'),
          isMeant,
        },
      ]
    : []
}

/** Slavic names are inflected: Олена, Олени, Оленою. */
const inflected = (part: string): string =>
  /^\p{sc=Cyrillic}{4,}$/u.test(part) ? `${escaped(part.replace(/[аеиійоуьюяїєёы]$/iu, ''))}\\p{L}{0,3}` : escaped(part)

/** Only of English words we know which are ordinary. */
const isPlain = (text: string): boolean =>
  /^\p{ASCII}*$/u.test(text) && / (?:the|and|of|to|in|for|with|a|is) /.test(text)

const isCapitalised = (word: string): boolean =>
  word[0] !== word[0]?.toLowerCase() || word.toLowerCase() === word.toUpperCase()

const isUnbounded = (text: string): boolean => /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}]/u.test(text)
