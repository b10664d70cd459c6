// The two questions put to the model: fixed instructions and strict schemas first, then the job as fenced data, then the
// facts. Knows nothing of the API that carries them.
import { type Static, type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import { AppError } from '../shared/errors.ts'
import { stripInvisible } from '../shared/text.ts'
import type { Facts } from './facts.ts'
import { EXPERIENCE_INSTRUCTIONS, MAIN_INSTRUCTIONS } from './prompts-text.ts'

/** Part of the cache key: raise it with every change to instructions, schemas or the form of the messages. */
export const PROMPT_VERSION = '2'

export interface Prompt {
  name: 'main_sections' | 'work_experience'
  schema: Record<string, unknown>
  messages: { role: 'system' | 'user'; content: string }[]
  /** The same for every prompt of its kind, so that the provider finds the shared beginning in its cache. */
  cacheKey: string
}

export interface JobText {
  title: string | null
  company: string | null
  description: string | null
}

const strict = { additionalProperties: false }
const ids = Type.Array(Type.String())
const SourcedText = Type.Object({ text: Type.String(), sources: ids }, strict)

export const MainAnswer = Type.Object(
  { summary: SourcedText, skills: ids, education: ids, certifications: ids },
  strict,
)
export type MainAnswer = Static<typeof MainAnswer>

export const ExperienceAnswer = Type.Object(
  { roles: Type.Array(Type.Object({ id: Type.String(), bullets: Type.Array(SourcedText) }, strict)) },
  strict,
)
export type ExperienceAnswer = Static<typeof ExperienceAnswer>

/** Throws MODEL_ANSWER where the answer is not of the schema's shape. */
export function parseMainAnswer(json: unknown): MainAnswer {
  if (!Value.Check(MainAnswer, json)) throw new AppError('MODEL_ANSWER')
  return json
}

/** Throws MODEL_ANSWER where the answer is not of the schema's shape. */
export function parseExperienceAnswer(json: unknown): ExperienceAnswer {
  if (!Value.Check(ExperienceAnswer, json)) throw new AppError('MODEL_ANSWER')
  return json
}

export const mainSectionsPrompt = (facts: Facts, job: JobText): Prompt => ({
  name: 'main_sections',
  schema: plainSchema(MainAnswer),
  messages: buildMessages(MAIN_INSTRUCTIONS, facts, job),
  cacheKey: `main_sections:${PROMPT_VERSION}`,
})

export const workExperiencePrompt = (facts: Facts, job: JobText): Prompt => ({
  name: 'work_experience',
  schema: plainSchema(ExperienceAnswer),
  messages: buildMessages(EXPERIENCE_INSTRUCTIONS, facts, job),
  cacheKey: `work_experience:${PROMPT_VERSION}`,
})

function buildMessages(instructions: string, facts: Facts, job: JobText): Prompt['messages'] {
  const [title, company, description] = [job.title, job.company, job.description].map(
    text => text && facts.hide(stripInvisible(text)),
  )
  const data = [fence('job_description', { title, company, description }), fence('facts', facts.sent)]
  return [
    { role: 'system', content: instructions },
    { role: 'user', content: data.join('\n\n') },
  ]
}

/** One line of JSON in which nothing can close the fence: every `<` and odd line end is written as an escape. */
const fence = (tag: string, data: unknown): string =>
  `<${tag}>\n${JSON.stringify(data).replace(/[<\u0085\u2028\u2029]/g, escapeCharacter)}\n</${tag}>`

const escapeCharacter = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Without TypeBox's own markers. */
const plainSchema = (schema: TSchema): Record<string, unknown> => JSON.parse(JSON.stringify(schema))
