// Cursors: whose, from when, and what they may not pass.
import { cancelJob } from '../../../shared/jobs.ts'
import type { Scenario } from '../scope.ts'
import { until } from '../until.ts'

export const cursors: Scenario[] = [
  {
    name: 'a cursor of another user, of the future, and garbage',
    async run(scope) {
      const [user, other] = [scope.user(), scope.user()]
      await scope.jobs.createMany(other, 20, true)
      const mine = await scope.jobs.createMany(user, 20, true)
      const theirs = (await scope.join(other, 'c0')).cursor!
      await scope.join(user, theirs)
      const future = await scope.join(user, 'cyyyyyyyyyy')
      scope.check(
        mine.every(id => future.known.has(id)),
        'from the future everything is news',
      )
      const again = await scope.join(user, future.cursor)
      scope.check(again.known.size <= 20, 'its cursor works')
      const client = await scope.open(user)
      for (const since of ['?', 'c', 'C1', 'c1.', 'c99999999999999999', 'null']) {
        client.send({ type: 'subscribe', jobs: 'all', since })
        client.send({ type: 'ping' })
      }
      await until(() => client.count('pong') === 6, 'pongs')
      scope.check(client.count('error') === 6 && client.count('job') === 0, 'garbage was refused')
    },
  },
  {
    name: 'every message lost, transactions held open, subscribes never cease: no cursor passes what was not sent',
    async run(scope) {
      const user = scope.user()
      const ids: string[] = []
      const clients = await Promise.all(scope.pair.servers.map(server => scope.join(user, 'c0', server)))
      scope.jobs.pushed = false
      const late: Promise<unknown>[] = []
      const begun = performance.now()
      const isOver = () => performance.now() - begun > 9_000
      const asking = clients.map(async client => {
        while (!isOver()) {
          for (let i = 0; i < 8; i++) client.ask({ jobs: scope.random.shuffle(ids).slice(0, 90) })
          await client.synced()
          await new Promise(resolve => setTimeout(resolve, 400))
        }
      })
      while (!isOver()) {
        const some = await scope.jobs.createMany(user, 20)
        const transaction = await scope.jobs.db.startTransaction().execute()
        await cancelJob(transaction, some[0]!)
        for (const id of some.slice(1)) await scope.jobs.cancel(id)
        late.push(
          new Promise(resolve => setTimeout(resolve, scope.random.between(0, 2_000))).then(() =>
            transaction.commit().execute(),
          ),
        )
        if (late.length > 3) await late.shift()
        ids.splice(0, ids.length, ...some)
        await new Promise(resolve => setTimeout(resolve, 100))
      }
      await Promise.all([...asking, ...late])
    },
  },
]
