// Clients that do anything a client may do, at random: whatever that was, from any cursor they saw nothing is missing.
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { publishUpdate } from '../../../shared/bus.ts'
import { cancelJob } from '../../../shared/jobs.ts'
import type { Client } from '../client.ts'
import type { Scenario, Scope } from '../scope.ts'
import { until } from '../until.ts'

const WORK_MS = 5_000

/** What one client knew when it saw this cursor. */
interface Moment {
  cursor: string
  finals: Set<string>
  /** What it did before, for whoever looks into a failure. */
  path: string
}

/** The jobs that are made and ended while clients wander, and those that have ended. */
interface Work {
  ids: string[]
  ended: string[]
  over: boolean
}

class Wanderer {
  readonly moments: Moment[] = []
  readonly #scope: Scope
  readonly #user: string
  readonly #work: Work
  readonly #finals = new Set<string>()
  readonly #cursors: string[] = []
  readonly #path: string[] = []
  #client!: Client
  #read = 0

  constructor(scope: Scope, user: string, work: Work) {
    this.#scope = scope
    this.#user = user
    this.#work = work
  }

  /** Its first socket: from its first cursor on it is owed everything. */
  async begin(): Promise<this> {
    this.#client = await this.#scope.open(this.#user)
    this.#ask(this.#scope.random.pick([{}, { jobs: [] }, { jobs: [randomUUID()] }]))
    await this.#client.synced()
    this.#learn()
    return this
  }

  async wander(): Promise<void> {
    const { random } = this.#scope
    while (!this.#work.over) {
      const steps = [this.#ask, this.#ask, this.#since, this.#leave, this.#leave, this.#stall, this.#return]
      await random.pick(steps).call(this)
      await delay(random.between(0, 250))
      this.#learn()
      if (random.next() < 0.3) this.#remember()
    }
    this.#remember()
    await this.#client.synced().catch(() => undefined)
    this.#client.drop()
  }

  #ask(frame: object = this.#scope.random.pick([{}, { jobs: this.#some() }, { preview: true }])): void {
    this.#path.push(`ask ${JSON.stringify(frame).slice(0, 20)}`)
    this.#client.ask(frame)
  }

  #since(): void {
    this.#path.push('since')
    this.#client.ask({
      since: this.#scope.random.pick([this.#cursors.at(-1)!, this.#scope.random.pick(this.#cursors)]),
    })
  }

  #leave(): void {
    const jobs = this.#scope.random.next() < 0.3 ? 'all' : this.#some()
    this.#path.push(`leave ${jobs === 'all' ? 'all' : 'some'}`)
    this.#client.send({ type: 'unsubscribe', jobs })
  }

  async #stall(): Promise<void> {
    this.#path.push('stall')
    this.#client.socket.pause()
    await delay(this.#scope.random.between(0, 300))
    this.#client.socket.resume()
  }

  async #return(): Promise<void> {
    this.#path.push('return')
    this.#client.drop()
    await this.#client.closed
    this.#learn()
    this.#client = await this.#scope.open(this.#user)
    this.#read = 0
    this.#client.ask({ since: this.#cursors.at(-1)! })
  }

  #learn(): void {
    for (const frame of this.#client.frames.slice(this.#read)) {
      if ('cursor' in frame) this.#cursors.push(frame.cursor)
      if (frame.type === 'job' && this.#client.finalOf(frame.job.job_id)) this.#finals.add(frame.job.job_id)
    }
    this.#read = this.#client.frames.length
  }

  #remember(): void {
    const path = this.#path.slice(-12).join(', ')
    this.moments.push({ cursor: this.#cursors.at(-1)!, finals: new Set(this.#finals), path })
  }

  #some(): string[] {
    return this.#scope.random.shuffle(this.#work.ids.slice(-60)).slice(0, this.#scope.random.between(0, 15))
  }
}

/** Jobs made, ended in transactions that are held open, pushed or not; and states without rows between them. */
const toil = async (scope: Scope, user: string, work: Work): Promise<void> => {
  const { random, jobs } = scope
  const late: Promise<unknown>[] = []
  const begun = performance.now()
  while (performance.now() - begun < WORK_MS) {
    const some = await jobs.createMany(user, random.between(1, 8))
    work.ids.push(...some)
    for (const id of random.shuffle(some)) late.push(end(scope, id, work))
    const jobId = `${user}-row-less-${work.ids.length}`
    scope.own(jobId, user)
    const json = JSON.stringify({ job_id: jobId, version: 1, status: 'PROCESSING' })
    await publishUpdate(jobs.redis, user, { jobId, version: 1, final: false, json })
    await delay(random.between(0, 80))
  }
  await Promise.all(late)
  work.over = true
}

const end = async ({ random, jobs }: Scope, id: string, work: Work): Promise<void> => {
  const pushed = random.next() < 0.4
  await delay(random.between(0, 1_000))
  // Few at once: the pool has ten connections.
  if (random.next() < 0.9) {
    const row = await cancelJob(jobs.db, id)
    if (pushed) await jobs.push(row)
  } else {
    const transaction = await jobs.db.startTransaction().execute()
    const row = await cancelJob(transaction, id)
    await delay(random.between(0, 600))
    await transaction.commit().execute()
    if (pushed) await jobs.push(row)
  }
  work.ended.push(id)
}

export const wandering: Scenario[] = [
  {
    name: 'clients that wander: from any cursor that one ever saw, nothing is missing',
    async run(scope) {
      const user = scope.user()
      const work: Work = { ids: [], ended: [], over: false }
      const all = await Promise.all(Array.from({ length: 8 }, () => new Wanderer(scope, user, work).begin()))
      await Promise.all([toil(scope, user, work), ...all.map(one => one.wander())])
      const moments = all.flatMap(({ moments }) => moments)
      for (const { cursor, finals, path } of scope.random.shuffle(moments).slice(0, 60)) {
        const client = await scope.join(user, cursor)
        const missing = work.ended.filter(id => !finals.has(id) && !client.finalOf(id))
        scope.check(missing.length === 0, `${missing.length} missing since ${cursor}, after: ${path}`)
        client.drop()
        await until(() => client.closeCode !== undefined, 'the close')
      }
      return `${work.ended.length} jobs, ${moments.length} cursors`
    },
  },
]
