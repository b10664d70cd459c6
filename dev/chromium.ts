// Finds a Chromium for the browser tests; as root on Debian or Ubuntu it may install one.
import { existsSync } from 'node:fs'
import { findOnPath } from './files.ts'
import { runTask } from './processes.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']
const MAC_APPS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** `CHROMIUM_PATH`, or one on PATH, or a Mac's application. */
export function findChromium(): string | undefined {
  const given = process.env.CHROMIUM_PATH
  if (given) return existsSync(given) ? given : undefined
  return findOnPath(NAMES) ?? MAC_APPS.find(existsSync)
}

/** Throws one line that says what to install, where none is found and we may not install it. */
export async function ensureChromium(note: (line: string) => void): Promise<string> {
  const found = findChromium()
  if (found) return found
  if (process.env.CHROMIUM_PATH) throw new Error(`CHROMIUM_PATH names no file: ${process.env.CHROMIUM_PATH}`)
  const mayInstall = process.getuid?.() === 0 && findOnPath(['apt-get']) !== undefined
  if (!mayInstall) throw new Error(`no Chromium found for the browser tests: ${advice()}, or set CHROMIUM_PATH`)
  note('installing Chromium with apt-get (only the browser tests need it)')
  await runApt('update')
  await runApt('install', '-y', '--no-install-recommends', 'chromium')
  const installed = findChromium()
  if (!installed) throw new Error(`apt's package chromium brought no browser: ${advice()}, or set CHROMIUM_PATH`)
  await runTask({ name: 'chromium', command: installed, args: ['--version'], env: process.env })
  return installed
}

function advice(): string {
  if (process.platform === 'darwin') return 'run "brew install --cask chromium" or install Google Chrome'
  return 'install the package "chromium" or Google Chrome'
}

async function runApt(...args: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await runTask({ name: `apt-get ${args[0]}`, command: 'apt-get', args, env })
}
