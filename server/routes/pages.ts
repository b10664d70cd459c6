// The app's own files, as built from `web/`.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const root = fileURLToPath(new URL('../../web/dist/', import.meta.url))
const YEAR_SECONDS = 31_536_000

export const pageRoutes = async (app: FastifyInstance): Promise<void> => {
  if (!existsSync(`${root}index.html`)) {
    app.get('/', async (_request, reply) =>
      reply.code(503).type('text/plain; charset=utf-8').send('The page is not built yet: run `npm run build`.\n'),
    )
    return
  }
  if (existsSync(`${root}ops.html`)) app.get('/ops', (_request, reply) => reply.sendFile('ops.html'))
  await app.register(fastifyStatic, {
    root,
    cacheControl: false,
    // `x.js.br` and `x.js.gz` lie beside `x.js`: what the browser takes of them is sent.
    preCompressed: true,
    // Names under /assets/ carry a hash of their content.
    setHeaders: (reply, path) => {
      const forever = path.startsWith(`${root}assets/`)
      reply.header('cache-control', forever ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache')
    },
  })
}
