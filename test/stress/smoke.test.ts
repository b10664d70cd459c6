// The stress program itself, a few scenarios of it: that it runs, and says what it found.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { PROJECT } from '../../dev/files.ts'

t.test('a few scenarios pass, each with its line, and nothing is left behind', async t => {
  const { PATH, HOME } = process.env
  const args = [join(PROJECT, 'test/stress/main.ts'), '--seed', '1', '--only', 'at once']
  const child = spawn(process.execPath, args, { env: { PATH, HOME }, stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  for await (const chunk of child.stdout) output += chunk
  const code = child.exitCode ?? (await new Promise(resolve => child.once('close', resolve)))
  t.equal(code, 0, output)
  t.equal(output.match(/^ok /gm)?.length, 4)
  t.match(output, /4 ok, 0 failed/)
})
