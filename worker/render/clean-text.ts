// What a text goes through before it may stand in a document: one normal form, nothing invisible, nothing that
// breaks XML or a line. Knows nothing of fonts or formats.

// Soft hyphen, zero-width space, direction marks and overrides, word joiner, BOM, fillers, interlinear marks, tags.
const INVISIBLE =
  /\u034F|[\u00AD\u061C\u115F\u1160]|\u17B4|\u17B5|\u180B|\u180C|\u180D|\u180E|[\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F]|[\u3164\uFEFF\uFFA0\uFFF0-\uFFFC]|[\u{E0000}-\u{E007F}]/gu
const UNASSIGNED = /[\p{Cc}\p{Cn}\p{Co}\p{Cs}]/gu
// A joiner means something only after a letter of a script that joins (Arabic, Indic), a mark, or within an emoji.
const STRAY_JOINER =
  /(?<![\p{sc=Arab}\p{sc=Syrc}\p{sc=Deva}\p{sc=Beng}\p{sc=Guru}\p{sc=Gujr}\p{sc=Orya}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}\p{sc=Sinh}\p{M}\p{Extended_Pictographic}])[\u200C\u200D]/gu
const NO_BREAK_SPACE = /[\u00A0\u202F\u2007]/g

/** One line of clean text: NFC, single spaces, trimmed. No-break spaces stay (as U+00A0). */
export const cleanText = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFC')
    .replace(NO_BREAK_SPACE, '\u00A0')
    .replace(/[^\S\u00A0]+/g, ' ')
    .replace(INVISIBLE, '')
    .replace(UNASSIGNED, '')
    .replace(STRAY_JOINER, '')
    .replace(/ {2,}/g, ' ')
    .replace(/^[ \u00A0]+|[ \u00A0]+$/g, '')

/** The same for running text of several lines: one cleaned text a line, empty ones left out. */
export const cleanLines = (text: string): string[] =>
  text
    .split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
    .map(cleanText)
    .filter(line => line !== '')
