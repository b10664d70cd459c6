// npm run bench [-- NAME [PART…]] [--rounds N] [--minutes N] [--jobs N]: benchmarks, each number a ratio to a peer of the same
// run. No name: push, jobs, http and load (of 1,000 jobs, the soak of 10 minutes, where not told otherwise). One table to standard output, what is going on to standard error; the exit code is 1
// where a target is missed.
import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { PROJECT } from '../../dev/files.ts'
import { benchHttp } from './http.ts'
import { benchJobs } from './jobs.ts'
import { benchLoad } from './load.ts'
import { benchPush } from './push.ts'
import { benchSoak } from './soak.ts'
import { markdown, type Row } from './table.ts'

type Bench = (say: (line: string) => void, rounds: number, parts: string[]) => Promise<Row[]>

const benches: Record<string, Bench> = {
  push: benchPush,
  jobs: benchJobs,
  http: benchHttp,
  load: (say, rounds) => benchLoad(say, rounds, jobs),
  soak: say => benchSoak(say, minutes),
}
/** The soak takes its minutes, so it is run by its name alone. */
const WHOLE = ['push', 'jobs', 'http', 'load']
/** Whose versions matter to the numbers. */
const PACKAGES = ['fastify', '@fastify/websocket', 'ws', 'ioredis', 'socket.io', '@socket.io/redis-adapter']

const { values, positionals } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    minutes: { type: 'string', default: '10' },
    jobs: { type: 'string', default: '1000' },
  },
  allowPositionals: true,
})
const [name, ...parts] = positionals
const rounds = Number(values.rounds)
const minutes = Number(values.minutes)
const jobs = Number(values.jobs)
const known = name === undefined || Object.hasOwn(benches, name)
if (!known || !(rounds >= 1) || !(minutes > 0) || !(jobs >= 1)) {
  console.error(`npm run bench [-- ${Object.keys(benches).join('|')} [PART…]] [--rounds N] [--minutes N] [--jobs N]`)
  process.exit(2)
}
const rows: Row[] = []
for (const each of name === undefined ? WHOLE : [name])
  rows.push(...(await benches[each]!(line => console.error(line), rounds, parts)))
console.log(`${heading()}\n\n${markdown(rows)}`)
process.exitCode = rows.some(row => row.met === false) ? 1 : 0

function heading(): string {
  const counted = name === 'soak' ? `--minutes ${minutes}` : `--rounds ${rounds}`
  const some = name === 'load' && values.jobs !== '1000' ? [`--jobs ${jobs}`] : []
  const command = ['npm run bench --', ...positionals, counted, ...some].join(' ')
  const cores = cpus()
  const machine = `${cores.length} × ${cores[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}`
  const versions = PACKAGES.map(pkg => {
    const manifest = readFileSync(join(PROJECT, 'node_modules', pkg, 'package.json'), 'utf8')
    return `${pkg} ${(JSON.parse(manifest) as { version: string }).version}`
  })
  return [
    `${new Date().toISOString().slice(0, 10)} · \`${command}\` · ${machine} · Node ${process.versions.node}`,
    `${versions.join(' · ')}`,
  ].join('\n\n')
}
