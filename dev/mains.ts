// Runs the project's own processes (`node server/main.ts` and the like) as parts, and clears away those of a killed run.
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { PROJECT } from './files.ts'
import { createLogLines } from './log-lines.ts'
import type { Parts } from './parts.ts'
import { startProcess, stopLeftover } from './processes.ts'

export interface Mains {
  pidsDir: string
  parts: Parts
  say(line: string): void
}

export interface Main {
  name: string
  script: string
  /** For Node, as package.json has them for the same script. */
  flags?: string[]
  env: NodeJS.ProcessEnv
  /** Their log is printed. */
  shown: boolean
}

/** How long a part may take to end before it is killed; the server spreads its goodbyes over some seconds. */
const STOP_MS = 12_000

/** Starts a process; `parts` watches it from here on. */
export function startMain({ pidsDir, parts, say }: Mains, { name, script, flags = [], env, shown }: Main): void {
  const child = startProcess({
    name,
    command: process.execPath,
    args: [...flags, join(PROJECT, script)],
    env,
    cwd: PROJECT,
    pidFile: join(pidsDir, `${name}.pid`),
    onLine: shown ? createLogLines(name, say) : undefined,
  })
  parts.add({
    name,
    exited: child.exited,
    lines: shown ? [] : child.lines,
    stop: () => child.stop(STOP_MS),
    kill: () => child.kill('SIGKILL'),
  })
}

/** Ends what a killed run left; the number of processes. */
export async function stopLeftoverMains(pidsDir: string): Promise<number> {
  mkdirSync(pidsDir, { recursive: true })
  let stopped = 0
  for (const file of readdirSync(pidsDir)) {
    if (await stopLeftover(join(pidsDir, file), join(PROJECT, ''))) stopped++
    rmSync(join(pidsDir, file), { force: true })
  }
  return stopped
}

/** Waits until `url` gives an answer that `isReady` takes; throws when everything is to end or after `timeoutMs`. */
export async function waitForAnswer(
  url: string,
  isReady: (response: Response) => boolean | Promise<boolean>,
  parts: Parts,
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    parts.check()
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
    if (response && (await isReady(response))) return
    if (Date.now() > deadline) throw new Error(`no good answer from ${url} in ${timeoutMs / 1000} s`)
    await delay(50)
  }
}
