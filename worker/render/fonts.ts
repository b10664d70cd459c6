// The fonts of the PDF: which file draws which character, loaded on first use and kept parsed for the worker's life.
// Knows characters and glyphs; not pages.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Blob, Font, Face as HarfBuzzFace } from 'harfbuzzjs'
import { baseLanguage } from './locale.ts'

export interface Face {
  /** The file's name without its ending: `SourceSans3-Regular`. */
  name: string
  font: Font
  unitsPerEm: number
  path: string
  /** A regular face standing in for a bold one the family lacks: it is drawn with a thin outline. */
  emboldened: boolean
}

interface Family {
  regular: string
  strong: string | null
  /** What it is asked for; keeps the large files unread until a text needs them. */
  draws: RegExp
}

const CJK = /[\u2E80-\u312F\u3190-\u33FF\u3400-\u9FFF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFFEF\u{20000}-\u{3FFFF}]/u
const HANGUL = /[\u1100-\u11FF\u3130-\u318F\uA960-\uA97F\uAC00-\uD7FF]/u

const latin: Family = { regular: 'SourceSans3-Regular', strong: 'SourceSans3-SemiBold', draws: /./su }
const hebrew: Family = {
  regular: 'NotoSansHebrew-Regular',
  strong: 'NotoSansHebrew-SemiBold',
  draws: /\p{scx=Hebr}/u,
}
const arabic: Family = { regular: 'Vazirmatn-Regular', strong: 'Vazirmatn-SemiBold', draws: /\p{scx=Arab}/u }
const thai: Family = { regular: 'NotoSansThai-Regular', strong: 'NotoSansThai-SemiBold', draws: /\p{scx=Thai}/u }
const devanagari: Family = {
  regular: 'NotoSansDevanagari-Regular',
  strong: 'NotoSansDevanagari-SemiBold',
  draws: /\p{scx=Deva}/u,
}
const symbols: Family = { regular: 'DejaVuSans', strong: null, draws: /./su }
const chinese: Family = { regular: 'NotoSansSC-Regular', strong: null, draws: CJK }
const japanese: Family = { regular: 'NotoSansJP-Regular', strong: null, draws: CJK }
const korean: Family = {
  regular: 'NotoSansKR-Regular',
  strong: null,
  draws: new RegExp(`${CJK.source}|${HANGUL.source}`, 'u'),
}

/** Chooses the face for each grapheme of one document. */
export class FontChoice {
  private readonly families: Family[]
  private readonly chosen = new Map<string, Face | null>()

  /** `text` is the whole document's: in a language of another script, kana or Hangul tell whose Han it is. */
  constructor(language: string, text: string) {
    this.families = [latin, hebrew, arabic, thai, devanagari, ...hanFamilies(language, text), symbols]
  }

  /** Null where no font has the grapheme. */
  faceFor(grapheme: string, strong: boolean): Face | null {
    const key = `${strong ? 's' : 'r'}${grapheme}`
    let face = this.chosen.get(key)
    if (face === undefined) {
      face = this.find(grapheme, strong)
      this.chosen.set(key, face)
    }
    return face
  }

  private find(grapheme: string, strong: boolean): Face | null {
    for (const family of this.families) {
      if (!family.draws.test(grapheme)) continue
      const face = loadFace(family, strong)
      if (covers(face, grapheme)) return face
    }
    return null
  }
}

const hanFamilies = (language: string, text: string): Family[] => {
  const base = baseLanguage(language)
  if (base === 'ja' || (base !== 'zh' && base !== 'ko' && /[\u3040-\u30FF]/.test(text)))
    return [japanese, chinese, korean]
  if (base === 'ko' || (base !== 'zh' && HANGUL.test(text))) return [korean, chinese, japanese]
  return [chinese, japanese, korean]
}

/** Joiners and variation selectors need no glyph of their own. */
export const covers = (face: Face, grapheme: string): boolean => {
  for (const character of grapheme) {
    if (/\u200C|\u200D|[\uFE00-\uFE0F]|[\u{E0100}-\u{E01EF}]/u.test(character)) continue
    if (face.font.nominalGlyph(character.codePointAt(0)!) === undefined) return false
  }
  return true
}

const faces = new Map<string, Face>()

const loadFace = (family: Family, strong: boolean): Face => {
  const emboldened = strong && family.strong === null
  const name = strong && family.strong !== null ? family.strong : family.regular
  const key = emboldened ? `${name}+` : name
  let face = faces.get(key)
  if (face === undefined) {
    face = emboldened ? { ...loadFace(family, false), emboldened } : readFace(name)
    faces.set(key, face)
  }
  return face
}

const readFace = (name: string): Face => {
  const path = fileURLToPath(new URL(`fonts/${name}.ttf`, import.meta.url))
  const face = new HarfBuzzFace(new Blob(readFileSync(path)))
  return { name, path, font: new Font(face), unitsPerEm: face.upem, emboldened: false }
}
