// Schemas as people read them: a type in a few words, an object as a table of its fields.
import { type Html, html, prose } from './html.ts'

export interface Schema {
  $ref?: string
  type?: string
  description?: string
  enum?: string[]
  const?: unknown
  anyOf?: Schema[]
  allOf?: Schema[]
  items?: Schema
  format?: string
  properties?: Record<string, Schema>
  required?: string[]
  [limit: string]: unknown
}

/** An anchor of the page; both documents may have a schema of this name, then it is the same one. */
export const schemaAnchor = (name: string): string => `schema-${name}`

/** In a few words, with links to what has a name. */
export const typeOf = (schema: Schema): Html => {
  if (schema.$ref) return named(schema.$ref.split('/').at(-1)!)
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`
  if (schema.enum) return joined(schema.enum.map(value => html`<code>${JSON.stringify(value)}</code>`))
  if (schema.anyOf) return joined(schema.anyOf.map(typeOf))
  if (schema.allOf) return typeOf(schema.allOf[0]!)
  if (schema.items) return html`list of ${typeOf(schema.items)}`
  if (schema.properties) return fieldsOf(schema)
  return html`${schema.type ?? 'anything'}${schema.format ? ` (${schema.format})` : ''}`
}

const named = (name: string): Html => html`<a href="#${schemaAnchor(name)}">${name}</a>`

const joined = (types: Html[]): Html => html`${types.map((type, index) => (index === 0 ? type : html` or ${type}`))}`

/** A table of an object's fields. */
export const fieldsOf = ({ properties = {}, required = [] }: Schema): Html =>
  html`<table>
    <tbody>
      ${Object.entries(properties).map(
        ([name, field]) => html`<tr>
          <th scope="row"><code>${name}</code>${required.includes(name) ? '' : html` <small>optional</small>`}</th>
          <td>${typeOf(field)}${notesOn(field)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`

const LIMITS: Record<string, string> = {
  minimum: 'at least',
  maximum: 'at most',
  minLength: 'characters, at least',
  maxLength: 'characters, at most',
  maxItems: 'entries, at most',
  default: 'where absent',
}

/** What is said of a field, by itself or by what it may be. */
export const notesOn = (field: Schema): Html => {
  const parts = [field, ...(field.anyOf ?? [])]
  const said = parts.flatMap(({ description }) => (description ? [prose(description)] : []))
  const limits = parts.flatMap(part =>
    Object.keys(LIMITS).flatMap(limit =>
      part[limit] === undefined ? [] : [html`${LIMITS[limit]!} ${String(part[limit])}`],
    ),
  )
  const notes = [...said, ...limits]
  return notes.length === 0
    ? html``
    : html`<br /><small>${notes.map((note, index) => (index ? html`; ${note}` : note))}</small>`
}
