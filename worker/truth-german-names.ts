// Names in German texts, where a capital tells nothing: the words before them do.
import { isCapitalised, isOrdinary, keyOf, type Token } from './truth-text.ts'

/**
 * "bei Rheinmetall", "die Firma Zorblax", in no source. Not after "beim" and "bei der", where an ordinary noun stands
 * far more often than a name.
 */
export function isNamedInGerman(tokens: Token[], at: number, sources: string[]): boolean {
  const [before, token] = [tokens[at - 1], tokens[at] as Token]
  if (!before || before.closes || token.opens || !isCapitalised(token.raw) || !BEFORE_NAMES.has(before.key))
    return false
  const isPlural = token.key.endsWith('s') && isOrdinary(token.key)
  return !isPlural && !COMMON_NOUN.test(token.key) && !isStated(token.key, sources)
}

const BEFORE_NAMES = new Set('bei firma konzern unternehmen hersteller agentur kanzlei abteilung'.split(' '))

/** Nouns made by ending, datives of plurals ("bei Kunden"), and what often follows "bei". */
const COMMON_NOUN =
  /(?:[^aeiou]en|ern|eln|ung|heit|keit|schaft|ion|tat|ment|nis)$|(?:bedarf|tag|nacht|start|beginn|abschluss|einsatz)$/

/** Also inside a longer word: "Einkaufsabteilung" bears "Abteilung Einkauf". */
const isStated = (key: string, sources: string[]): boolean =>
  key.length >= SHORTEST_PART && sources.some(source => keyOf(source).includes(key))

const SHORTEST_PART = 4

/** "der Deutschen Bahn", "beim Bayerischen Rundfunk": the adjective of a name in one form. */
export const nominative = (key: string): string => key.replace(/(?<=isch|deutsch)e[nrsm]$/, 'e')
