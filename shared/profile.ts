// The shape of a candidate's profile: a JSON Resume document, read leniently. Every part may be missing or odd;
// POST /api/candidates refuses only a part of the wrong JSON type. Types only.

export interface Profile {
  basics?: Basics
  work?: Work[]
  volunteer?: Volunteer[]
  education?: Education[]
  awards?: Award[]
  certificates?: Certificate[]
  publications?: unknown[]
  skills?: Skill[]
  languages?: Language[]
  interests?: unknown[]
  references?: unknown[]
  projects?: Project[]
  meta?: { language?: string; [key: string]: unknown }
  [key: string]: unknown
}

export interface Basics {
  name?: string
  label?: string
  email?: string
  phone?: string
  url?: string
  summary?: string
  location?: { address?: string; postalCode?: string; city?: string; countryCode?: string; region?: string }
  profiles?: { network?: string; username?: string; url?: string }[]
}

/** Dates are text as the candidate gave it: `2021`, `2021-04`, `2021-04-30`, or odd. */
export interface Work {
  name?: string
  position?: string
  location?: string
  description?: string
  url?: string
  startDate?: string
  endDate?: string
  summary?: string
  highlights?: string[]
}

export interface Volunteer {
  organization?: string
  position?: string
  url?: string
  startDate?: string
  endDate?: string
  summary?: string
  highlights?: string[]
}

export interface Education {
  institution?: string
  url?: string
  area?: string
  studyType?: string
  startDate?: string
  endDate?: string
  score?: string
  courses?: string[]
}

export interface Award {
  title?: string
  date?: string
  awarder?: string
  summary?: string
}

export interface Certificate {
  name?: string
  date?: string
  issuer?: string
  url?: string
}

export interface Skill {
  name?: string
  level?: string
  keywords?: string[]
}

export interface Language {
  language?: string
  fluency?: string
}

export interface Project {
  name?: string
  description?: string
  highlights?: string[]
  keywords?: string[]
  startDate?: string
  endDate?: string
  url?: string
  roles?: string[]
  entity?: string
  type?: string
}
