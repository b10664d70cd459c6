// A short run of a bench, as a person starts it. What its table says is nobody's proof here: the machine is busy with
// other tests. In two test files, since one would take minutes.
import t from 'tap'
import { npmRun } from '../npm-run.ts'

/** @param measure a row of the table begins with it. */
export const smoke = (command: string, measure: string) =>
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
