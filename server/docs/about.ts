// What both descriptions say of the service itself, and what they share.
import { readFileSync } from 'node:fs'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

export const DOCS_PATH = '/docs'

export const about = {
  title: 'Résumé push',
  version,
  description: 'Tailored résumés, generated in the background and pushed to the browser step by step.',
  license: { name: 'MIT', identifier: 'MIT' },
}

export const bearer = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description: 'An access token. The role `ops` opens the routes of operators, `ops-read` those that only read.',
}
