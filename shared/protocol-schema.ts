// The pieces that wire shapes are made of. The browser imports their types too: no Node imports, no logic.
import { type TSchema, Type } from 'typebox'

export const literals = <const T extends string[]>(...values: T) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: values })
/** An optional field of a request: absent, null (the same as absent), or a value. */
export const optional = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
export const time = Type.String({ format: 'date-time', description: 'UTC, ISO 8601 with Z' })
export const count = Type.Integer({ minimum: 0 })
