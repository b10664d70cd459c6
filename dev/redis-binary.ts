// Finds a Redis server: an installed one, else one unpacked from the Debian or Ubuntu package into a folder of ours.
// Nothing is installed into the system.
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { findOnPath, PROJECT } from './files.ts'
import { runTask } from './processes.ts'

export interface RedisBinary {
  path: string
  env: { LD_LIBRARY_PATH?: string }
}

interface Places {
  /** Names of an installed one. redis-check-rdb is the same program as redis-server, and heeds the name it is called by. */
  names: string[]
  /** Where it is unpacked to. */
  folder: string
}

const PLACES: Places = {
  names: ['redis-server', 'valkey-server', 'redis-check-rdb'],
  folder: join(PROJECT, '.data', 'redis-server'),
}

export async function findRedis(
  log?: (line: string) => void,
  { names, folder }: Places = PLACES,
): Promise<RedisBinary> {
  const installed = findOnPath(names)
  if (installed) return { path: installed, env: {} }
  const kept = unpackedIn(folder)
  if (kept && (await works(kept))) return kept
  if (!findOnPath(['apt-get']) || !findOnPath(['dpkg'])) throw new Error(`no redis-server found: ${installAdvice()}`)
  log?.("no redis-server is installed: unpacking apt's package into a folder (nothing is installed)")
  return await unpack(folder)
}

function installAdvice(): string {
  if (process.platform === 'darwin') return 'run "brew install redis", or set REDIS_URL'
  return 'install Redis or Valkey (package "redis" or "valkey"), or set REDIS_URL'
}

async function unpack(folder: string): Promise<RedisBinary> {
  await mkdir(dirname(folder), { recursive: true })
  const work = await mkdtemp(`${folder}.new-`)
  try {
    await download(work)
    const debs = readdirSync(work).filter(name => name.endsWith('.deb'))
    for (const deb of debs) await run('dpkg', ['-x', deb, join(work, 'root')], work)
    const binary = unpackedIn(join(work, 'root'))
    if (!binary) throw new Error('the package redis-tools holds no server')
    await runVersion(binary)
    if (!(await works(unpackedIn(folder)))) await rm(folder, { recursive: true, force: true })
    // Another process may do the same at this moment: the first one stays, both are whole.
    await rename(join(work, 'root'), folder).catch(error => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  } catch (error) {
    throw new Error(
      `no redis-server found, and apt's package can't be unpacked: ${installAdvice()}. ${(error as Error).message}`,
    )
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return unpackedIn(folder)!
}

/** The packages that are not on this machine, into `folder`: by the system's package lists, else by lists of our own. */
async function download(folder: string): Promise<void> {
  const own = join(folder, 'apt')
  await mkdir(join(own, 'lists', 'partial'), { recursive: true })
  await mkdir(join(own, 'cache', 'archives', 'partial'), { recursive: true })
  // apt's own account (_apt) can't write to our folders: the transfer runs as us.
  const base = ['-o', `Dir::Cache=${join(own, 'cache')}`, '-o', 'APT::Sandbox::User=', '-o', 'Debug::NoLocking=1']
  try {
    await downloadWith(folder, base)
  } catch {
    const lists = [...base, '-o', `Dir::State::Lists=${join(own, 'lists')}`]
    await run('apt-get', [...lists, 'update'], folder)
    await downloadWith(folder, lists)
  }
}

async function downloadWith(folder: string, options: string[]): Promise<void> {
  const install = ['install', '--simulate', '--no-install-recommends', 'redis-tools']
  const lines = await run('apt-get', [...options, ...install], folder)
  const missing = lines.flatMap(line => /^Inst (\S+) /.exec(line)?.[1] ?? [])
  const names = new Set([...missing, 'redis-tools'])
  await run('apt-get', [...options, 'download', ...names], folder)
}

function unpackedIn(folder: string): RedisBinary | undefined {
  const bin = join(folder, 'usr', 'bin')
  const path = ['redis-server', 'redis-check-rdb'].map(name => join(bin, name)).find(existsSync)
  if (!path) return undefined
  const folders = [join(folder, 'usr', 'lib'), join(folder, 'lib')].filter(lib => existsSync(lib))
  const libraries = folders.flatMap(lib => [
    ...readdirSync(lib)
      .filter(isTriplet)
      .map(name => join(lib, name)),
    lib,
  ])
  return { path, env: { LD_LIBRARY_PATH: libraries.join(':') } }
}

const isTriplet = (name: string) => name.includes('-linux-')

/** False where the system was upgraded under it, so that a library is missing now. */
async function works(binary: RedisBinary | undefined): Promise<boolean> {
  if (!binary) return false
  return await runVersion(binary).then(
    () => true,
    () => false,
  )
}

async function runVersion({ path, env }: RedisBinary): Promise<void> {
  await runTask({ name: 'redis-server', command: path, argv0: 'redis-server', args: ['--version'], env })
}

async function run(command: string, args: string[], cwd: string): Promise<string[]> {
  // LC_ALL: what apt-get says is read. Proxies and the like come with the rest.
  return await runTask({ name: command, command, args, cwd, env: { ...process.env, LC_ALL: 'C' } })
}
