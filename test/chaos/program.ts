// A server or worker that is started, killed, frozen, stopped and started again.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PROJECT } from '../../dev/files.ts'
import { type RunningProcess, startProcess } from '../../dev/processes.ts'
import { testFolder } from '../../dev/test-folder.ts'
import { until } from '../stress/until.ts'

const STOP_MS = 40_000

export class Program {
  readonly name: string
  /** Of a server. */
  readonly url: string | undefined
  /** Ends that nobody asked for. */
  crashes = 0
  readonly #script: string
  readonly #env: NodeJS.ProcessEnv
  readonly #pidName: string
  #process: RunningProcess | undefined
  #wanted = false

  constructor(name: string, script: string, env: NodeJS.ProcessEnv, port?: number) {
    this.name = port ? `${name} ${port}` : name
    this.url = port ? `http://127.0.0.1:${port}` : undefined
    this.#script = script
    this.#env = port ? { ...env, PORT: String(port) } : env
    this.#pidName = this.name.replaceAll(' ', '-')
  }

  get lines(): string[] {
    return this.#process?.lines ?? []
  }

  /** Resolves once it serves. */
  async start(): Promise<void> {
    const pids = join(await testFolder(), 'pids')
    await mkdir(pids, { recursive: true })
    const child = startProcess({
      name: this.name,
      command: process.execPath,
      args: [join(PROJECT, this.#script)],
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...this.#env },
      cwd: PROJECT,
      // By it a later run finds what a killed one left.
      pidFile: join(pids, this.#pidName),
    })
    this.#process = child
    this.#wanted = true
    void child.exited.then(() => {
      if (this.#wanted && this.#process === child) this.crashes++
    })
    await until(() => this.#serves(), `${this.name} serves: ${child.lines.slice(-5).join('\n')}`, 60_000)
  }

  async #serves(): Promise<boolean> {
    if (!this.url) return this.lines.some(line => line.includes('worker takes jobs'))
    return fetch(`${this.url}/api/healthz`).then(
      ({ ok }) => ok,
      () => false,
    )
  }

  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.#process?.kill(name)
  }

  async kill(): Promise<void> {
    this.#wanted = false
    this.#process?.kill('SIGKILL')
    await this.#process?.exited
  }

  /** SIGTERM; its exit code. */
  async stop(): Promise<number | null | undefined> {
    this.#wanted = false
    this.signal('SIGCONT')
    return (await this.#process?.stop(STOP_MS))?.code
  }
}
