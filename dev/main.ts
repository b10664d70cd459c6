// `npm start`: everything on one machine, each part a process of its own, all of it gone at the end.
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { PROJECT } from './files.ts'
import { startHouse } from './house.ts'
import { takeLock } from './lock.ts'
import { Parts } from './parts.ts'
import { stopTasks } from './processes.ts'
import { createProgress, type Progress } from './progress.ts'

/** npm passes a Ctrl-C on that the terminal gives us as well: a signal so soon after the first isn't a second wish. */
const SAME_SIGNAL_MS = 500

await main()

async function main(): Promise<void> {
  const progress = createProgress()
  const dataDir = resolve(process.env.DATA_DIR || join(PROJECT, '.data'))
  const unlock = await lockOrExit(dataDir)
  const parts = new Parts()
  watchSignals(parts, progress)
  watchParent(parts)
  const startup = startHouse({ dataDir, parts, progress }).catch(error => parts.end({ failure: error }))
  const { failure } = await parts.ended
  await stopTasks()
  // What is on its way up is waited for, so that it is stopped like the rest.
  await startup
  if (failure) progress.say(`\n${failure.message}\n`)
  await parts.stopAll(name => progress.say(`stopping ${name}`))
  unlock()
  progress.say('stopped: nothing is left running')
  process.exit(failure ? 1 : 0)
}

async function lockOrExit(dataDir: string): Promise<() => void> {
  try {
    await mkdir(dataDir, { recursive: true })
    return takeLock(join(dataDir, 'start.lock'), join('dev', 'main.ts'))
  } catch (error) {
    console.error((error as Error).message)
    return process.exit(1)
  }
}

function watchSignals(parts: Parts, progress: Progress): void {
  let firstMs: number | undefined
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (firstMs === undefined) {
        firstMs = Date.now()
        progress.say('')
        parts.end({})
      } else if (Date.now() - firstMs > SAME_SIGNAL_MS) {
        parts.hurry()
      }
    })
  }
  // A closed terminal takes our output with it; that must not keep us from stopping the parts.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => parts.end({}))
}

/** Under npm: a killed npm can't pass its signal on, but it leaves us with another parent. */
function watchParent(parts: Parts): void {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && parts.end({}), 500).unref()
}
