// Which way each character runs: UAX #9 by bidi-js, with what résumés need beside it. Knows no fonts and no lines.
import bidiFactory, { type Bidi } from 'bidi-js'
import { RTL_LETTER } from './locale.ts'

// The package's types take its CommonJS form for its ES module.
const bidi: Bidi = (bidiFactory as unknown as () => Bidi)()

interface DirectedText {
  text: string
  /** Its neighbours do not turn its direction. */
  item?: boolean
}

const [FIRST_STRONG_ISOLATE, POP_ISOLATE] = ['\u2068', '\u2069']

/** A right-to-left document's paragraphs run so where they hold any such letter; others by their first letter. */
export const embeddingLevels = (spans: DirectedText[], rtlDocument: boolean): Uint8Array => {
  const text = spans.map(span => span.text).join('')
  if (!RTL_LETTER.test(text)) return new Uint8Array(text.length)
  const isolated = spans.map(span =>
    span.item ? `${FIRST_STRONG_ISOLATE}${holdTogether(span.text)}${POP_ISOLATE}` : holdTogether(span.text),
  )
  const { levels } = bidi.getEmbeddingLevels(isolated.join(''), rtlDocument ? 'rtl' : 'auto')
  // Without the isolates' own levels: they do not stand in the text.
  let at = 0
  const parts = spans.map(({ text, item }) => {
    const start = at + (item ? 1 : 0)
    at = start + text.length + (item ? 1 : 0)
    return Array.from(levels.subarray(start, start + text.length))
  })
  return Uint8Array.from(parts.flat())
}

/** Names such as C++, C# and .NET count as letters for the directions, so that their signs stay where they belong. */
const holdTogether = (text: string): string =>
  text.replace(/\.?[A-Za-z][A-Za-z0-9]*[+#]+|\.[A-Za-z]+/g, name => 'a'.repeat(name.length))
