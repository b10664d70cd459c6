// `npm test`: types, lint, web app, then all tests on a PostgreSQL of their own. `npm test -- FILE…` runs some of them.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { ensureChromium } from './chromium.ts'
import { PROJECT } from './files.ts'
import { type Postgres, startPostgres } from './postgres.ts'
import { runTask, stopTasks, TaskError } from './processes.ts'
import { createProgress } from './progress.ts'
import { findRedis } from './redis-binary.ts'
import { clearFolder, testFolder } from './test-folder.ts'
import { buildWeb } from './web-build.ts'

interface Counts {
  passed: number
  failed: number
}

const progress = createProgress()
const files = process.argv.slice(2)
const colors = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }
let stopped = false
let stopTests = () => {}

await main()

async function main(): Promise<void> {
  // tap gets a Ctrl-C from the terminal itself and passes a SIGTERM on; we stay to clear up.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void interrupt())
  let counts: Counts = { passed: 0, failed: 1 }
  try {
    await check()
    counts = await test()
  } catch (error) {
    const said = error instanceof TaskError ? [`${error.task} failed:`, ...error.lines] : [(error as Error).message]
    progress.say(['', ...said].join('\n'))
  }
  progress.say(`\n${counts.passed} passed, ${counts.failed} failed`)
  process.exit(counts.failed === 0 && !stopped ? 0 : 1)
}

async function check(): Promise<void> {
  await step('types', () => runBin('tsc', '--noEmit'))
  await step('lint', () => runBin('biome', 'check', '.'))
  await progress.step('web app', buildWeb, outcome => outcome)
  // tap's own code is generated for its plugins; ours are fewer than it comes with.
  const generated = join(PROJECT, 'node_modules/@tapjs/test/test-built/dist/esm/index.js')
  const isBuilt = existsSync(generated) && !readFileSync(generated, 'utf8').includes('@tapjs/typescript')
  if (!isBuilt) await step('tap build', () => runBin('tap', 'build'))
}

async function test(): Promise<Counts> {
  const needsBrowser = files.length === 0 || files.some(file => file.includes('browser'))
  const chromium = needsBrowser ? await progress.step('Chromium', ensureChromium, path => path) : undefined
  await progress.step('Redis', findRedis, ({ path }) => path)
  const folder = await testFolder()
  let postgres: Postgres | undefined
  try {
    const dataDir = join(folder, 'postgres')
    const start = () => startPostgres({ dataDir, durable: false })
    postgres = await progress.step('PostgreSQL', start, ({ port }) => `on port ${port}`)
    const env = { ...process.env, TEST_DIR: folder, TEST_DATABASE_URL: postgres.url, CHROMIUM_PATH: chromium }
    return await runTap(env)
  } finally {
    await postgres?.stop()
    await clearFolder(folder)
  }
}

async function runTap(env: NodeJS.ProcessEnv): Promise<Counts> {
  const child = spawn(process.execPath, [bin('tap'), '--reporter=base', ...files], {
    // CI: tap's reporter adds line after line, instead of moving the cursor about.
    env: { ...env, CI: 'true', ...colors },
    cwd: PROJECT,
    stdio: ['inherit', 'pipe', 'inherit'],
  })
  stopTests = () => child.kill('SIGTERM')
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    process.stdout.write(text)
    output += text
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const counts = readCounts(output)
  // A run that broke before it could count is red too.
  if (code !== 0 && counts.failed === 0) counts.failed = 1
  return counts
}

/** tap's last word on all files together: `# { total: 5, pass: 4, fail: 1 }`. */
function readCounts(output: string): Counts {
  const summary = output.match(/# \{ total: .*\}/g)?.at(-1) ?? ''
  const count = (name: string) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(summary)?.[1] ?? 0)
  return { passed: count('pass'), failed: count('fail') }
}

async function interrupt(): Promise<void> {
  stopped = true
  stopTests()
  await stopTasks()
}

async function step(name: string, work: () => Promise<unknown>): Promise<void> {
  await progress.step(name, work, () => 'good')
}

async function runBin(name: string, ...args: string[]): Promise<void> {
  const env = { ...process.env, ...colors }
  await runTask({ name, command: process.execPath, args: [bin(name), ...args], cwd: PROJECT, env })
}

/** Run by our own Node: the scripts' first line would take whichever comes first on PATH. */
function bin(name: string): string {
  return realpathSync(join(PROJECT, 'node_modules', '.bin', name))
}
