// The order of the checks: the stores and OpenAI at once, then what needs Redis. All are bounded: 5 s, then 8 s; and a
// whole job, where it was asked for, 3 minutes.

import type { Redis } from '../../shared/redis.ts'
import { examineDatabase } from './database.ts'
import { type Finding, type Findings, failed, Late, type Name, skipped, titles, within } from './finding.ts'
import { examineJob } from './job.ts'
import { examineOpenAi } from './openai.ts'
import { listLiving, tryQueues } from './processes.ts'
import { examinePush, type PushSettings } from './push.ts'
import { checkPubSub, examineRedis } from './redis.ts'
import { checkSettings, type Environment, settingOf } from './settings.ts'

export interface Report {
  status: 'ok' | 'warning' | 'failed'
  /** The names of the checks that failed, in the order of the way through the service. */
  broken: Name[]
  checked_at: string
  ms: number
  checks: Record<Name, Finding>
}

const PATH_MS = 8_000

/**
 * @param serverUrl the server whose socket is tried; undefined: the one that these settings would start here.
 * @param withJob sends a whole job through, which costs a generation.
 */
export const examine = async (env: Environment, serverUrl: URL | undefined, withJob = false): Promise<Report> => {
  const begun = performance.now()
  const checkedAt = new Date().toISOString()
  const redisUrl = settingOf('redisUrl', env)
  const [database, { findings, redis }, openai] = await Promise.all([
    examineDatabase(settingOf('databaseUrl', env)),
    examineRedis(redisUrl),
    examineOpenAi({
      apiKey: settingOf('openaiApiKey', env),
      baseUrl: settingOf('openaiBaseUrl', env),
      model: settingOf('openaiModel', env),
    }),
  ])
  const push = pushSettings(env, serverUrl)
  const path = redis && redisUrl ? await examinePath(redis, redisUrl, push) : {}
  const found: Findings = { ...checkSettings(env), ...database, ...findings, openai, ...path }
  if (withJob) {
    const isWhole = redis && found.database?.status === 'ok' && found.push?.status === 'ok'
    found.job = isWhole
      ? await examineJob(push, settingOf('databaseUrl', env)!, redis)
      : skipped('PostgreSQL and push → socket must be ok first')
  }
  redis?.disconnect()
  return report(found, checkedAt, performance.now() - begun)
}

/** All that goes through Redis. */
const examinePath = async (redis: Redis, redisUrl: string, settings: PushSettings): Promise<Findings> => {
  const living = listLiving(redis)
  const [pubsub, queue, push] = await Promise.all([
    timely(checkPubSub(redisUrl, redis)),
    timely(tryQueues(redis, living)),
    timely(examinePush(settings, redis, living)),
  ])
  const { findings } = await living
  return { ...findings, pubsub, queue, push }
}

const timely = (work: Promise<Finding>): Promise<Finding> =>
  within(PATH_MS, work).catch(error => {
    if (error instanceof Late)
      return failed(`it took more than ${PATH_MS / 1000} s`, 'see whether the machine is overloaded')
    throw error
  })

const pushSettings = (env: Environment, serverUrl: URL | undefined): PushSettings => {
  const issuer = settingOf('jwtIssuer', env)
  const audience = settingOf('jwtAudience', env)
  return {
    url: serverUrl ?? ownUrl(settingOf('host', env), settingOf('port', env)),
    isNamed: serverUrl !== undefined,
    secret: settingOf('jwtSecret', env),
    claims: { ...(issuer && { iss: issuer }), ...(audience && { aud: audience }) },
  }
}

/** Where a server that listens everywhere is reached from here. */
const ownUrl = (host: string | undefined, port: number | undefined): URL | undefined => {
  if (host === undefined || port === undefined) return undefined
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return new URL(`http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`)
}

const report = (found: Findings, checkedAt: string, ms: number): Report => {
  const names = (Object.keys(titles) as Name[]).filter(name => name !== 'job' || found.job)
  const checks = Object.fromEntries(
    names.map(name => [name, found[name] ?? skipped('Redis could not be asked')]),
  ) as Record<Name, Finding>
  const broken = names.filter(name => checks[name].status === 'failed')
  const isWarned = names.some(name => checks[name].status === 'warning')
  const status = broken.length > 0 ? 'failed' : isWarned ? 'warning' : 'ok'
  return { status, broken, checked_at: checkedAt, ms: Math.round(ms), checks }
}
