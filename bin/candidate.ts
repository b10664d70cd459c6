// npm run candidate -- import FILE.json --user 42 · delete ID: stores a JSON Resume file, or deletes a candidate with
// all that was made from it.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Ajv } from 'ajv'
import { dropPreviews, publishCancel, publishUpdate, toUpdate } from '../shared/bus.ts'
import { deleteCachedDocuments } from '../shared/cache.ts'
import { cancelJobsOf, deleteCandidate, type Traces } from '../shared/candidate-deletion.ts'
import { createCandidate } from '../shared/candidates.ts'
import { commandConfig, withConfig } from '../shared/config.ts'
import { type Database, isUnavailable, isUnmigrated, openDatabase } from '../shared/database.ts'
import { jobView } from '../shared/job-view.ts'
import { createLog } from '../shared/log.ts'
import type { Profile } from '../shared/profile.ts'
import { ProfileSchema } from '../shared/profile-schema.ts'
import { openRedis, type Redis } from '../shared/redis.ts'
import { schemaErrorMessage } from '../shared/schema-error.ts'
import { REDIS_WAIT_MS, readyWithin } from './ready-within.ts'

const USAGE = 'usage: npm run candidate -- import FILE.json --user USER\n       npm run candidate -- delete ID'

const USER_ID_MAX = 255

await withConfig(async () => {
  const { positionals, values } = readArguments()
  const [action, target] = positionals
  if (action === 'import' && target && values.user && values.user.length <= USER_ID_MAX)
    return importCandidate(target, values.user)
  if (action === 'delete' && target && /^\d{1,10}$/.test(target)) return removeCandidate(Number(target))
  fail(USAGE, 2)
})

async function importCandidate(file: string, userId: string): Promise<void> {
  const profile = readProfile(file)
  const config = commandConfig(['databaseUrl'], ['databaseUrl'])
  const db = openDatabase(config.databaseUrl, 1, 'resume-candidate')
  try {
    console.log(await createCandidate(db, userId, profile))
  } catch (error) {
    fail(reason(error), 1)
  } finally {
    await db.destroy()
  }
}

async function removeCandidate(id: number): Promise<void> {
  const config = commandConfig(['databaseUrl', 'redisUrl', 'logLevel'], ['databaseUrl', 'redisUrl'])
  const db = openDatabase(config.databaseUrl, 1, 'resume-candidate')
  const redis = openRedis(config.redisUrl, 'command', createLog('candidate', config.logLevel))
  try {
    await readyWithin(redis, REDIS_WAIT_MS)
    const cancelled = await cancelAndDelete(db, redis, id)
    console.log(`Candidate ${id} is deleted; ${cancelled} unfinished jobs were cancelled.`)
  } catch (error) {
    fail(reason(error), 1)
  } finally {
    redis.disconnect()
    await db.destroy()
  }
}

/** How many jobs were cancelled. Again where a job began between the two steps. */
async function cancelAndDelete(db: Database, redis: Redis, id: number): Promise<number> {
  for (let count = 0; ; ) {
    const cancelled = await cancelJobsOf(db, id)
    if (!cancelled) fail(`There is no candidate ${id}.`, 1)
    await toRedis(cancelled.map(state => () => publishUpdate(redis, state.user_id, toUpdate(jobView(state)))))
    await toRedis(cancelled.map(state => () => publishCancel(redis, state.id)))
    count += cancelled.length
    const deletion = await deleteCandidate(db, id, ({ cacheKeys, jobIds }: Traces) =>
      toRedis([() => deleteCachedDocuments(redis, cacheKeys), () => dropPreviews(redis, jobIds)]),
    )
    if (deletion === 'older jobs') fail(`Candidate ${id} has jobs of the older service, which are never deleted.`, 1)
    if (deletion === 'deleted') return count
  }
}

async function toRedis(commands: (() => Promise<void>)[]): Promise<void> {
  try {
    for (const command of commands) await command()
  } catch {
    throw new Error("Redis can't be reached (REDIS_URL) any more. The candidate is not deleted: run this again.")
  }
}

/** What went wrong, in one line. */
function reason(error: unknown): string {
  if (isUnavailable(error)) return `PostgreSQL can't be reached (DATABASE_URL): ${(error as Error).message}`
  if (isUnmigrated(error)) return 'The database is not migrated: run `npm run migrate`.'
  return (error as Error).message
}

function readProfile(file: string): Profile {
  let profile: unknown
  try {
    profile = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    fail(`${file}: ${(error as Error).message}`, 1)
  }
  const validate = new Ajv({ strict: false }).compile(ProfileSchema)
  if (!validate(profile)) fail(`${file}: ${schemaErrorMessage(validate.errors ?? [], 'document')}`, 1)
  return profile as Profile
}

function readArguments() {
  try {
    return parseArgs({ options: { user: { type: 'string' } }, allowPositionals: true })
  } catch (error) {
    return fail(`${(error as Error).message}\n${USAGE}`, 2)
  }
}

function fail(message: string, code: number): never {
  console.error(message)
  process.exit(code)
}
