// What every answer tells a browser not to do: a strict policy for the page, by @fastify/helmet.
import helmet from '@fastify/helmet'
import Fastify from 'fastify'
import type { ServerConfig } from '../shared/config.ts'

/**
 * The same for each answer, so the plugin is asked once rather than to work them out anew each time. Its
 * headers alone, by name in lower case.
 */
export const securityHeaders = async (config: ServerConfig): Promise<Record<string, string>> => {
  const sample = Fastify()
  await sample.register(helmet, options(config))
  sample.get('/', (_, reply) => reply.hijack().raw.end())
  const { headers } = await sample.inject('/')
  await sample.close()
  const { date: _, connection: __, 'transfer-encoding': ___, ...fixed } = headers
  return fixed as Record<string, string>
}

const options = (config: ServerConfig) => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      connectSrc: ["'self'", 'blob:'],
      imgSrc: ["'self'", 'data:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
      formAction: ["'self'"],
    },
  },
  strictTransportSecurity: config.forceHttps ? { maxAge: 31_536_000, includeSubDomains: true } : false,
  crossOriginResourcePolicy: { policy: 'cross-origin' as const },
})
