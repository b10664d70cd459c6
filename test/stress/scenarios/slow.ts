// Readers that are slow, or stop: bounded cost, the latest state when they read again, 4408 in the end.
import { randomUUID } from 'node:crypto'
import { publishUpdate } from '../../../shared/bus.ts'
import type { Client } from '../client.ts'
import type { Scenario, Scope } from '../scope.ts'
import { until, within } from '../until.ts'

const JOBS = 20
const ROUNDS = 20

/** Rounds of states of `JOBS` jobs, some KB each, without rows; the last versions. */
const flood = async (scope: Scope, user: string, rounds: number, bytes: number, first = 1): Promise<string[]> => {
  const ids = Array.from({ length: JOBS }, (_, i) => `${user}-job-${i}`)
  for (const id of ids) scope.own(id, user)
  const padding = 'x'.repeat(bytes)
  for (let version = first; version < first + rounds; version++)
    await Promise.all(
      ids.map(jobId => {
        const json = JSON.stringify({ job_id: jobId, version, status: 'PROCESSING', padding })
        return publishUpdate(scope.jobs.redis, user, { jobId, version, final: false, json })
      }),
    )
  return ids
}
const hasAll = (client: Client, ids: string[], version: number): boolean =>
  ids.every(id => client.known.get(id)?.version === version)

export const slow: Scenario[] = [
  {
    name: 'a reader that stops for good is closed with 4408 after 30 s; the brisk one feels nothing',
    async run(scope) {
      const user = scope.user()
      const [server] = scope.pair.servers
      const stuck = await scope.join(user, undefined, server)
      const brisk = await scope.join(user, undefined, server)
      stuck.socket.pause()
      // One round after the other, each large: what replaces itself would fit into the kernel's buffers.
      for (let round = 1; round <= ROUNDS; round++) {
        const ids = await flood(scope, user, 1, 40_000, round)
        await until(() => hasAll(brisk, ids, round), 'the brisk reader has all')
      }
      const begun = performance.now()
      const isClosing = () => performance.now() - begun > 36_000
      await until(isClosing, 'the time is up', 40_000)
      const id = randomUUID()
      scope.own(id, user)
      stuck.socket.resume()
      scope.check((await within(stuck.closed, 'the close', 10_000)) === 4408, `${stuck.closeCode}`)
      scope.check(stuck.count('job') < ROUNDS * JOBS, 'states were replaced')
    },
  },
  {
    name: 'a reader that stops and reads again: fewer frames, the latest states, versions rising',
    async run(scope) {
      const user = scope.user()
      const client = await scope.join(user)
      client.socket.pause()
      await flood(scope, user, 250, 4_000)
      client.socket.resume()
      const ids = await flood(scope, user, 1, 4_000, 251)
      await until(() => hasAll(client, ids, 251), 'the latest states')
      scope.check(client.count('job') < 250 * JOBS, `${client.count('job')} frames`)
      return `${client.count('job')} frames of ${251 * JOBS}`
    },
  },
  {
    name: 'a reader that trickles is not closed, and gets the end',
    async run(scope) {
      const user = scope.user()
      const client = await scope.join(user)
      const real = await scope.jobs.create(user)
      let reading = true
      const trickle = (async () => {
        while (reading) {
          client.socket.pause()
          await new Promise(resolve => setTimeout(resolve, 25))
          client.socket.resume()
          await new Promise(resolve => setTimeout(resolve, 2))
        }
      })()
      const ids = await flood(scope, user, 120, 4_000)
      await scope.jobs.finish(real)
      await client.knowsFinal(real)
      await until(() => hasAll(client, ids, 120), 'the latest states', 20_000)
      reading = false
      await trickle
      scope.check(client.closeCode === undefined, 'closed')
    },
  },
  {
    name: 'what waits for a stalled reader holds its cursor back',
    async run(scope) {
      const user = scope.user()
      const ids = await scope.jobs.createMany(user, 60)
      const stalled = await scope.join(user, 'c0')
      const brisk = await scope.join(user)
      stalled.socket.pause()
      await flood(scope, user, 150, 4_000)
      for (const id of ids) await scope.jobs.cancel(id)
      for (let i = 0; i < 2; i++) {
        // Not published: that it comes says that the servers have read again.
        scope.jobs.pushed = false
        const id = await scope.jobs.create(user)
        await until(() => brisk.known.has(id), 'a re-read')
      }
      await flood(scope, user, 1, 4_000, 151)
      stalled.socket.resume()
      for (const id of ids) await stalled.knowsFinal(id)
    },
  },
]
