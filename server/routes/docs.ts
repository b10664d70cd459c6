// GET /docs: the descriptions of the REST routes and of the socket, for machines and as a page. No token.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { DOCS_PATH } from '../docs/about.ts'
import { asyncApi } from '../docs/asyncapi.ts'
import { openApi } from '../docs/openapi.ts'
import { docsPage } from '../docs/page.ts'
import { matches } from './conditional.ts'

export const docsRoutes = (app: FastifyInstance): void => {
  serve(app, `${DOCS_PATH}/openapi.json`, 'application/json', () => JSON.stringify(openApi(app)))
  serve(app, `${DOCS_PATH}/asyncapi.json`, 'application/json', () => JSON.stringify(asyncApi()))
  serve(app, DOCS_PATH, 'text/html', () => docsPage(openApi(app), asyncApi()))
  app.get(`${DOCS_PATH}/`, (_, reply) => reply.redirect(DOCS_PATH))
  serve(app, `${DOCS_PATH}/page.css`, 'text/css', () =>
    readFileSync(new URL('../docs/page.css', import.meta.url), 'utf8'),
  )
}

/** @param make called once, by the first who asks. */
const serve = (app: FastifyInstance, path: string, type: string, make: () => string): void => {
  let made: { text: string; etag: string } | undefined
  app.get(path, async (request, reply) => {
    made ??= withTag(make())
    reply.header('cache-control', 'no-cache').header('etag', made.etag)
    if (matches(request.headers['if-none-match'], made.etag)) return reply.code(304).send()
    return reply.type(`${type}; charset=utf-8`).send(made.text)
  })
}

const withTag = (text: string): { text: string; etag: string } => ({
  text,
  etag: `"${createHash('sha256').update(text).digest('base64url')}"`,
})
