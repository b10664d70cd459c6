// The fuzz program, a short run of it: hostile requests and frames, none answered with a 5xx or words from inside.
import t from 'tap'
import { npmRun } from '../npm-run.ts'

t.test('two thousand hostile requests and a thousand frames find no flaw', async t => {
  const { code, out } = await npmRun('fuzz -- --seed 2 --requests 2000')
  t.equal(code, 0, out)
  t.match(out, /^0 kinds of flaws/m)
})
