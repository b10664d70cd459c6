// npm run candidate -- import FILE.json --user 42 · delete ID: stores a JSON Resume file, or deletes a candidate with
// all that was made from it.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Ajv } from 'ajv'
import { createCandidate } from '../shared/candidates.ts'
import { commandConfig, withConfig } from '../shared/config.ts'
import { isUnavailable, isUnmigrated, openDatabase } from '../shared/database.ts'
import { createLog } from '../shared/log.ts'
import type { Profile } from '../shared/profile.ts'
import { ProfileSchema } from '../shared/profile-schema.ts'
import { openRedis } from '../shared/redis.ts'
import { schemaErrorMessage } from '../shared/schema-error.ts'
import { removeCandidate } from './candidate-removal.ts'
import { REDIS_WAIT_MS, readyWithin } from './ready-within.ts'

const USAGE = 'usage: npm run candidate -- import FILE.json --user USER\n       npm run candidate -- delete ID'

const USER_ID_MAX = 255

await withConfig(async () => {
  const { positionals, values } = readArguments()
  const [action, target] = positionals
  if (action === 'import' && target && values.user && values.user.length <= USER_ID_MAX)
    return importCandidate(target, values.user)
  if (action === 'delete' && target && /^\d{1,10}$/.test(target)) return deleteCandidate(Number(target))
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

async function deleteCandidate(id: number): Promise<void> {
  const config = commandConfig(['databaseUrl', 'redisUrl', 'logLevel'], ['databaseUrl', 'redisUrl'])
  const db = openDatabase(config.databaseUrl, 1, 'resume-candidate')
  const redis = openRedis(config.redisUrl, 'command', createLog('candidate', config.logLevel))
  try {
    await readyWithin(redis, REDIS_WAIT_MS)
    const cancelled = await removeCandidate(db, redis, id)
    if (cancelled === 'unknown') fail(`There is no candidate ${id}.`, 1)
    if (cancelled === 'older jobs') fail(`Candidate ${id} has jobs of the older service, which are never deleted.`, 1)
    console.log(`Candidate ${id} is deleted; ${cancelled} unfinished jobs were cancelled.`)
  } catch (error) {
    fail(reason(error), 1)
  } finally {
    redis.disconnect()
    await db.destroy()
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
