// Losing: messages, connections, Redis, servers. One after the other on a pair of servers that nobody else uses.
import { sql } from 'kysely'
import type { Client } from '../client.ts'
import type { Server } from '../house.ts'
import type { Scenario, Scope } from '../scope.ts'
import { until } from '../until.ts'

const REPAIRED_MS = 10_000

/** Users with a socket on each server, and a job that runs. */
const audience = async (scope: Scope, users = 5) =>
  Promise.all(
    Array.from({ length: users }, async () => {
      const user = scope.user()
      const id = await scope.jobs.create(user)
      await scope.jobs.claim(id)
      await scope.jobs.begin(id)
      const clients = await Promise.all(scope.pair.servers.map(server => scope.join(user, undefined, server)))
      return { user, id, clients }
    }),
  )

const allKnow = async (people: { id: string; clients: Client[] }[], timeoutMs = REPAIRED_MS): Promise<string> => {
  const begun = performance.now()
  await Promise.all(people.flatMap(({ id, clients }) => clients.map(client => client.knowsFinal(id, timeoutMs))))
  return `${Math.round(performance.now() - begun)} ms`
}

/** New jobs arrive at once again, several in a row: by messages, not by a re-read. */
const pushesLive = async (scope: Scope, { user, clients }: { user: string; clients: Client[] }): Promise<void> => {
  let inARow = 0
  await until(
    async () => {
      const id = await scope.jobs.create(user).catch(() => undefined)
      if (!id) return false
      const begun = performance.now()
      await until(() => clients.every(client => client.known.has(id)), 'a new job', REPAIRED_MS)
      inARow = performance.now() - begun < 400 ? inARow + 1 : 0
      return inARow >= 3
    },
    'live pushes',
    25_000,
  )
}

const callRedis = (scope: Scope, ...command: [string, ...string[]]) => scope.jobs.redis.call(...command)

export const losing: Scenario[] = [
  {
    name: 'every message lost: final states within 10 s, of jobs made elsewhere too',
    async run(scope) {
      const people = await audience(scope)
      scope.jobs.pushed = false
      const made = await Promise.all(people.map(({ user }) => scope.jobs.create(user)))
      await Promise.all(people.map(({ id }) => scope.jobs.succeed(id)))
      await Promise.all(made.map(id => scope.jobs.finish(id)))
      const took = await allKnow(people)
      await allKnow(people.map(({ clients }, i) => ({ id: made[i]!, clients })))
      return took
    },
  },
  {
    name: 'pub/sub connections killed in the middle of states: nothing missed, live again',
    async run(scope) {
      const people = await audience(scope)
      for (let progress = 10; progress < 40; progress += 10) {
        await callRedis(scope, 'CLIENT', 'KILL', 'TYPE', 'pubsub')
        await Promise.all(people.map(({ id }) => scope.jobs.move(id, progress)))
      }
      await Promise.all(people.map(({ id }) => scope.jobs.succeed(id)))
      const took = await allKnow(people)
      await pushesLive(scope, people[0]!)
      return took
    },
  },
  {
    name: 'connections to PostgreSQL cut: sockets stay, pushes go on',
    async run(scope) {
      const people = await audience(scope)
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'resume-server' and datname = current_database()`.execute(scope.jobs.db)
      await Promise.all(people.map(({ id }) => scope.jobs.succeed(id)))
      const took = await allKnow(people)
      await scope.join(people[0]!.user)
      scope.check(
        people.every(({ clients }) => clients.every(client => client.closeCode === undefined)),
        'closed',
      )
      return took
    },
  },
  {
    name: 'Redis crashed and restarted empty: nothing missed, live again',
    async run(scope) {
      const people = await audience(scope)
      await scope.pair.killRedis()
      scope.jobs.pushed = false
      await Promise.all(people.map(({ id }) => scope.jobs.succeed(id)))
      const took = await allKnow(people)
      const late = await scope.join(people[0]!.user, people[0]!.clients[0]!.cursor)
      await scope.pair.restartRedis()
      scope.jobs.pushed = true
      await pushesLive(scope, { user: people[0]!.user, clients: [...people[0]!.clients, late] })
      return took
    },
  },
  {
    name: 'pub/sub connections silently dead: final states within 10 s, then live again',
    async run(scope) {
      const people = await audience(scope)
      scope.check(scope.pair.proxy.freeze('subscribe') >= 2, 'frozen')
      await Promise.all(people.map(({ id }) => scope.jobs.succeed(id)))
      const took = await allKnow(people)
      await pushesLive(scope, people[0]!)
      return took
    },
  },
  {
    name: 'a server killed: its clients come back at the other one and miss nothing',
    async run(scope) {
      const people = await audience(scope, 10)
      const [one, two] = scope.pair.servers
      await one.kill()
      await Promise.all(people.map(({ id }) => scope.jobs.succeed(id)))
      for (const { user, id, clients } of people) {
        const back = await scope.join(user, clients[0]!.cursor, two)
        await back.knowsFinal(id)
        await clients[1]!.knowsFinal(id)
      }
      await one.start()
    },
  },
  {
    name: 'rolling restart: each socket told 1012, exit within 20 s, nothing missed',
    async run(scope) {
      const people = await audience(scope, 15)
      const began = performance.now()
      const restart = async (server: Server) => {
        const begun = performance.now()
        scope.check((await server.stop()) === 0, 'exit code 0')
        scope.check(performance.now() - begun < 20_000, 'within 20 s')
        await server.start()
      }
      const restarted = restart(scope.pair.servers[0])
      const both = restarted.then(() => restart(scope.pair.servers[1]))
      const [one, two] = scope.pair.servers
      const returned = Promise.all(
        people.map(async ({ user, id, clients }) => {
          scope.check((await clients[0]!.closed) === 1012, `${clients[0]!.closeCode}`)
          const moved = await scope.join(user, clients[0]!.cursor, two)
          await restarted
          scope.check((await clients[1]!.closed) === 1012 && (await moved.closed) === 1012, '1012 at the second')
          const back = await scope.join(user, moved.cursor, one)
          return { id, clients: [back] }
        }),
      )
      for (let progress = 10; progress < 60; progress += 10)
        await Promise.all(people.map(({ id }) => scope.jobs.move(id, progress)))
      await Promise.all([both, returned])
      await Promise.all(people.map(({ id }) => scope.jobs.succeed(id)))
      await allKnow(await returned)
      return `${Math.round(performance.now() - began)} ms`
    },
  },
]
