// Builds the web app when its sources are newer than what was built. Must run where Vite isn't installed, too.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { PROJECT } from './files.ts'
import { runTask } from './processes.ts'

const VITE = join(PROJECT, 'node_modules', 'vite', 'bin', 'vite.js')
const BUILT = join(PROJECT, 'web', 'dist', 'index.html')
const SOURCES = ['web', 'shared/protocol.ts', 'vite.config.ts', 'package-lock.json']

export type BuildOutcome = 'built' | 'up to date' | 'no sources' | 'no vite'

export async function buildWeb(): Promise<BuildOutcome> {
  if (!existsSync(join(PROJECT, 'web', 'index.html'))) return 'no sources'
  if (!isStale()) return 'up to date'
  if (!existsSync(VITE)) return 'no vite'
  const env = { ...process.env, NODE_ENV: 'production' }
  await runTask({ name: 'vite build', command: process.execPath, args: [VITE, 'build'], cwd: PROJECT, env })
  return 'built'
}

function isStale(): boolean {
  if (!existsSync(BUILT)) return true
  const builtMs = statSync(BUILT).mtimeMs
  return SOURCES.some(source => newestMs(join(PROJECT, source)) > builtMs)
}

function newestMs(path: string): number {
  if (!existsSync(path) || path === join(PROJECT, 'web', 'dist')) return 0
  const info = statSync(path)
  if (!info.isDirectory()) return info.mtimeMs
  return Math.max(0, ...readdirSync(path).map(name => newestMs(join(path, name))))
}
