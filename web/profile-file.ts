// Reads a JSON Resume file, and says in plain words which field of it is wrong.
import { ApiError, messageOf } from './api-error.ts'

/** The document of the file; throws an Error for a person where it is none. */
export async function readProfileFile(file: File): Promise<Record<string, unknown>> {
  const profile = parse(await file.text(), file.name)
  if (typeof profile !== 'object' || profile === null || Array.isArray(profile)) {
    throw new Error(`${file.name} is no JSON Resume document: it has to be an object with fields such as “basics”.`)
  }
  return profile as Record<string, unknown>
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const at = /position (\d+)/.exec((error as Error).message)?.[1]
    throw new Error(`${name} is not JSON${at ? `: look at ${placeIn(text, Number(at))}` : ''}.`)
  }
}

function placeIn(text: string, position: number): string {
  const before = text.slice(0, position).split('\n')
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
}

const types: Record<string, string> = {
  string: 'a text',
  array: 'a list',
  object: 'a group of fields',
  number: 'a number',
  boolean: 'true or false',
}

/** What a person reads who chose the file `name`. */
export function importProblem(error: unknown, name: string): string {
  if (error instanceof ApiError && error.status === 413)
    return `${name} is too large: it may have 1 MB. Pictures written into it can be left out.`
  return fieldProblem(messageOf(error))
}

/** `body/work/0/highlights must be array` as `work, entry 1, highlights: has to be a list.` */
function fieldProblem(message: string): string {
  const [, path, type] = /^body\/(\S+) must be (\w+)/.exec(message) ?? []
  if (!path || !type) return message
  const field = path
    .split('/')
    .map(part => (/^\d+$/.test(part) ? `entry ${Number(part) + 1}` : part))
    .join(', ')
  return `${field}: has to be ${types[type] ?? type}.`
}
