// Every command is run by a test: by which one, and those that no other test runs.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { PROJECT } from '../dev/files.ts'
import { temporaryFolder } from './harness.ts'
import { npmRun } from './npm-run.ts'

const read = (file: string): string => readFileSync(join(PROJECT, file), 'utf8')
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

/** Where each is run. `here`: below, or by the run of the tests itself. */
const runBy: Record<string, string> = {
  prepare: 'here',
  test: 'here',
  check: 'here',
  format: 'here',
  build: 'here',
  settings: 'test/docs.test.ts',
  gallery: 'here',
  start: 'test/dev/start.test.ts',
  'build:client': 'test/web/client-library.test.ts',
  migrate: 'test/sql/migrate.test.ts',
  server: 'test/deploying.test.ts',
  worker: 'test/deploying.test.ts',
  token: 'test/bin/token.test.ts',
  candidate: 'test/bin/candidate.test.ts',
  publish: 'test/bin/publish.test.ts',
  doctor: 'test/bin/doctor.test.ts',
  eval: 'test/eval/eval.test.ts',
  fuzz: 'test/fuzz/smoke.test.ts',
  stress: 'test/stress/smoke.test.ts',
  chaos: 'test/chaos/smoke.test.ts',
  bench: 'test/bench/smoke-push.test.ts',
}

t.test('each command has a test that runs it', async t => {
  t.same(Object.keys(runBy).sort(), Object.keys(scripts).sort())
  for (const file of Object.values(runBy)) if (file !== 'here') t.ok(read(file), file)
})

t.test('what is run in its parts is made of those', async t => {
  t.equal(scripts['build:client'], 'vite build --mode client && tsc -p web/tsconfig.client.json')
  t.equal(scripts.check, 'tsc --noEmit && biome check .')
  t.match(read('dev/test.ts'), "'tsc', '--noEmit'")
  t.match(read('dev/test.ts'), "'biome', 'check', '.'")
})

t.test('the page is built anew', async t => {
  const folder = await temporaryFolder(t)
  const { code, out } = await npmRun(`build -- --outDir ${folder} --emptyOutDir`)
  t.equal(code, 0, out)
  t.ok(globSync('assets/*.js', { cwd: folder }).length > 0)
})

const contents = (pattern: string) =>
  globSync(pattern, { cwd: PROJECT }).map(file => [file, readFileSync(join(PROJECT, file), 'base64')])

for (const [command, pattern] of [
  ['gallery', 'docs/gallery/*.png'],
  ['format', '{bin,shared}/*.ts'],
] as const)
  t.test(`npm run ${command}: what it makes is there already`, async t => {
    const before = contents(pattern)
    t.ok(before.length > 0)
    const { code, out } = await npmRun(command)
    t.equal(code, 0, out)
    t.same(contents(pattern), before, `out of date: run \`npm run ${command}\``)
  })
