// What POST and PUT of a candidate accept: a JSON Resume document whose parts have the right JSON types, nothing more.
// Odd dates and URLs are the candidate's business; unknown fields are kept.
import { type TSchema, Type } from 'typebox'

const maybe = (schema: TSchema) => Type.Optional(Type.Union([schema, Type.Null()]))
const text = maybe(Type.String())
const texts = maybe(Type.Array(Type.Union([Type.String(), Type.Null()])))
const part = (fields: Record<string, TSchema>) => Type.Object(fields, { additionalProperties: true })
const list = (fields: Record<string, TSchema>) => maybe(Type.Array(part(fields)))

const period = { startDate: text, endDate: text, url: text, summary: text, highlights: texts }

export const ProfileSchema = part({
  basics: maybe(
    part({
      name: text,
      label: text,
      email: text,
      phone: text,
      url: text,
      summary: text,
      location: maybe(part({ address: text, postalCode: text, city: text, countryCode: text, region: text })),
      profiles: list({ network: text, username: text, url: text }),
    }),
  ),
  work: list({ ...period, name: text, position: text, location: text, description: text }),
  volunteer: list({ ...period, organization: text, position: text }),
  education: list({
    institution: text,
    url: text,
    area: text,
    studyType: text,
    startDate: text,
    endDate: text,
    score: text,
    courses: texts,
  }),
  awards: list({ title: text, date: text, awarder: text, summary: text }),
  certificates: list({ name: text, date: text, issuer: text, url: text }),
  publications: list({ name: text, publisher: text, releaseDate: text, url: text, summary: text }),
  skills: list({ name: text, level: text, keywords: texts }),
  languages: list({ language: text, fluency: text }),
  interests: list({ name: text, keywords: texts }),
  references: list({ name: text, reference: text }),
  projects: list({ ...period, name: text, description: text, keywords: texts, roles: texts, entity: text, type: text }),
})
