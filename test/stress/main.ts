// npm run stress -- [--seed N] [--only TEXT]: scenarios that check themselves, on two servers and one Redis; and those that
// break things, one after the other, on a second pair. One line each, exit code 1 where one failed.
import { parseArgs } from 'node:util'
import { type Jobs, openJobs } from '../server/socket-jobs.ts'
import { House, type Pair } from './house.ts'
import { checkLeaks } from './leaks.ts'
import { cursors } from './scenarios/cursors.ts'
import { doors } from './scenarios/doors.ts'
import { joining } from './scenarios/joining.ts'
import { limits } from './scenarios/limits.ts'
import { losing } from './scenarios/losing.ts'
import { returning } from './scenarios/returning.ts'
import { slow } from './scenarios/slow.ts'
import { wandering } from './scenarios/wandering.ts'
import { type Scenario, Scope } from './scope.ts'

/** The slowest first, so that the others run beside it. */
const peaceful: Scenario[] = [
  ...slow,
  ...limits.toReversed(),
  ...cursors.toReversed(),
  ...wandering,
  ...joining,
  ...returning,
  ...doors,
]
const AT_ONCE = 6

const { values } = parseArgs({ options: { seed: { type: 'string' }, only: { type: 'string' } } })
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6))
const chosen = ({ name }: Scenario) => name.includes(values.only ?? '')
const begun = performance.now()
const house = new House()
let passed = 0
let failed = 0

const say = (line: string): void => console.log(line)
const elapsed = (): string => ((performance.now() - begun) / 1_000).toFixed(1)

const abort = (why: unknown): void => {
  say(`\ngiven up: ${why instanceof Error ? why.stack : why}`)
  void house.close().finally(() => process.exit(1))
}
for (const event of ['SIGINT', 'SIGTERM', 'unhandledRejection', 'uncaughtException']) process.once(event, abort)

say(`seed ${seed}`)
try {
  await house.open()
  const [shared, faults] = await Promise.all([house.pair('shared'), house.pair('faults')])
  say(`two pairs of servers ready after ${elapsed()} s`)
  await Promise.all([runPeaceful(shared), runFaults(faults)])
} finally {
  await house.close()
}
say(`\n${passed} ok, ${failed} failed, ${elapsed()} s (seed ${seed})`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)

async function runPeaceful(pair: Pair): Promise<void> {
  const jobs = await openJobs(pair.settings)
  const before = await Promise.all(pair.servers.map(server => server.held()))
  const queue = peaceful.filter(chosen)
  const take = async (): Promise<void> => {
    for (let scenario = queue.shift(); scenario; scenario = queue.shift()) await run(scenario, pair, jobs)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, take))
  await report('leak check: sockets, timers, subscriptions, memory', () => checkLeaks(pair, jobs, before))
  await jobs.close()
}

async function runFaults(pair: Pair): Promise<void> {
  const jobs = await openJobs(pair.settings)
  for (const scenario of losing.filter(chosen)) await run(scenario, pair, jobs)
  await jobs.close()
}

async function run(scenario: Scenario, pair: Pair, jobs: Jobs): Promise<void> {
  const scope = new Scope(pair, jobs, seed, scenario.name)
  await report(scenario.name, async () => {
    const said = await scenario.run(scope).finally(() => scope.close())
    if (scope.broken.length > 0) throw new Error([...new Set(scope.broken)].slice(0, 3).join('; '))
    return said
  })
}

async function report(name: string, work: () => Promise<unknown>): Promise<void> {
  const start = performance.now()
  const seconds = () => ((performance.now() - start) / 1_000).toFixed(1)
  try {
    const said = await work()
    passed++
    say(`ok      ${seconds().padStart(5)} s  ${name}${said ? ` (${said})` : ''}`)
  } catch (error) {
    failed++
    say(`FAILED  ${seconds().padStart(5)} s  ${name}: ${(error as Error).message}`)
    if (!(error as Error).message.startsWith('not within')) say(String((error as Error).stack))
  }
}
