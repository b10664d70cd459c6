// The waits between tries, as numbers.
import t from 'tap'
import { afterClose, jitterMs } from '../../web/backoff.ts'

const highest = { baseMs: 500, capMs: 30_000, random: () => 0.999999 }
const lowest = { ...highest, random: () => 0 }
const delay = (code: number, failures: number, backoff: typeof highest) => {
  const verdict = afterClose(code, failures, backoff)
  return verdict.retry ? Math.round(verdict.delayMs) : null
}

t.test('the window doubles from half a second to half a minute, and any moment of it may come', async t => {
  const windows = [0, 1, 2, 5, 6, 50].map(failures => Math.round(jitterMs(failures, highest)))
  t.strictSame(windows, [500, 1000, 2000, 16_000, 30_000, 30_000])
  t.equal(jitterMs(5, lowest), 0)
})

t.test('a restarting server gets its clients back spread over some seconds', async t => {
  t.equal(delay(1012, 0, lowest), 0)
  t.equal(delay(1012, 0, highest), 3_500)
})

t.test('too many sockets or frames mean a long wait, overload a longer one than usual', async t => {
  t.equal(delay(4429, 0, lowest), 20_000)
  t.equal(delay(1008, 0, lowest), 10_000)
  t.equal(delay(1013, 0, lowest), 2_000)
  t.equal(delay(1006, 0, lowest), 0)
})

t.test('only a refused origin ends the tries', async t => {
  const stopped = [4401, 4403, 4408, 4429, 1006, 1008, 1009, 1012, 1013].filter(code => delay(code, 0, lowest) === null)
  t.strictSame(stopped, [4403])
})
