// Coming back with a cursor: storms, long absences, broken replays, commits out of order, another server each time.
import { cancelJob } from '../../../shared/jobs.ts'
import type { Client } from '../client.ts'
import type { Scenario, Scope } from '../scope.ts'
import { until } from '../until.ts'

/** A client's memory, over many sockets, as the app's page keeps it. */
class Memory {
  cursor: string | undefined
  readonly versions = new Map<string, number>()
  readonly finals = new Set<string>()

  learn(client: Client): void {
    this.cursor = client.cursor ?? this.cursor
    for (const [id, job] of client.known) {
      if (job.version > (this.versions.get(id) ?? 0)) this.versions.set(id, job.version)
      if (client.finalOf(id)) this.finals.add(id)
    }
  }
}

/** Comes back until nothing of these is missing; fails where something never comes. */
const learnsAll = async (scope: Scope, user: string, memory: Memory, ids: string[]): Promise<void> => {
  const client = await scope.join(user, memory.cursor)
  await until(
    () => {
      memory.learn(client)
      return ids.every(id => memory.finals.has(id))
    },
    `${ids.filter(id => !memory.finals.has(id)).length} of ${ids.length} finals at ${user} since ${memory.cursor}`,
  )
}

export const returning: Scenario[] = [
  {
    name: 'recovery storm: 300 clients of 50 users come back at once with their cursors',
    async run(scope) {
      const users = await Promise.all(
        Array.from({ length: 50 }, async () => {
          const user = scope.user()
          return { user, ids: await Promise.all([scope.jobs.create(user), scope.jobs.create(user)]) }
        }),
      )
      const all = Array.from({ length: 300 }, (_, i) => users[i % users.length]!)
      const before = await Promise.all(all.map(({ user }) => scope.join(user)))
      for (const client of before) client.drop()
      await Promise.all(users.flatMap(({ ids }) => ids.map(id => scope.jobs.cancel(id))))
      const begun = performance.now()
      const back = await Promise.all(all.map(({ user }, i) => scope.join(user, before[i]!.cursor)))
      for (const [i, client] of back.entries()) for (const id of all[i]!.ids) await client.knowsFinal(id)
      return `${Math.round(performance.now() - begun)} ms`
    },
  },
  {
    name: 'since across a thousand changes, on both servers',
    async run(scope) {
      const user = scope.user()
      const start = (await scope.join(user)).cursor!
      const ids: string[] = []
      for (let i = 0; i < 11; i++) ids.push(...(await scope.jobs.createMany(user, 99, true)))
      for (const server of scope.pair.servers) {
        const client = await scope.join(user, start, server)
        scope.check(client.known.size === ids.length, `${client.known.size} of ${ids.length}`)
        scope.check(client.frames.at(-1)?.type === 'synced', 'frames after synced')
      }
    },
  },
  {
    name: 'since again, long after more has ended than a socket remembers: nothing twice',
    async run(scope) {
      const user = scope.user()
      const start = (await scope.join(user)).cursor!
      const ended = async () => {
        for (let i = 0; i < 12; i++) await scope.jobs.createMany(user, 99, true)
      }
      await ended()
      const client = await scope.join(user, start)
      // Its memory goes by fifteen seconds, too.
      await new Promise(resolve => setTimeout(resolve, 15_500))
      await ended()
      await until(() => client.known.size === 2 * 12 * 99, 'all that ended')
      await client.subscribe({ since: start })
      scope.check(client.known.size === 2 * 12 * 99, `${client.known.size} known`)
    },
  },
  {
    name: 'a replay dropped at a random byte, again and again: nothing missed',
    async run(scope) {
      const user = scope.user()
      const ids: string[] = []
      const memory = new Memory()
      memory.cursor = (await scope.join(user)).cursor
      for (let i = 0; i < 8; i++) ids.push(...(await scope.jobs.createMany(user, 60, true)))
      let drops = 0
      while (memory.finals.size < ids.length && drops < 25) {
        const client = await scope.open(user)
        const bytes = scope.random.between(1, 120_000)
        const raw = (client.socket as unknown as { _socket: import('node:net').Socket })._socket
        const begin = raw.bytesRead
        raw.prependListener('data', () => raw.bytesRead - begin >= bytes && client.drop())
        client.ask({ since: memory.cursor })
        await Promise.race([client.closed, client.synced().catch(() => undefined)])
        client.drop()
        await client.closed
        memory.learn(client)
        drops++
      }
      await learnsAll(scope, user, memory, ids)
      return `${drops} drops`
    },
  },
  {
    name: 'commits out of order, transactions held open: nothing missed',
    async run(scope) {
      const user = scope.user()
      const memory = new Memory()
      const ids = await scope.jobs.createMany(user, 30)
      memory.learn(await scope.join(user))
      const order = scope.random.shuffle(ids)
      for (let start = 0; start < 30; start += 3) {
        const open = await Promise.all(
          order.slice(start, start + 3).map(async id => {
            const transaction = await scope.jobs.db.startTransaction().execute()
            return { transaction, row: await cancelJob(transaction, id) }
          }),
        )
        for (const { transaction, row } of scope.random.shuffle(open)) {
          await transaction.commit().execute()
          if (scope.random.next() < 0.5) await scope.jobs.push(row)
          if (scope.random.next() < 0.5) continue
          const client = await scope.join(user, memory.cursor)
          memory.learn(client)
          client.drop()
        }
      }
      await learnsAll(scope, user, memory, ids)
    },
  },
  {
    name: 'a client that changes servers all the time knows every end',
    async run(scope) {
      const user = scope.user()
      const memory = new Memory()
      const ids: string[] = []
      let working = true
      const work = (async () => {
        for (let i = 0; i < 40; i++) {
          scope.jobs.pushed = scope.random.next() < 0.7
          const id = await scope.jobs.create(user)
          ids.push(id)
          await scope.jobs.finish(id)
        }
        working = false
      })()
      let hops = 0
      while (working) {
        const client = await scope.join(user, memory.cursor, scope.pair.servers[hops++ % 2])
        if (scope.random.next() < 0.5) await until(() => client.count('job') > 3 || !working, 'some frames')
        client.drop()
        memory.learn(client)
      }
      await work
      await learnsAll(scope, user, memory, ids)
      return `${hops} hops`
    },
  },
  {
    name: 'a reader that stalls and is cut off: from its last cursor nothing is missing',
    async run(scope) {
      const user = scope.user()
      const memory = new Memory()
      const ids: string[] = []
      for (let round = 0; round < 4; round++) {
        const client = await scope.join(user, memory.cursor)
        client.socket.pause()
        const some = await scope.jobs.createMany(user, 150)
        ids.push(...some)
        for (let start = 0; start < 150; start += 30)
          await Promise.all(some.slice(start, start + 30).map(id => scope.jobs.cancel(id)))
        if (round % 2) client.socket.resume()
        const enough = scope.random.between(1, 100)
        await until(() => round % 2 === 0 || client.count('job') > enough, 'some frames')
        client.drop()
        await client.closed
        memory.learn(client)
      }
      await learnsAll(scope, user, memory, ids)
    },
  },
]
