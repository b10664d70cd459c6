// Conditional requests and what caches need to know (RFC 9110).
import type { FastifyReply } from 'fastify'

/** Whether `If-None-Match` names this tag: weak comparison. */
export const matches = (header: string | undefined, etag: string): boolean => {
  const opaque = (tag: string): string => tag.trim().replace(/^W\//, '')
  return header !== undefined && (header.trim() === '*' || header.split(',').some(tag => opaque(tag) === opaque(etag)))
}

/** Kept by the asker alone, and asked about each time. Adds to `Vary`, which CORS has its own entry in. */
export const privateAnswer = (reply: FastifyReply, vary: string): FastifyReply => {
  const before = reply.getHeader('vary')
  return reply.header('cache-control', 'private, no-cache').header('vary', before ? `${before}, ${vary}` : vary)
}
