// The head of a résumé from the profile alone: contacts, language, country.
import type { Candidate } from './facts-read.ts'
import type { Contact } from './render/resume.ts'
import { guessLanguage } from './truth-language.ts'

export function readContacts({ email, phone, location, url, profiles }: Candidate): Contact[] {
  const { address, postalCode, city, region, countryCode } = location
  const place = [address, [postalCode, city].filter(Boolean).join(' '), region, countryCode].filter(Boolean).join(', ')
  const contacts: (Contact | null)[] = [
    email ? { kind: 'email', text: email, href: /^[^\s@<>]+@[^\s@<>]+$/.test(email) ? `mailto:${email}` : null } : null,
    phone ? { kind: 'phone', text: phone, href: phoneLink(phone) } : null,
    place ? { kind: 'location', text: place, href: null } : null,
    url ? { kind: 'url', text: bareUrl(url), href: webLink(url) } : null,
    ...profiles.map(readProfileContact),
  ]
  return contacts.filter(contact => contact !== null)
}

function readProfileContact(profile: Candidate['profiles'][number]): Contact | null {
  const { network, username, url } = profile
  const text = url ? bareUrl(url) : [network, username].filter(Boolean).join(': ')
  return text ? { kind: 'profile', text, href: url && webLink(url) } : null
}

/** An address a browser may open; null for anything else (`javascript:`, a bare word). */
export function webLink(url: string | null): string | null {
  if (!url) return null
  const full = /^https?:\/\//i.test(url)
    ? url
    : /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?:[/?#]|$)/u.test(url)
      ? `https://${url}`
      : null
  return full && URL.canParse(full) ? new URL(full).href : null
}

/** As it is printed. */
export const bareUrl = (url: string): string => url.replace(/^https?:\/\/(?:www\.)?/i, '').replace(/\/$/, '')

const phoneLink = (phone: string): string | null => {
  const digits = phone.replace(/[^\d+]/g, '')
  return /^\+?\d{5,15}$/.test(digits) ? `tel:${digits}` : null
}

/** `meta.language` where it is one, else the language that the profile is written in. */
export function readLanguage(candidate: Candidate): string {
  const given = candidate.language?.replace(/_/g, '-')
  const language = given && canonicalLanguage(given)
  return language ?? guessLanguage(proseOf(candidate).join('\n'))
}

/** Undefined where it is no language tag. */
const canonicalLanguage = (tag: string): string | undefined => {
  if (!/^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(tag)) return undefined
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    // Its parts stand in the wrong order: "zh-CN-Hans".
    return undefined
  }
}

function proseOf({ label, summary, work, projects, volunteer, education }: Candidate): string[] {
  const told = [...work, ...projects, ...volunteer].flatMap(entry => [
    entry.summary,
    ...entry.highlights.map(({ text }) => text),
  ])
  const names = [...work.map(role => role.position), ...education.map(school => school.area)]
  return [label, summary, ...told, ...names].filter(text => text !== null)
}

/** ISO 3166 alpha-2, upper case. */
export function readCountry({ location }: Candidate): string | null {
  const code = location.countryCode?.toUpperCase() ?? ''
  return /^[A-Z]{2}$/.test(code) ? (code === 'UK' ? 'GB' : code) : null
}
