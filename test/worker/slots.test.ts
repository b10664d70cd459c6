// Who may generate in one worker: so many at once, a token each, nobody after the end.
import t from 'tap'
import type { PickedJob } from '../../shared/job-claims.ts'
import type { Rate } from '../../worker/rate.ts'
import { Slots } from '../../worker/slots.ts'
import { until } from '../harness.ts'
import { log } from './run-job-setup.ts'

/** A line in memory; what runs ends when the test says so. */
const lineOf = (...names: string[]) => {
  const waiting = [...names]
  const begun: string[] = []
  const running = new Map<string, () => void>()
  const line = {
    someoneWaits: async () => waiting.length > 0,
    beginNext: async () => {
      const id = waiting.shift()
      return id === undefined ? undefined : ({ id } as PickedJob)
    },
    run: ({ id }: PickedJob) => {
      begun.push(id)
      return new Promise<void>(resolve => running.set(id, resolve))
    },
  }
  return { line, waiting, begun, end: (name: string) => running.get(name)!() }
}

/** Tokens given and not given back; with `byHand` only when the test gives them. */
const rateOf = (byHand = false) => {
  const state = { taken: 0, asked: [] as (() => void)[] }
  const rate: Rate = {
    take: signal =>
      new Promise(resolve => {
        const give = () => {
          state.taken++
          resolve({ giveBack: () => void state.taken--, begin() {} })
        }
        signal.addEventListener('abort', () => resolve(undefined), { once: true })
        if (signal.aborted) resolve(undefined)
        else if (byHand) state.asked.push(give)
        else give()
      }),
  }
  return { rate, state }
}

t.test('no more run than there are slots, and one that ends makes room for the next', async t => {
  const { line, begun, end } = lineOf('a', 'b', 'c', 'd')
  const slots = new Slots(2, rateOf().rate, line, log)
  slots.look()
  await until(() => begun.length === 2)
  end('b')
  await until(() => begun.length === 3)
  t.same(begun, ['a', 'b', 'c'])
})

t.test('a hint that comes while the line is looked at is not lost', async t => {
  const { line, waiting, begun } = lineOf()
  const slots = new Slots(2, rateOf().rate, line, log)
  slots.look()
  waiting.push('late')
  slots.look()
  await until(() => begun.length === 1)
  t.same(begun, ['late'])
})

t.test('without a hint it looks by itself', async t => {
  const { line, waiting, begun } = lineOf()
  const slots = new Slots(1, rateOf().rate, line, log)
  slots.open()
  t.teardown(() => void slots.close())
  waiting.push('unheard')
  await until(() => begun.length === 1)
  t.same(begun, ['unheard'])
})

t.test('no token is taken where nobody waits, and one that another worker made useless is given back', async t => {
  const { rate, state } = rateOf(true)
  const { line, waiting, begun } = lineOf()
  const slots = new Slots(1, rate, line, log)
  slots.look()
  waiting.push('taken elsewhere')
  slots.look()
  await until(() => state.asked.length === 1)
  waiting.pop()
  state.asked.shift()!()
  await until(() => state.taken === 0)
  t.same(begun, [])
  waiting.push('ours')
  slots.look()
  await until(() => state.asked.length === 1)
  state.asked.shift()!()
  await until(() => begun.length === 1)
  t.equal(state.taken, 1)
})

t.test('a line that cannot be looked at costs no token, and is looked at again', async t => {
  const { rate, state } = rateOf()
  const { line, begun } = lineOf('a')
  let away = true
  const broken = { ...line, beginNext: () => (away ? Promise.reject(new Error('away')) : line.beginNext()) }
  const slots = new Slots(1, rate, broken, log)
  slots.look()
  await until(() => state.taken === 0)
  away = false
  await until(() => {
    slots.look()
    return begun.length === 1
  })
  t.equal(state.taken, 1)
})

t.test('once closed nobody gets a slot, and it is closed when the last has ended', async t => {
  const { line, begun, end } = lineOf('a', 'b')
  const slots = new Slots(1, rateOf().rate, line, log)
  slots.look()
  await until(() => begun.length === 1)
  let closed = false
  const closing = slots.close().then(() => {
    closed = true
  })
  slots.look()
  t.equal(closed, false)
  end('a')
  await closing
  t.same(begun, ['a'])
})

t.test('closing ends the wait for a token', async t => {
  const { rate } = rateOf(true)
  const { line, begun } = lineOf('a')
  const slots = new Slots(1, rate, line, log)
  slots.look()
  await slots.close()
  t.same(begun, [])
})
