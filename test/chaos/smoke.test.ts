// The chaos program, a short run of it: programs are killed while jobs run, and the checker finds that all holds.
import t from 'tap'
import { npmRun } from '../npm-run.ts'

t.test('twenty jobs come through kills, freezes and an emptied Redis', async t => {
  const { code, out } = await npmRun('chaos -- --seed 1 --jobs 20')
  t.equal(code, 0, out)
  t.match(out, /20 jobs accepted/)
  t.match(out, /all holds \(seed 1\)/)
})
