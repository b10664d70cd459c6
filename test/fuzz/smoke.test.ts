// The fuzz program, a short run of it: hostile requests and frames, none answered with a 5xx or words from inside.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { PROJECT } from '../../dev/files.ts'

t.test('two thousand hostile requests and a thousand frames find no flaw', async t => {
  const { PATH, HOME } = process.env
  const args = [join(PROJECT, 'test/fuzz/main.ts'), '--seed', '2', '--requests', '2000']
  const child = spawn(process.execPath, args, { env: { PATH, HOME }, stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  for await (const chunk of child.stdout) output += chunk
  const code = child.exitCode ?? (await new Promise(resolve => child.once('close', resolve)))
  t.equal(code, 0, output)
  t.match(output, /^0 kinds of flaws/m)
})
