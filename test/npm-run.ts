// A command as a person types it, to its end.
import { spawn } from 'node:child_process'
import { PROJECT } from '../dev/files.ts'

/** `npm run COMMAND`, its words divided by spaces, with these settings alone; its exit code and standard output. */
export const npmRun = async (
  command: string,
  settings: Record<string, string> = {},
): Promise<{ code: number | null; out: string }> => {
  const { PATH, HOME } = process.env
  const child = spawn('npm', ['run', '-s', ...command.split(' ')], {
    cwd: PROJECT,
    env: { PATH, HOME, npm_config_update_notifier: 'false', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  for await (const chunk of child.stdout) out += chunk
  const code = child.exitCode ?? (await new Promise<number | null>(resolve => child.once('close', resolve)))
  return { code, out }
}
