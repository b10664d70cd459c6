// job-status against bare Fastify with JWT, a rate limit in Redis and one select; and its 304 beside its 200.

import type { HttpBench } from './http.ts'
import { type Asked, type Asker, JWT_SECRET, openAsker } from './http-client.ts'
import { fillJobs } from './http-fill.ts'
import { compare, type Row } from './table.ts'

const JOBS = 1_000
const SLICE_MS = 1_500
/** The first round warms up: until the compiler is done with a server's code; less for one round, a first look. */
const WARM_MS = 6_000
const BRIEF_WARM_MS = 1_000
const STATUS = '/api/resume-async/job-status'

type Name = 'ours' | 'bare' | 'unchanged'

export const measureStatus = async ({ stack, say }: HttpBench, rounds: number): Promise<Row[]> => {
  const databaseUrl = await stack.createDatabase()
  const ids = await fillJobs(databaseUrl, JOBS)
  const env = { DATABASE_URL: databaseUrl, REDIS_URL: stack.redisUrl, JWT_SECRET, LOG_LEVEL: 'warn' }
  const ours = await startOurs(stack, databaseUrl)
  const bare = await stack.startNode({ script: 'test/bench/peers/bare-status.ts', env, readyPath: '/health' })
  const askers = { ours: openAsker(ours.port), bare: openAsker(bare.port) }
  let next = 0
  const id = (): string => ids[next++ % ids.length]!
  const contenders: Record<Name, { asker: Asker; request: () => Asked }> = {
    ours: { asker: askers.ours, request: () => ({ path: `${STATUS}/${id()}`, status: 200 }) },
    bare: { asker: askers.bare, request: () => ({ path: `/job-status/${id()}`, status: 200 }) },
    unchanged: {
      asker: askers.ours,
      request: () => ({ path: `${STATUS}/${id()}`, headers: { 'if-none-match': 'W/"9"' }, status: 304 }),
    },
  }
  const perSecond: Record<Name, number[]> = { ours: [], bare: [], unchanged: [] }
  const names = Object.keys(contenders) as Name[]
  const warmMs = rounds > 1 ? WARM_MS : BRIEF_WARM_MS
  for (let round = 0; round <= rounds; round++)
    for (let place = 0; place < names.length; place++) {
      const name = names[(round + place) % names.length]!
      const value = await contenders[name].asker.perSecond(contenders[name].request, round === 0 ? warmMs : SLICE_MS)
      if (round > 0) perSecond[name].push(value)
      say(`job-status, ${round}, ${name}: ${Math.round(value)}/s`)
    }
  await Promise.all(Object.values(askers).map(asker => asker.close()))
  await Promise.all([ours.stop(), bare.stop()])
  const common = { unit: '/s', peer: 'bare', theirs: perSecond.bare }
  return [
    compare({ title: 'job-status', ours: perSecond.ours, ...common, atLeast: 0.8 }),
    compare({
      title: 'job-status, unchanged (304)',
      unit: '/s',
      ours: perSecond.unchanged,
      peer: 'ours, 200',
      theirs: perSecond.ours,
      above: 1,
    }),
  ]
}

export const startOurs = (stack: HttpBench['stack'], databaseUrl: string) =>
  stack.startNode({
    script: 'server/main.ts',
    env: {
      DATABASE_URL: databaseUrl,
      REDIS_URL: stack.redisUrl,
      JWT_SECRET,
      LOG_LEVEL: 'warn',
      HOST: '127.0.0.1',
      API_RATE_LIMIT: '10000000',
      ADDRESS_RATE_LIMIT: '0',
    },
    readyPath: '/api/healthz',
  })
