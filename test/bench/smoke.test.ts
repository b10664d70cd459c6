// The benches run and print their table. What it says is nobody's proof here: the machine is busy with other tests.
import t from 'tap'
import { npmRun } from '../npm-run.ts'

for (const [command, measure] of [
  ['bench -- push latency --rounds 1', 'publish → receipt'],
  ['bench -- jobs cached --rounds 1', 'a cached job'],
  ['bench -- http status --rounds 1', 'job-status'],
  ['bench -- load --rounds 1 --jobs 50', '50 jobs at once'],
  ['bench -- soak --minutes 0.1', 'live bytes of the server'],
] as const)
  t.test(`npm run ${command}`, async t => {
    const { code, out } = await npmRun(command)
    t.ok(code === 0 || code === 1, `${code}: a target may be missed`)
    t.match(out, `\`npm run ${command}\``, 'the command stands above its table')
    const rows = out.split('\n').filter(line => line.startsWith(`| ${measure}`))
    t.ok(rows.length > 0, out)
    for (const row of rows) t.match(row, /^\| [^|]+ \| [\d,.]+/)
    const errors = /^\| errors[^|]*\| ([\d.]+)/m.exec(out)
    if (errors) t.equal(Number(errors[1]), 0, 'no request failed')
  })
