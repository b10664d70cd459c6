import t from 'tap'
import { findNewNumber } from '../../worker/truth-numbers.ts'

/** A rewording and its source, in English where no language is named. */
export type Case = [text: string, source: string, language?: string]

/** `brought`: rewordings that state a number which their source lacks; `borne`: those that may stand. */
export const checkNumbers = (name: string, brought: Case[], borne: Case[]): void => {
  t.test(name, async t => {
    for (const [text, source, language] of brought)
      t.ok(findNewNumber(text, source, language), `brings a number: ${text} ← ${source}`)
    for (const [text, source, language] of borne)
      t.equal(findNewNumber(text, source, language), null, `${text} ← ${source}`)
  })
}
