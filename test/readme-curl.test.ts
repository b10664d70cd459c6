// The curl cookbook of the README: each of its lines is run as it stands, in their order, against the whole service.
import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { findOnPath, PROJECT } from '../dev/files.ts'
import { startStandIn } from '../dev/openai/server.ts'
import { seedCandidates } from '../dev/seed.ts'
import type { EvidenceBody, JobView, MyJobsBody, OpsJobBody, OpsJobView, QueuesBody } from '../shared/protocol.ts'
import { createDatabase, JWT_SECRET, redisUrl, startServer, startWorker, temporaryFolder } from './harness.ts'

/** A line of the cookbook as bash sees it: comments left out, what is continued joined. */
const linesOf = (readme: string): string[] => {
  const block = /## curl\n.*?```sh\n(.*?)```/s.exec(readme)![1]!
  const joined = block.replace(/(\\|\|)\n\s*/g, (_, end) => (end === '|' ? '| ' : ''))
  return joined.split('\n').filter(line => line && !line.startsWith('#'))
}

interface Outcome {
  /** What the line printed. */
  text: string
  /** The status of the answer that curl got. */
  status: number
}

const lines = linesOf(await readFile(join(PROJECT, 'README.md'), 'utf8'))
const missing = ['bash', 'curl', 'sed'].filter(name => !findOnPath([name]))

t.test('each line does what it says', { skip: missing.length > 0 && `not installed: ${missing}` }, async t => {
  const standIn = await startStandIn({ paceMs: 300 })
  t.teardown(() => standIn.close())
  const settings = { DATABASE_URL: await createDatabase(t), REDIS_URL: await redisUrl(t) }
  await seedCandidates(settings.DATABASE_URL, 'demo')
  const { url } = await startServer(t, { ...settings, DEV_LOGIN: '1' })
  await startWorker(t, { ...settings, OPENAI_BASE_URL: standIn.url, TASKS_PER_MINUTE: '0' })
  const { folder, run } = await shellLikeThatOfStart(t, url)
  const rest = [...lines]
  /** The next line of the cookbook, which must be this one; it is done when it does what it says. */
  const line = async (is: RegExp, status?: number): Promise<string> => {
    const next = rest.shift() ?? 'nothing'
    t.match(next, is)
    const outcome = await run(next)
    if (status) t.equal(outcome.status, status, `${next}: ${outcome.text}`)
    return outcome.text
  }
  const json = async <T>(is: RegExp, status: number): Promise<T> => JSON.parse(await line(is, status)) as T

  t.equal(rest.shift(), 'BASE=http://127.0.0.1:3000', 'another port here')
  t.match(await line(/^TOKEN=.*dev\/token/, 200), /^eyJ/)
  t.match(await line(/^OPS=.*npm run -s token/), /^eyJ/)
  const job = await line(/^JOB=.*"file_type":"word".*generate-async/, 202)
  const states = [...(await line(/-sSN.*text\/event-stream/, 200)).matchAll(/^data: (.*)$/gm)]
  t.match(JSON.parse(states.at(-1)![1]!), { job_id: job, status: 'SUCCESS' })

  rest.unshift(rest[0]!)
  t.match(await line(/--etag-compare/, 200), /^etag: W\/"\d+"/im)
  t.match(await line(/--etag-compare/, 304), /^HTTP\/1.1 304/)

  await line(/-sSOJ.*download/, 200)
  const files = (await readdir(folder)).filter(name => name.endsWith('.docx'))
  t.equal(files.length, 1)
  t.equal((await readFile(join(folder, files[0]!))).subarray(0, 4).toString(), 'PK\x03\x04')
  const evidence = await json<EvidenceBody>(/evidence/, 200)
  t.ok(evidence.lines.length > 0)
  const mine = await json<MyJobsBody>(/my-jobs/, 200)
  t.same(
    mine.jobs.map(view => view.job_id),
    [job],
  )

  standIn.setPace(600_000)
  const second = await line(/^JOB=.*generate-async/, 202)
  t.not(second, job)
  t.match(await json<JobView>(/cancel/, 202), { job_id: second, status: 'FAILURE', stage: 'cancelled' })
  t.match(await json(/readyz/, 200), { status: 'ok', checks: { workers: 1 } })
  const queues = await json<QueuesBody>(/ops\/queues/, 200)
  t.match(queues.jobs, { SUCCESS: 1, FAILURE: 1 })
  t.match(await json(/ops\/workers/, 200), { workers: [{ pid: Number, concurrency: 2 }] })
  const history = await json<OpsJobBody>(/ops\/jobs\/\$JOB$/, 200)
  t.match(history.timeline.at(-1), { stage: 'cancelled' })
  t.match(await json<OpsJobView>(/ops\/jobs\/\$JOB\/retry$/, 201), { status: 'PENDING', retry_of: second })
  t.match(await line(/\/metrics$/, 200), /^resume_jobs_accepted_total\{.*\} 3$/m)
  t.same(rest, [], 'every line was run')
})

/** Runs lines one after the other, keeping what they assign; its folder looks to them as the project's does. */
async function shellLikeThatOfStart(t: Parameters<typeof temporaryFolder>[0], url: string) {
  const folder = await temporaryFolder(t)
  for (const name of ['package.json', 'bin', 'node_modules']) await symlink(join(PROJECT, name), join(folder, name))
  await mkdir(join(folder, '.data'))
  await writeFile(join(folder, '.data/jwt-secret'), JWT_SECRET)
  // The status of each answer, without a change to the line.
  await writeFile(join(folder, '.curlrc'), 'write-out = "%{stderr}\\nstatus %{http_code}\\n"\n')
  const { PATH, HOME } = process.env
  const variables: NodeJS.ProcessEnv = { PATH, HOME, CURL_HOME: folder, BASE: url, npm_config_update_notifier: 'false' }
  const run = async (line: string): Promise<Outcome> => {
    const name = /^([A-Z]+)=/.exec(line)?.[1]
    const script = name ? `${line}\nprintf %s "$${name}"` : line
    const options = { cwd: folder, env: variables, timeout: 60_000 }
    const { stdout, stderr } = await promisify(execFile)('bash', ['--norc', '-euo', 'pipefail', '-c', script], options)
    if (name) variables[name] = stdout
    return { text: stdout, status: Number(/^status (\d+)$/m.exec(stderr)?.[1]) }
  }
  return { folder, run }
}
