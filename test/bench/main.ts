// npm run bench -- NAME [PART…] [--rounds N]: benchmarks, each number a ratio to a peer of the same run. The table goes to
// standard output, what is going on to standard error; the exit code is 1 where a target is missed.
import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { PROJECT } from '../../dev/files.ts'
import { benchJobs } from './jobs.ts'
import { benchPush } from './push.ts'
import { markdown, type Row } from './table.ts'

type Bench = (say: (line: string) => void, rounds: number, parts: string[]) => Promise<Row[]>

const benches: Record<string, Bench> = { push: benchPush, jobs: benchJobs }
/** Whose versions matter to the numbers. */
const PACKAGES = ['fastify', '@fastify/websocket', 'ws', 'ioredis', 'socket.io', '@socket.io/redis-adapter']

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '5' } },
  allowPositionals: true,
})
const [name = '', ...parts] = positionals
const rounds = Number(values.rounds)
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined
if (!bench || !(rounds >= 1)) {
  console.error(`npm run bench -- ${Object.keys(benches).join('|')} [PART…] [--rounds N]`)
  process.exit(2)
}
const rows = await bench(line => console.error(line), rounds, parts)
console.log(`${heading()}\n\n${markdown(rows)}`)
process.exitCode = rows.some(row => row.met === false) ? 1 : 0

function heading(): string {
  const command = ['npm run bench --', name, ...parts, `--rounds ${rounds}`].join(' ')
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
