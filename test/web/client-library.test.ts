// The library that other React apps install: built, type-checked from outside, and run without React.
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { PROJECT } from '../../dev/files.ts'
import { runTask } from '../../dev/processes.ts'
import { temporaryFolder } from '../harness.ts'

const folder = await temporaryFolder(t)
const library = join(folder, 'node_modules/resume-push-client')
const run = (script: string, ...args: string[]) =>
  runTask({
    name: script,
    // The test runner puts its loader hooks into every child's NODE_OPTIONS; the compiler doesn't load with them.
    command: 'env',
    args: ['-u', 'NODE_OPTIONS', process.execPath, join(PROJECT, 'node_modules', script), ...args],
    cwd: PROJECT,
    env: { ...process.env, NODE_ENV: 'production' },
  })
const VITE = 'vite/bin/vite.js'
const TSC = 'typescript/bin/tsc'

t.before(async () => {
  await mkdir(library, { recursive: true })
  for (const name of ['react', '@types', 'typebox']) {
    await symlink(join(PROJECT, 'node_modules', name), join(folder, 'node_modules', name))
  }
  await run(VITE, 'build', '--mode', 'client', '--outDir', library)
  await run(TSC, '-p', 'web/tsconfig.client.json', '--outDir', join(library, 'types'))
})

t.test('the examples of both readmes compile against its types, which are those of the job view', async t => {
  const options = { jsx: 'react-jsx', module: 'nodenext', target: 'esnext', lib: ['esnext', 'dom'], strict: true }
  for (const [from, to] of [
    [join(library, 'README.md'), 'app.tsx'],
    [join(PROJECT, 'README.md'), 'short.tsx'],
  ] as const) {
    const example = /```tsx\n(.*?)```/s.exec(await readFile(from, 'utf8'))?.[1] ?? ''
    t.match(example, 'useResumeJobs()')
    await writeFile(join(folder, to), example)
  }
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await writeFile(
    join(folder, 'wrong.ts'),
    `import type { JobView } from 'resume-push-client'
     // @ts-expect-error progress is a number
     export const wrong: JobView['progress'] = 'half'`,
  )
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: { ...options, noEmit: true, types: [] },
      files: ['app.tsx', 'short.tsx', 'wrong.ts'],
    }),
  )
  await t.resolves(run(TSC, '-p', folder))
})

t.test('it brings nothing of React or of the server along, and works', async t => {
  const code = await readFile(join(library, 'client.js'), 'utf8')
  const imports = [...code.matchAll(/from ['"]([^'"]+)['"]/g)].map(([, name]) => name)
  t.strictSame(new Set(imports), new Set(['react']))
  const { ResumeClient } = await import(pathToFileURL(join(library, 'client.js')).href)
  const client = new ResumeClient({ origin: 'http://127.0.0.1:9', getToken: async () => 'token' })
  t.strictSame(client.getConnection(), { state: 'offline', message: null })
})
