// HTML from template literals: what is put in is text and escaped, unless it is HTML already.

export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = string | number | Html | Part[]

export const html = (texts: TemplateStringsArray, ...parts: Part[]): Html =>
  new Html(texts.map((text, index) => text + (index < parts.length ? toHtml(parts[index]!) : '')).join(''))

const toHtml = (part: Part): string => {
  if (Array.isArray(part)) return part.map(toHtml).join('')
  return part instanceof Html ? part.text : String(part).replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`)
}

/** Text in which `…` marks code. */
export const prose = (text = ''): Html =>
  html`${text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`
