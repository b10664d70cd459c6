// `npm start` as a person meets it: comes up, works by the printed lines, and leaves nothing behind.
import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { PROJECT } from '../../dev/files.ts'
import { commandLine, type RunningProcess, signalProcess, startProcess } from '../../dev/processes.ts'
import { freePort, type Test, temporaryFolder, until } from '../harness.ts'

const shell = promisify(execFile)

t.setTimeout(110_000)
const dataDir = join(await temporaryFolder(t), 'data')
t.teardown(() => Object.values(partPids()).forEach(pid => void signalProcess(pid, 'SIGKILL')))

t.test('the first start comes up, and its lines work as they are', async t => {
  const start = startHouse(t, { PORT: String(await freePort()) })
  const url = await address(start)
  t.match(await (await fetch(`${url}/api/readyz`)).json(), { status: 'ok', checks: { workers: 1 } })
  t.match((await fetch(url)).headers.get('content-type'), /^text\/html/)
  t.match(start.lines.join('\n'), /OPENAI_API_KEY is not set: a local stand-in plays OpenAI/)
  const [begin, follow] = start.lines.filter(line => line.startsWith('curl '))
  t.match(JSON.parse((await shell('sh', ['-c', begin!])).stdout), { status: 'PENDING', job_id: String })
  const { stdout } = await shell('sh', ['-c', follow!], { timeout: 60_000 })
  t.match(stdout.match(/"status":"\w+"/g)?.at(-1), '"status":"SUCCESS"', 'followed to its end')

  const second = startHouse(t, {})
  t.equal((await second.exited).code, 1)
  t.match(second.lines.join('\n'), `npm start is running already (process ${start.pid})`)
  t.equal((await fetch(`${url}/api/readyz`)).status, 200, 'and the first one goes on')

  const parts = partPids()
  t.same(Object.keys(parts), ['postgres', 'redis', 'server', 'stand-in', 'worker'])
  start.kill('SIGTERM')
  t.equal((await start.exited).code, 0)
  t.same(alive(parts), [], 'no process is left')
})

t.test('the second start is quick, keeps the jobs, and another port when 3000 is taken', async t => {
  await occupy(t, 3000)
  const startedMs = Date.now()
  const start = startHouse(t, {})
  const url = await address(start)
  t.ok(Date.now() - startedMs < 15_000, `${Date.now() - startedMs} ms`)
  t.not(new URL(url).port, '3000')
  t.match(start.lines.join('\n'), /port 3000 is taken: using \d+/)
  const list = start.lines.find(line => line.startsWith('curl '))!.replace(/-H 'Content-Type.*/, '')
  const { stdout } = await shell('sh', ['-c', `${list} ${url}/api/resume-async/my-jobs`])
  t.equal(JSON.parse(stdout).jobs.length, 2)

  const parts = partPids()
  start.kill('SIGKILL')
  await start.exited
  t.equal(alive(parts).length, 5, 'a killed start leaves its parts behind')
})

t.test('a start after a killed one clears up; a part that dies ends everything, by name', async t => {
  const left = partPids()
  const start = startHouse(t, { PORT: String(await freePort()) })
  await address(start)
  t.match(start.lines[0], /stopped 3 processes that an earlier npm start left/)
  t.same(alive(left), [])

  const parts = partPids()
  signalProcess(parts.server!, 'SIGKILL')
  t.equal((await start.exited).code, 1)
  t.match(start.lines.join('\n'), 'server ended by itself (killed by SIGKILL)')
  t.same(alive(parts), [], 'no process is left')
})

t.test('a Ctrl-C while it comes up leaves nothing', async t => {
  const start = startHouse(t, { PORT: String(await freePort()) })
  await until(() => existsSync(join(dataDir, 'redis', 'process.pid')))
  const parts = partPids()
  start.kill('SIGINT')
  t.equal((await start.exited).code, 0)
  t.same(alive(parts), [])
  t.notOk(existsSync(join(dataDir, 'start.lock')))
})

function startHouse(t: Test, env: NodeJS.ProcessEnv): RunningProcess {
  const start = startProcess({
    name: 'npm start',
    command: process.execPath,
    args: [join(PROJECT, 'dev', 'main.ts')],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir, STAND_IN_DURATION_MS: '500', ...env },
    cwd: PROJECT,
  })
  t.teardown(() => start.stop(30_000))
  return start
}

async function address(start: RunningProcess): Promise<string> {
  const isOver = () => start.hasExited() || start.lines.includes('Ctrl-C stops everything.')
  await until(isOver, 60_000)
  const line = start.lines.find(entry => entry.startsWith('Open '))
  if (!line) throw new Error(`npm start doesn't come up:\n${start.lines.join('\n')}`)
  return line.replace('Open', '').trim()
}

/** The processes that `npm start` has noted down in its data folder, by name. */
function partPids(): Record<string, number> {
  const pids = join(dataDir, 'pids')
  const files = {
    postgres: join(dataDir, 'postgres', 'data', 'postmaster.pid'),
    redis: join(dataDir, 'redis', 'process.pid'),
    ...Object.fromEntries(
      (existsSync(pids) ? readdirSync(pids) : []).sort().map(name => [name.replace('.pid', ''), join(pids, name)]),
    ),
  }
  const found = Object.entries(files).filter(([, file]) => existsSync(file))
  return Object.fromEntries(found.map(([name, file]) => [name, Number.parseInt(readFileSync(file, 'utf8'), 10)]))
}

const alive = (pids: Record<string, number>) => Object.keys(pids).filter(name => commandLine(pids[name]!))

/** Somebody else has it already: good, too. */
async function occupy(t: Test, port: number): Promise<void> {
  const server = createServer()
  const taken = Promise.withResolvers<void>()
  server.once('error', () => taken.resolve())
  server.listen(port, '127.0.0.1', taken.resolve)
  await taken.promise
  t.teardown(() => server.close())
}
