// Deadlines on a wheel: none early, none later than a tick, whatever is moved or taken off meanwhile.
import { mock } from 'node:test'
import t from 'tap'
import { Wheel, type Wheeled } from '../../server/wheel.ts'

const TICK_MS = 125
const NEVER = 1e9

mock.timers.enable({ apis: ['setInterval'] })
t.teardown(() => mock.timers.reset())

/** A wheel of names, and what it looked at: name and ms. @param again in how many ms it is to look again. */
const openWheel = (t: { teardown(end: () => void): void }, again: (name: string) => number = () => NEVER) => {
  let now = 0
  const looked: [string, number][] = []
  const items = new Map<string, Wheeled & { name: string }>()
  const wheel = new Wheel<Wheeled & { name: string }>(
    ({ name }) => {
      looked.push([name, now])
      return again(name)
    },
    () => now,
  )
  t.teardown(() => wheel.stop())
  const item = (name: string) => {
    const known = items.get(name) ?? { name, slot: undefined }
    items.set(name, known)
    return known
  }
  return {
    looked,
    set: (name: string, ms: number) => wheel.set(item(name), ms),
    remove: (name: string) => wheel.delete(item(name)),
    /** Nothing ticks meanwhile: the process was frozen, or a turn took long. */
    skip(ms: number) {
      now += ms
    },
    advance(ms: number) {
      for (const end = now + ms; now < end; mock.timers.tick(TICK_MS)) now += TICK_MS
    },
  }
}

t.test('a deadline is noticed in the tick after it, and none is looked at before', async t => {
  const { set, advance, looked } = openWheel(t)
  for (const ms of [-5, 0, 1, 125, 126, 1_000, 5_001, 31_000]) set(String(ms), ms)
  advance(31_500)
  t.same(looked, [
    ['-5', 125],
    ['0', 125],
    ['1', 125],
    ['125', 125],
    ['126', 250],
    ['1000', 1_000],
    ['5001', 5_125],
    ['31000', 31_000],
  ])
})

t.test('one further away than the wheel is wide is looked at on the way, and again', async t => {
  const { set, advance, looked } = openWheel(t)
  set('far', 3_600_000)
  advance(120_000)
  t.same(
    looked.map(([, at]) => at),
    [31_875, 63_750, 95_625],
  )
})

t.test('a look says when the next one is', async t => {
  const { set, advance, looked } = openWheel(t, () => 2_000)
  set('a', 500)
  advance(6_500)
  t.same(
    looked.map(([, at]) => at),
    [500, 2_500, 4_500, 6_500],
  )
})

t.test('what was due while nothing ticked is looked at once, with the next tick', async t => {
  const { set, skip, advance, looked } = openWheel(t)
  for (const ms of [1_000, 5_000, 12_000]) set(String(ms), ms)
  skip(10_000)
  advance(125)
  t.same(looked, [
    ['1000', 10_125],
    ['5000', 10_125],
  ])
  set('new', 500)
  advance(2_500)
  t.same(looked.slice(2), [
    ['new', 10_625],
    ['12000', 12_000],
  ])
  skip(3_600_000)
  advance(125)
  set('after an hour', 1_000)
  advance(1_500)
  t.same(
    looked.slice(4).filter(([name]) => name === 'after an hour'),
    [['after an hour', 3_613_750]],
  )
})

t.test('set again it is looked at then only; taken off, never', async t => {
  const { set, remove, advance, looked } = openWheel(t)
  set('earlier', 5_000)
  set('earlier', 250)
  set('later', 250)
  set('later', 5_000)
  set('gone', 250)
  remove('gone')
  advance(10_000)
  t.same(looked, [
    ['earlier', 250],
    ['later', 5_000],
  ])
})

t.test('what a look itself moves or takes off stays where it was put', async t => {
  const wheel = openWheel(t, name => {
    if (name === 'moves') wheel.set('moves', 250)
    if (name === 'goes') wheel.remove('goes')
    if (name === 'ends another') wheel.remove('ended')
    return name === 'moves' ? 10_000 : 125
  })
  wheel.set('moves', 125)
  wheel.set('goes', 125)
  wheel.set('ends another', 125)
  wheel.set('ended', 125)
  wheel.advance(250)
  t.same(wheel.looked, [
    ['moves', 125],
    ['goes', 125],
    ['ends another', 125],
    ['ends another', 250],
  ])
  wheel.advance(125)
  t.same(wheel.looked.at(-2), ['moves', 375])
})
