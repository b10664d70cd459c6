// The floor of a poll: Fastify, its JWT plugin, its rate limit in Redis, one select, the row as JSON.
import jwt from '@fastify/jwt'
import rateLimit from '@fastify/rate-limit'
import Fastify from 'fastify'
import { Redis } from 'ioredis'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
const app = Fastify()
await app.register(jwt, { secret: process.env.JWT_SECRET! })
await app.register(rateLimit, {
  redis: new Redis(process.env.REDIS_URL!),
  nameSpace: 'bare:',
  max: 10_000_000,
  timeWindow: 60_000,
})
app.get('/health', async () => 'ok')
app.get<{ Params: { id: string } }>('/job-status/:id', async (request, reply) => {
  const user = await request.jwtVerify<{ sub: string }>()
  const { rows } = await pool.query({
    name: 'status',
    text: `select id, user_id, status, progress, stage, candidate_id, job_row_id, file_type, priority, attempt, version,
      cache_hit, warnings, error_message, created_at, started_at, completed_at
      from resume_generation_job where id = $1`,
    values: [request.params.id],
  })
  if (rows[0]?.user_id !== user.sub) return reply.code(404).send({ error: 'Not Found' })
  return rows[0]
})
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
process.on('SIGTERM', () => process.exit(0))
