// Runs a command as a person would, and waits for its end.
import { spawn } from 'node:child_process'
import { PROJECT } from '../../dev/files.ts'

export interface Ended {
  code: number | null
  out: string
  err: string
}

/** `node bin/<name>.ts …args` with these settings alone. */
export function run(name: string, args: string[], env: NodeJS.ProcessEnv = {}, input = ''): Promise<Ended> {
  const child = spawn(process.execPath, [`bin/${name}.ts`, ...args], {
    cwd: PROJECT,
    env: { PATH: process.env.PATH, ...env },
  })
  const ended: Ended = { code: null, out: '', err: '' }
  child.stdout.on('data', data => {
    ended.out += data
  })
  child.stderr.on('data', data => {
    ended.err += data
  })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => resolve({ ...ended, code }))
  })
}
