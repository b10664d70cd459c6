// The stress program itself, a few scenarios of it: that it runs, and says what it found.
import t from 'tap'
import { npmRun } from '../npm-run.ts'

t.test('a few scenarios pass, each with its line, and nothing is left behind', async t => {
  const { code, out } = await npmRun('stress -- --seed 1 --only once')
  t.equal(code, 0, out)
  t.equal(out.match(/^ok /gm)?.length, 4)
  t.match(out, /4 ok, 0 failed/)
})
