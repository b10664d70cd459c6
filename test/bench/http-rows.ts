// What a poll and a list cost with a million rows of one user, beside a thousand.
import type { HttpBench } from './http.ts'
import { type Asker, openAsker } from './http-client.ts'
import { fillJobs } from './http-fill.ts'
import { startOurs } from './http-status.ts'
import { compare, type Row } from './table.ts'

const FEW = 1_000
const MANY = 1_000_000
const SLICE_MS = 1_500
/** What 1,000,000 rows may cost, in time of what 1,000 do. */
const AT_MOST = 1.3

interface Side {
  asker: Asker
  ids: string[]
}

/** The path of a request. */
const questions: Record<string, (ids: string[], n: number) => string> = {
  'job-status': (ids, n) => `/api/resume-async/job-status/${ids[n % ids.length]}`,
  'my-jobs': () => '/api/resume-async/my-jobs',
  'my-jobs, only failures': () => '/api/resume-async/my-jobs?status=FAILURE&limit=5',
}

export const measureRows = async ({ stack, say }: HttpBench, rounds: number): Promise<Row[]> => {
  const servers = []
  const sides: Side[] = []
  for (const jobs of [FEW, MANY]) {
    say(`${jobs.toLocaleString('en')} rows`)
    const databaseUrl = await stack.createDatabase()
    const ids = await fillJobs(databaseUrl, jobs)
    const server = await startOurs(stack, databaseUrl)
    servers.push(server)
    sides.push({ asker: openAsker(server.port), ids })
  }
  const rows: Row[] = []
  for (const [title, path] of Object.entries(questions)) {
    const times = await timesOf(sides, path, rounds)
    say(`${title}: ${times.map(side => side.map(ms => ms.toFixed(3)).join(' ')).join(' | ')} ms`)
    const [few, many] = times as [number[], number[]]
    const peer = `${FEW.toLocaleString('en')} rows`
    rows.push(
      compare({
        title: `${title}, ${MANY.toLocaleString('en')} rows of one user, time a request`,
        unit: 'ms',
        ours: many,
        peer,
        theirs: few,
        atMost: AT_MOST,
      }),
    )
  }
  for (const { asker } of sides) await asker.close()
  for (const server of servers) await server.stop()
  return rows
}

/** ms a request, for each side, a value a round; the sides take turns. */
const timesOf = async (sides: Side[], path: (ids: string[], n: number) => string, rounds: number) => {
  const times: number[][] = sides.map(() => [])
  for (let round = 0; round <= rounds; round++)
    for (let place = 0; place < sides.length; place++) {
      const number = (round + place) % sides.length
      const { asker, ids } = sides[number]!
      let n = 0
      const perSecond = await asker.perSecond(() => ({ path: path(ids, n++), status: 200 }), SLICE_MS)
      // The first round warms up.
      if (round > 0) times[number]!.push(1000 / perSecond)
    }
  return times
}
