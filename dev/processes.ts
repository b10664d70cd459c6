// Child processes with a lifetime: started in a group of their own, read line by line, stopped for certain.
// Knows nothing of what it runs.
import { execFileSync, spawn } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'

export interface ProcessOptions {
  name: string
  command: string
  args: string[]
  /** The whole environment: nothing of ours is added. */
  env: NodeJS.ProcessEnv
  cwd?: string
  argv0?: string
  uid?: number | undefined
  /** What asks it to end; SIGTERM by default. */
  stopSignal?: NodeJS.Signals
  /** Written at the start and removed at the end, so that a later run finds what a killed one left. */
  pidFile?: string
  onLine?: ((line: string) => void) | undefined
}

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
  error?: Error
}

export interface RunningProcess {
  name: string
  pid: number | undefined
  /** Its last lines, stdout and stderr together. */
  lines: string[]
  exited: Promise<Exit>
  hasExited(): boolean
  kill(signal: NodeJS.Signals): void
  /** Asks it to end, kills the whole group after `graceMs` (10 s), resolves when it is gone. */
  stop(graceMs?: number): Promise<Exit>
}

const KEPT_LINES = 2_000

export function startProcess(options: ProcessOptions): RunningProcess {
  const child = spawn(options.command, options.args, {
    env: options.env,
    cwd: options.cwd,
    argv0: options.argv0,
    uid: options.uid,
    gid: options.uid,
    // A group of its own: Ctrl-C in the terminal reaches only us, and we stop things in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', line => {
      if (lines.push(line) > KEPT_LINES) lines.shift()
      options.onLine?.(line)
    })
  }
  let exit: Exit | undefined
  const exited = new Promise<Exit>(resolve => {
    child.once('error', error => resolve({ code: null, signal: null, error }))
    child.once('close', (code, signal) => resolve({ code, signal }))
  }).then(result => {
    exit = result
    if (options.pidFile) rmSync(options.pidFile, { force: true })
    return result
  })
  if (options.pidFile && child.pid) writeFileSync(options.pidFile, String(child.pid))
  const kill = (signal: NodeJS.Signals) => {
    if (!exit && child.pid) signalProcess(child.pid, signal)
  }
  const stop = async (graceMs = 10_000) => {
    kill(options.stopSignal ?? 'SIGTERM')
    const timer = setTimeout(() => !exit && child.pid && signalProcess(-child.pid, 'SIGKILL'), graceMs)
    return await exited.finally(() => clearTimeout(timer))
  }
  return { name: options.name, pid: child.pid, lines, exited, hasExited: () => exit !== undefined, kill, stop }
}

export class TaskError extends Error {
  readonly task: string
  /** All that it said. */
  readonly lines: string[]

  constructor(task: string, exit: Exit, lines: string[]) {
    super(`${task} failed (${describeExit(exit)}): ${lines.slice(-8).join(' · ')}`)
    this.task = task
    this.lines = lines
  }
}

const tasks = new Set<RunningProcess>()
let noMoreTasks = false

/** Runs a process that ends by itself; its lines. Throws where its exit code isn't 0. */
export async function runTask(options: ProcessOptions): Promise<string[]> {
  if (noMoreTasks) throw new Error(`${options.name} is not begun: everything is to end`)
  const task = startProcess(options)
  tasks.add(task)
  const exit = await task.exited.finally(() => tasks.delete(task))
  if (exit.code === 0) return task.lines
  throw new TaskError(options.name, exit, task.lines)
}

/** Ends what `runTask` runs now and refuses to begin more. */
export async function stopTasks(): Promise<void> {
  noMoreTasks = true
  await Promise.all([...tasks].map(task => task.stop(3_000)))
}

export function describeExit(exit: Exit): string {
  if (exit.error) return exit.error.message
  return exit.signal ? `killed by ${exit.signal}` : `exit code ${exit.code}`
}

/** Sends a signal to a process, or to a group when negative; one that is gone already is fine. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** The command line of a living process, '' when there is none (a zombie has none either). */
export function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    if (process.platform === 'win32') return ''
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}

/** Stops what an earlier run left: the process named in `pidFile`, when its command line holds `marker` (pids are used again). */
export async function stopLeftover(
  pidFile: string,
  marker: string,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<boolean> {
  const pid = readPid(pidFile)
  const isLeftover = () => pid > 1 && commandLine(pid).includes(marker)
  const found = isLeftover()
  if (found) {
    signalProcess(pid, signal)
    for (let waited = 0; isLeftover(); waited += 20) {
      if (waited === 10_000) signalProcess(pid, 'SIGKILL')
      if (waited > 15_000) throw new Error(`process ${pid} (${marker}), left by an earlier run, can't be stopped`)
      await delay(20)
    }
  }
  return found
}

function readPid(pidFile: string): number {
  try {
    return Number.parseInt(readFileSync(pidFile, 'utf8'), 10) || 0
  } catch {
    return 0
  }
}
