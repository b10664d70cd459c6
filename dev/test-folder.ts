// The temporary folder of one test run, named after the process that owns it, and the sweep of those whose owner was killed.
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROJECT } from './files.ts'
import { stopLeftoverPostgres } from './postgres.ts'
import { commandLine, stopLeftover } from './processes.ts'
import { stopLeftoverRedis } from './redis.ts'

// As root PostgreSQL runs under another account, which can't enter a private temporary folder.
const BASE = process.getuid?.() === 0 ? '/tmp' : realpathSync(tmpdir())
const PREFIX = 'resume-push-test-'

let own: Promise<string> | undefined

/** The folder of this run: `TEST_DIR` where `npm test` made one, else one of this process. */
export async function testFolder(): Promise<string> {
  if (process.env.TEST_DIR) return process.env.TEST_DIR
  own ??= makeFolder()
  return await own
}

export async function removeOwnFolder(): Promise<void> {
  if (own) await rm(await own, { recursive: true, force: true, maxRetries: 3 })
}

async function makeFolder(): Promise<string> {
  await sweepTestFolders()
  const folder = await mkdtemp(join(BASE, `${PREFIX}${process.pid}-`))
  // PostgreSQL's account has to pass through; what is in it has modes of its own.
  await chmod(folder, 0o711)
  return folder
}

/** Stops and removes what killed test runs left in the temporary folder. */
async function sweepTestFolders(): Promise<void> {
  for (const name of readdirSync(BASE).filter(entry => entry.startsWith(PREFIX))) {
    const owner = Number.parseInt(name.slice(PREFIX.length), 10)
    const folder = join(BASE, name)
    const isOurs = statSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.()
    if (commandLine(owner) || !isOurs) continue
    await clearFolder(folder)
  }
}

/** Stops what still runs out of a test folder, and removes it. */
export async function clearFolder(folder: string): Promise<void> {
  await stopAll(folder)
  await rm(folder, { recursive: true, force: true, maxRetries: 3 })
}

async function stopAll(folder: string): Promise<void> {
  const pids = join(folder, 'pids')
  for (const name of list(pids)) await stopLeftover(join(pids, name), PROJECT)
  for (const name of list(folder)) {
    await stopLeftoverRedis(join(folder, name))
    await stopLeftoverPostgres(join(folder, name, 'postgres'))
  }
  await stopLeftoverPostgres(join(folder, 'postgres'))
}

/** Another run may sweep the same folder at this moment. */
const list = (folder: string) => (existsSync(folder) ? readdirSync(folder) : [])
