// What a scenario gets: servers, users of its own, sockets that check themselves, jobs, and its part of the seed.
import type { JobView } from '../../shared/protocol.ts'
import { signToken } from '../../shared/token.ts'
import { Jobs } from '../server/socket-jobs.ts'
import { Client, type ClientOptions } from './client.ts'
import { passedCursors } from './cursors.ts'
import { type Pair, SECRET, type Server } from './house.ts'
import { type Answer, type Call, call } from './http.ts'
import { type Random, randomFrom } from './random.ts'

export interface Scenario {
  name: string
  run(scope: Scope): Promise<unknown>
}

export const token = (userId: string, seconds = 3_600, claims: object = {}): string =>
  signToken(SECRET, { sub: userId, ...claims }, seconds)

let users = 0

export class Scope {
  readonly pair: Pair
  readonly jobs: Jobs
  readonly random: Random
  readonly broken: string[] = []
  readonly #clients: Client[] = []
  readonly #owners = new Map<string, string>()

  constructor(pair: Pair, shared: Jobs, seed: number, name: string) {
    this.pair = pair
    this.jobs = new Jobs(shared.db, shared.redis)
    this.random = randomFrom(seed, name)
  }

  user(): string {
    return `user-${++users}`
  }

  get server(): Server {
    return this.random.pick(this.pair.servers)
  }

  /** For states that are published without a row. */
  own(jobId: string, userId: string): void {
    this.#owners.set(jobId, userId)
  }

  /** A socket of this user at one of the two servers, let in by its upgrade, unless the options say otherwise. */
  client(userId: string, options: Partial<ClientOptions> & { server?: Server } = {}): Client {
    const { server = this.server, ...rest } = options
    const client = new Client({
      url: server.url,
      userId,
      token: token(userId),
      ownerOf: id => this.jobs.owners.get(id) ?? this.#owners.get(id),
      broken: what => this.broken.push(what),
      ...rest,
    })
    this.#clients.push(client)
    return client
  }

  /** The same, open. */
  async open(userId: string, options: Partial<ClientOptions> & { server?: Server } = {}): Promise<Client> {
    const client = this.client(userId, options)
    await new Promise((resolve, reject) => client.socket.once('open', resolve).once('error', reject))
    return client
  }

  /** The same, subscribed to all, perhaps since a cursor. */
  async join(userId: string, since?: string, server?: Server): Promise<Client> {
    const client = await this.open(userId, server ? { server } : {})
    return client.subscribe(since === undefined ? {} : { since })
  }

  async poll(userId: string, jobId: string, server = this.server): Promise<JobView> {
    return (await (await this.call(userId, `/api/resume-async/job-status/${jobId}`, {}, server)).json()) as JobView
  }

  call(userId: string, path: string, options: Call = {}, server = this.server): Promise<Answer> {
    const headers = { authorization: `Bearer ${token(userId)}`, ...options.headers }
    return call(server.url + path, { ...options, headers })
  }

  check(holds: unknown, what: string): void {
    if (!holds) throw new Error(what)
  }

  async close(): Promise<void> {
    for (const client of this.#clients) {
      client.drop()
      client.checkOwners()
    }
    await Promise.all(this.#clients.map(client => client.closed))
    this.broken.push(...(await passedCursors(this.jobs, this.#clients)))
  }
}
