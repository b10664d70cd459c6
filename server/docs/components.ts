// Components by name: whatever equals one of the protocol's exported schemas, or one of our headers, becomes a reference.
import { ProfileSchema } from '../../shared/profile-schema.ts'
import * as protocol from '../../shared/protocol.ts'
import { responseHeaders } from './headers.ts'

export type Json = Record<string, unknown>

const schemas: [string, unknown][] = Object.entries({ ...protocol, Profile: ProfileSchema }).filter(
  ([name, value]) => /^[A-Z][a-z]/.test(name) && typeof value === 'object',
)
const headers = Object.entries(responseHeaders).map(([name, { description, ...schema }]): [string, unknown] => [
  name,
  { schema, description },
])

/** JSON text of a component → where it belongs. */
const places = new Map(
  Object.entries({ schemas, headers }).flatMap(([kind, parts]) =>
    parts.map(([name, part]) => [JSON.stringify(part), { kind, name }]),
  ),
)

/** The document with each component once, under `components`, and references where it stood. */
export const withComponents = (document: Json): Json => {
  const found: Record<string, Json> = {}
  const replace = (value: unknown): unknown => {
    if (value === null || typeof value !== 'object') return value
    const place = places.get(JSON.stringify(value))
    if (!place) return inside(value)
    const { kind, name } = place
    found[kind] ??= {}
    found[kind][name] ??= inside(value)
    return { $ref: `#/components/${kind}/${name}` }
  }
  const inside = (value: object): unknown =>
    Array.isArray(value)
      ? value.map(replace)
      : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replace(inner)]))
  const replaced = inside(document) as Json
  return { ...replaced, components: { ...(replaced.components as Json), ...found } }
}
