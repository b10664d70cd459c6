// How the Word document looks: fonts by script, paragraph and character styles, the bullet list.
import { AlignmentType, BorderStyle, type IStylesOptions, LevelFormat, LineRuleType, TabStopType } from 'docx'
import type { Block, BlockKind } from './blocks.ts'
import { baseLanguage, isRtlLanguage, regionalTag } from './locale.ts'
import type { Resume } from './resume.ts'

/** Twips (1/20 point). */
export const MARGIN = 1080
export const MARGIN_ENDS = { top: 1000, bottom: 920 }
const INDENT = 260
const INK = '1F2328'
const ACCENT = '1F3A5F'
const MUTED = '57606A'
const RULE = 'B8C0CC'

export interface WordLook {
  rtl: boolean
  /** Twips between the margins. */
  textWidth: number
  font: { ascii: string; hAnsi: string; cs: string; eastAsia: string }
  language: { value: string; eastAsia: string; bidirectional: string }
}

const EAST_ASIAN_FONTS: Record<string, string> = { ja: 'Yu Gothic', ko: 'Malgun Gothic', zh: 'Microsoft YaHei' }

export const wordLook = (resume: Pick<Resume, 'language' | 'country'>, textWidth: number): WordLook => {
  const base = baseLanguage(resume.language)
  const tag = regionalTag(resume.language, resume.country)
  const rtl = isRtlLanguage(resume.language)
  const eastAsian = EAST_ASIAN_FONTS[base]
  return {
    rtl,
    textWidth: Math.round(textWidth),
    font: { ascii: 'Calibri', hAnsi: 'Calibri', cs: 'Arial', eastAsia: eastAsian ?? 'Microsoft YaHei' },
    language: {
      value: rtl || eastAsian ? 'en-US' : tag,
      eastAsia: eastAsian ? tag : 'zh-CN',
      bidirectional: rtl ? tag : 'ar-SA',
    },
  }
}

const STYLES: Record<BlockKind, string> = {
  name: 'Title',
  label: 'Subtitle',
  contacts: 'Contacts',
  section: 'Heading1',
  entry: 'Heading2',
  organization: 'Organization',
  link: 'Organization',
  text: 'BodyText',
  group: 'BodyText',
  bullet: 'ListBullet',
}

export const styleOf = (block: Block): string => STYLES[block.kind]

export const bulletNumbering = (rtl: boolean) => ({
  reference: 'bullets',
  levels: [
    {
      level: 0,
      format: LevelFormat.BULLET,
      text: '•',
      alignment: AlignmentType.START,
      style: {
        paragraph: { indent: rtl ? { start: INDENT, hanging: INDENT } : { left: INDENT, hanging: INDENT } },
        run: { font: 'Calibri', color: ACCENT },
      },
    },
  ],
})

export const paragraphStyles = (look: WordLook): IStylesOptions => ({
  default: {
    document: {
      run: { font: look.font, size: 20, sizeComplexScript: 20, color: INK, language: look.language },
      paragraph: { spacing: { line: 250, lineRule: LineRuleType.AUTO, before: 0, after: 0 } },
    },
    title: style({ size: 52, bold: true, color: ACCENT }, { after: 20, keepNext: true }),
    heading1: heading1(look.rtl),
    heading2: style({ size: 21, bold: true, color: INK }, { before: 140, keepNext: true, outlineLevel: 1, look }),
    hyperlink: { run: { color: ACCENT, underline: { type: 'none' as const } } },
  },
  paragraphStyles: [
    named('Subtitle', 'Subtitle', style({ size: 24, color: MUTED }, { after: 60 })),
    named('Contacts', 'Contacts', style({ size: 19, color: MUTED }, { after: 60 })),
    named('Organization', 'Organization', style({ size: 20, color: MUTED }, { after: 10, keepNext: true, look })),
    named('BodyText', 'Body Text', style({ size: 20 }, { before: 20, after: 20 })),
    named('ListBullet', 'List Bullet', style({ size: 20 }, { before: 20, after: 16 })),
  ],
  characterStyles: [
    {
      id: 'Aside',
      name: 'Aside',
      run: { bold: false, boldComplexScript: false, color: MUTED, size: 19, sizeComplexScript: 19 },
    },
  ],
})

interface Ink {
  size: number
  bold?: boolean
  color?: string
}

interface Spacing {
  before?: number
  after?: number
  keepNext?: boolean
  outlineLevel?: number
  /** Given where dates or a place stand at the line's other end. */
  look?: WordLook
}

const style = (ink: Ink, { before = 0, after = 0, keepNext = false, outlineLevel, look }: Spacing) => ({
  run: {
    size: ink.size,
    sizeComplexScript: ink.size,
    bold: ink.bold ?? false,
    boldComplexScript: ink.bold ?? false,
    color: ink.color ?? INK,
  },
  paragraph: {
    spacing: { before, after },
    keepNext,
    keepLines: keepNext,
    ...(outlineLevel === undefined ? {} : { outlineLevel }),
    ...(look ? { tabStops: [{ type: TabStopType.RIGHT, position: look.textWidth }] } : {}),
  },
})

const heading1 = (rtl: boolean) => {
  const base = style(
    { size: 21, bold: true, color: ACCENT },
    { before: 220, after: 60, keepNext: true, outlineLevel: 0 },
  )
  return {
    // Spaced letters would tear joined scripts apart.
    run: { ...base.run, ...(rtl ? {} : { characterSpacing: 16 }) },
    paragraph: { ...base.paragraph, border: { bottom: { style: BorderStyle.SINGLE, size: 6, space: 2, color: RULE } } },
  }
}

const named = <T>(id: string, name: string, look: T) => ({ id, name, basedOn: 'Normal', quickFormat: true, ...look })
