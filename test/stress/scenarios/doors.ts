// Three doors, one state: socket, event stream and poll; and what passes through without a row.
import { randomUUID } from 'node:crypto'
import { publishUpdate, toUpdate } from '../../../shared/bus.ts'
import { jobView } from '../../../shared/job-view.ts'
import type { JobView } from '../../../shared/protocol.ts'
import type { Scenario, Scope } from '../scope.ts'
import { until } from '../until.ts'

/** The job views of an event stream, until it ends or `enough` says so. */
const readEvents = async (
  scope: Scope,
  user: string,
  id: string,
  options: { lastEventId?: number; enough?: (job: JobView) => boolean } = {},
): Promise<{ status: number; jobs: JobView[] }> => {
  const stop = new AbortController()
  const headers = {
    accept: 'text/event-stream',
    ...(options.lastEventId !== undefined && { 'last-event-id': String(options.lastEventId) }),
  }
  const response = await scope.call(user, `/api/resume-async/job-status/${id}`, { headers, signal: stop.signal })
  const jobs: JobView[] = []
  let text = ''
  try {
    for await (const chunk of response.body) {
      text += Buffer.from(chunk).toString()
      const events = text.split('\n\n')
      text = events.pop()!
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1]
        if (data) jobs.push(JSON.parse(data) as JobView)
      }
      if (jobs.length > 0 && options.enough?.(jobs.at(-1)!)) stop.abort()
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error
  }
  return { status: response.status, jobs }
}

const risesTo = (jobs: JobView[], last: number): boolean =>
  jobs.at(-1)?.version === last && jobs.every((job, i) => i === 0 || job.version > jobs[i - 1]!.version)

export const doors: Scenario[] = [
  {
    name: 'a client changes doors in the middle: socket, event stream, poll say the same',
    async run(scope) {
      const user = scope.user()
      const id = await scope.jobs.create(user)
      const client = await scope.join(user)
      await scope.jobs.claim(id)
      await scope.jobs.begin(id)
      await until(() => client.known.get(id)?.version === 3, 'version 3')
      const seen = client.known.get(id)!
      client.drop()
      const polled = await scope.poll(user, id)
      scope.check(
        JSON.stringify({ ...polled, eta_seconds: null, queue_position: null }) === JSON.stringify(seen),
        'the poll',
      )
      const stream = readEvents(scope, user, id, { lastEventId: 3, enough: job => job.version === 5 })
      await scope.jobs.move(id, 50)
      await scope.jobs.move(id, 60)
      scope.check(risesTo((await stream).jobs, 5), `the stream: ${(await stream).jobs.map(job => job.version)}`)
      const back = await scope.join(user, client.cursor)
      scope.check(back.known.get(id)!.version === 5, 'the socket again')
      await scope.jobs.succeed(id)
      scope.check((await back.knowsFinal(id)).version === 6, 'the end')
    },
  },
  {
    name: 'thirty event streams end with the final state; coming back with it answers 204',
    async run(scope) {
      const user = scope.user()
      const ids = await Promise.all(Array.from({ length: 30 }, () => scope.jobs.create(user)))
      const streams = ids.map(id => readEvents(scope, user, id))
      await Promise.all(ids.map(id => scope.jobs.finish(id)))
      for (const stream of streams) scope.check(risesTo((await stream).jobs, 5), 'rises to the end')
      const again = await readEvents(scope, user, ids[0]!, { lastEventId: 5 })
      scope.check(again.status === 204 && again.jobs.length === 0, `answered ${again.status}`)
    },
  },
  {
    name: 'a stream and a socket joined while states fly agree on the end',
    async run(scope) {
      const user = scope.user()
      const id = await scope.jobs.create(user)
      const streams: Promise<{ jobs: JobView[] }>[] = []
      const clients = []
      await scope.jobs.claim(id)
      await scope.jobs.begin(id)
      for (let progress = 6; progress < 36; progress++) {
        await scope.jobs.move(id, progress)
        if (progress % 5 === 0) streams.push(readEvents(scope, user, id))
        if (progress % 7 === 0) clients.push(await scope.join(user))
      }
      const last = await scope.jobs.succeed(id)
      for (const stream of streams) scope.check(risesTo((await stream).jobs, last.version), 'the stream')
      for (const client of clients) scope.check((await client.knowsFinal(id)).version === last.version, 'the socket')
    },
  },
  {
    name: 'published states without a row pass through, to their user alone, duplicates and old ones dropped',
    async run(scope) {
      const [user, other] = [scope.user(), scope.user()]
      const clients = await Promise.all(scope.pair.servers.map(server => scope.join(user, undefined, server)))
      const stranger = await scope.join(other)
      const row = await scope.jobs.db
        .selectFrom('resume_generation_job')
        .selectAll()
        .where('id', '=', await scope.jobs.create(user))
        .executeTakeFirstOrThrow()
      const id = randomUUID()
      scope.own(id, user)
      const view = jobView({ ...row, id } as never)
      for (const version of [1, 3, 2, 3, 7, 5])
        await publishUpdate(scope.jobs.redis, user, toUpdate({ ...view, status: 'PROCESSING', version }))
      for (const client of clients) {
        await until(() => client.known.get(id)?.version === 7, 'version 7')
        const back = await scope.join(user, client.cursor)
        scope.check(back.known.has(row.id), 'from its cursor the real job is found')
      }
      scope.check(stranger.known.size === 0, 'a stranger saw it')
    },
  },
  {
    name: 'previews: the text so far to late joiners, at most five a second, none after the end',
    async run(scope) {
      const user = scope.user()
      const id = await scope.jobs.create(user)
      await scope.jobs.claim(id)
      await scope.jobs.begin(id)
      const clients = []
      let text = ''
      const begun = performance.now()
      for (let i = 0; i < 60; i++) {
        text += `word${i} `
        await scope.jobs.preview(user, id, text)
        if (i % 12 === 0) clients.push(await (await scope.open(user)).subscribe({ preview: true }))
      }
      const late = await (await scope.open(user)).subscribe({ jobs: [id], preview: true })
      const texts = late.frames.flatMap(frame => (frame.type === 'preview' ? frame.text : []))
      scope.check(texts.includes(text), 'a late joiner gets the text so far')
      for (const client of clients)
        await until(
          () => client.frames.some(frame => frame.type === 'preview' && frame.text === text),
          'the last preview',
        )
      const seconds = (performance.now() - begun) / 1_000
      scope.check(clients[0]!.count('preview') <= 5 * seconds + 2, `${clients[0]!.count('preview')} in ${seconds} s`)
      await Promise.all([scope.jobs.preview(user, id, `${text}.`), scope.jobs.succeed(id)])
      await scope.jobs.preview(user, id, 'too late')
      for (const client of clients) await client.knowsFinal(id)
    },
  },
]
