// Joining: whatever a job does at that moment, a subscriber gets its state of now and each one after it.
import type { JobView } from '../../../shared/protocol.ts'
import type { Scenario, Scope } from '../scope.ts'

type Step = (scope: Scope, id: string) => Promise<unknown>
const steps: [string, Step][] = [
  ['waiting', ({ jobs }, id) => jobs.claim(id)],
  ['generating', ({ jobs }, id) => jobs.begin(id)],
  ['retrying', ({ jobs }, id) => jobs.retry(id)],
  ['generating', ({ jobs }, id) => jobs.begin(id)],
  ['generating', ({ jobs }, id) => jobs.move(id, 40)],
  ['rendering', ({ jobs }, id) => jobs.move(id, 85, 'rendering')],
  ['saving', ({ jobs }, id) => jobs.move(id, 95, 'saving')],
  ['done', ({ jobs }, id) => jobs.succeed(id)],
]

const same = (one: JobView | undefined, other: JobView): boolean =>
  one?.version === other.version && one.stage === other.stage && one.progress === other.progress

export const joining: Scenario[] = [
  {
    name: 'late join at every state, on all and by id, on both servers',
    async run(scope) {
      const user = scope.user()
      const id = await scope.jobs.create(user)
      const joined = []
      for (const [stage, step] of [['queued', async () => {}] as [string, Step], ...steps]) {
        await step(scope, id)
        for (const server of scope.pair.servers) {
          const client = await scope.open(user, { server })
          await client.subscribe(joined.length % 2 || stage === 'done' ? { jobs: [id] } : {})
          scope.check(
            client.known.get(id)?.stage === stage,
            `joined at ${stage}, was told ${client.known.get(id)?.stage}`,
          )
          scope.check(same(client.known.get(id), await scope.poll(user, id, server)), `the poll differs at ${stage}`)
          joined.push(client)
        }
      }
      for (const client of joined) await client.knowsFinal(id)
    },
  },
  {
    name: 'joining while states fly: no gap between snapshot and pushes',
    async run(scope) {
      const user = scope.user()
      const ids = await Promise.all(Array.from({ length: 6 }, () => scope.jobs.create(user)))
      const run = Promise.all(
        ids.map(async id => {
          await scope.jobs.claim(id)
          await scope.jobs.begin(id)
          for (let progress = 6; progress < 60; progress++) await scope.jobs.move(id, progress)
          await scope.jobs.succeed(id)
        }),
      )
      const clients = await Promise.all(
        Array.from({ length: 24 }, async () => {
          const client = await scope.open(user)
          return client.subscribe(scope.random.pick([{}, { jobs: scope.random.shuffle(ids) }, { since: 'c0' }]))
        }),
      )
      await run
      const lasts = await Promise.all(ids.map(id => scope.poll(user, id)))
      for (const client of clients)
        for (const last of lasts) {
          const told = client.known.has(last.job_id) ? await client.knowsFinal(last.job_id) : undefined
          if (told) scope.check(same(told, last), 'the last state differs')
        }
    },
  },
  {
    name: 'subscribe and unsubscribe storm: each answered, in the end the latest states',
    async run(scope) {
      const user = scope.user()
      const ids = await Promise.all(Array.from({ length: 12 }, () => scope.jobs.create(user)))
      const client = await scope.open(user)
      let moving = true
      const run = (async () => {
        for (const id of ids) await scope.jobs.claim(id).then(() => scope.jobs.begin(id))
        for (let progress = 6; moving && progress < 99; progress++)
          await Promise.all(ids.map(id => scope.jobs.move(id, progress)))
      })()
      for (let i = 0; i < 90; i++) {
        const some = scope.random.shuffle(ids).slice(0, scope.random.between(1, 5))
        const jobs = scope.random.next() < 0.3 ? 'all' : some
        if (scope.random.next() < 0.5) client.ask({ jobs })
        else client.send({ type: 'unsubscribe', jobs })
      }
      await client.synced()
      moving = false
      await run
      await client.subscribe({ jobs: ids })
      for (const id of ids) scope.check(same(client.known.get(id), await scope.poll(user, id)), 'not the latest state')
      for (const id of ids) await scope.jobs.succeed(id)
      for (const id of ids) await client.knowsFinal(id)
    },
  },
  {
    name: 'the same user on both servers: twelve sockets, each told everything',
    async run(scope) {
      const user = scope.user()
      const [one, two] = scope.pair.servers
      const clients = await Promise.all(
        Array.from({ length: 12 }, (_, i) => scope.join(user, undefined, i % 2 ? one : two)),
      )
      const ids = await Promise.all(Array.from({ length: 15 }, () => scope.jobs.create(user)))
      await Promise.all(ids.map(id => scope.jobs.finish(id)))
      for (const client of clients)
        for (const id of ids) scope.check((await client.knowsFinal(id)).version === 5, 'version 5')
    },
  },
  {
    name: 'a thousand jobs on one socket, all ending at once',
    async run(scope) {
      const user = scope.user()
      const ids = await scope.jobs.createMany(user, 1_000)
      const client = await scope.open(user)
      for (let start = 0; start < 1_000; start += 100) client.ask({ jobs: ids.slice(start, start + 100) })
      await client.synced()
      scope.check(client.known.size === 1_000, `snapshot of ${client.known.size}`)
      for (let start = 0; start < 1_000; start += 50)
        await Promise.all(ids.slice(start, start + 50).map(id => scope.jobs.cancel(id)))
      for (const id of ids) await client.knowsFinal(id)
    },
  },
  {
    name: 'cancel while watching: the cancelled state is pushed, nothing after it',
    async run(scope) {
      const user = scope.user()
      const id = await scope.jobs.create(user)
      await scope.jobs.claim(id)
      await scope.jobs.begin(id)
      const clients = await Promise.all(scope.pair.servers.map(server => scope.join(user, undefined, server)))
      const moves = Promise.all([20, 30, 40].map(progress => scope.jobs.move(id, progress).catch(() => undefined)))
      const response = await scope.call(user, `/api/resume-async/cancel/${id}`, { method: 'POST' })
      scope.check(response.status === 202, `cancel answered ${response.status}`)
      await moves
      for (const client of clients) scope.check((await client.knowsFinal(id)).stage === 'cancelled', 'cancelled')
    },
  },
  {
    name: 'sixty users at once never see each other, not by id either',
    async run(scope) {
      const users = Array.from({ length: 60 }, () => scope.user())
      const all = await Promise.all(users.map(async user => ({ user, id: await scope.jobs.create(user) })))
      const clients = await Promise.all(
        all.map(async ({ user, id }) => {
          const client = await scope.join(user)
          const foreign = scope.random.shuffle(all).filter(other => other.user !== user)
          await client.subscribe({ jobs: [id, ...foreign.slice(0, 20).map(other => other.id)], preview: true })
          const refused = client.frames.find(frame => frame.type === 'error')
          scope.check(refused?.code === 'JOB_NOT_FOUND' && refused.jobs?.length === 20, 'foreign ids were not refused')
          return { client, id }
        }),
      )
      await Promise.all(all.map(({ id }) => scope.jobs.finish(id)))
      for (const { client, id } of clients) {
        await client.knowsFinal(id)
        scope.check(client.known.size === 1, 'saw another job')
      }
    },
  },
]
