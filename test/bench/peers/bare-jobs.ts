// The floor of a submission and of a cached job: Fastify, its JWT plugin, one insert, bee-queue; and a worker that takes
// the entry, looks in the cache, writes the row and publishes. No checks, no fence, no limits, nothing that may fail.
import jwt from '@fastify/jwt'
import websocket from '@fastify/websocket'
import BeeQueue from 'bee-queue'
import Fastify from 'fastify'
import { Redis as IORedis } from 'ioredis'
import pg from 'pg'
import type { WebSocket } from 'ws'

/** bee-queue knows an ioredis client only by a class of this name. */
class Redis extends IORedis {}

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
const connect = () => new Redis(process.env.REDIS_URL!, { maxRetriesPerRequest: null })
const queue = (isWorker: boolean) =>
  new BeeQueue('bare', {
    redis: connect() as never,
    isWorker,
    getEvents: false,
    sendEvents: false,
    storeJobs: false,
    removeOnSuccess: true,
  })

await pool.query(`create table if not exists bare_job (
  id varchar(255) primary key, user_id varchar(255), candidate_id integer, status varchar(50), progress integer,
  file_type varchar(50), job_description text, created_at timestamptz, completed_at timestamptz, document_id bigint)`)
await (process.env.ROLE === 'worker' ? work() : serve())
process.on('SIGTERM', () => process.exit(0))

async function serve(): Promise<void> {
  const jobs = queue(false)
  const app = Fastify()
  await app.register(jwt, { secret: process.env.JWT_SECRET! })
  await app.register(websocket)
  const users = new Map<string, WebSocket>()
  const subscriber = connect()
  subscriber.on('message', (channel, message) => users.get(channel)?.send(message))
  app.get('/health', async () => 'ok')
  app.get<{ Params: { user: string } }>('/ws/:user', { websocket: true }, async (socket, request) => {
    users.set(`bare:${request.params.user}`, socket)
    await subscriber.subscribe(`bare:${request.params.user}`)
    socket.send('ready')
  })
  app.post<{ Body: { candidate_id: number; job_description: string } }>('/jobs', async (request, reply) => {
    const user = await request.jwtVerify<{ sub: string }>()
    const id = crypto.randomUUID()
    const { candidate_id, job_description } = request.body
    await pool.query(
      `insert into bare_job (id, user_id, candidate_id, status, progress, file_type, job_description, created_at)
       values ($1, $2, $3, 'PENDING', 0, 'word', $4, now())`,
      [id, user.sub, candidate_id, job_description],
    )
    await jobs.createJob({}).setId(id).save()
    return reply.code(202).send({ job_id: id, status: 'PENDING' })
  })
  await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
}

async function work(): Promise<void> {
  const redis = connect()
  queue(true).process(16, async (entry: { id: string }) => {
    const { rows } = await pool.query('select * from bare_job where id = $1', [entry.id])
    const [, document] = await Promise.all([
      redis.get('bare_cache'),
      pool.query('select id from resume_document order by id desc limit 1'),
    ])
    const done = await pool.query(
      `update bare_job set status = 'SUCCESS', progress = 100, completed_at = now(), document_id = $2
       where id = $1 returning *`,
      [entry.id, document.rows[0]?.id ?? null],
    )
    const job = { ...done.rows[0], job_id: entry.id }
    await redis.publish(`bare:${rows[0].user_id}`, JSON.stringify({ type: 'job', job }))
  })
  const app = Fastify()
  app.get('/health', async () => 'ok')
  await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })
}
