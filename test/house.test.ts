// The house rules that a program can check: imports go one way, settings are documented, files stay short.
import { globSync, readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { settings } from '../shared/config.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const sources = globSync('{shared,server,worker,sql,web,dev,bin}/**/*.{ts,tsx}', {
  cwd: root,
  exclude: ['web/dist/**'],
})
const processes = sources.filter(file => /^(shared|server|worker)\//.test(file))

const mayImport: Record<string, RegExp> = {
  shared: /^shared\//,
  server: /^(server|shared)\//,
  worker: /^(worker|shared)\//,
  sql: /^(sql|shared)\//,
  web: /^(web\/|shared\/protocol\.ts$)/,
  bin: /./,
  dev: /./,
}

t.test('imports go one way', async t => {
  const imports = sources.flatMap(file =>
    [...read(file).matchAll(/(?:from|import\(?) ?'(\.[^']+)'/g)].map(match => ({
      file,
      target: normalize(join(file, '..', match[1]!)),
    })),
  )
  t.ok(imports.length > 100, 'imports were found')
  const wrong = imports.filter(({ file, target }) => !mayImport[file.split('/')[0]!]!.test(target))
  t.same(wrong, [])
})

t.test('only config.ts reads the environment, and only queue.ts imports bee-queue', async t => {
  t.same(
    processes.filter(file => /process\.env\b/.test(read(file))),
    ['shared/config.ts'],
  )
  t.same(
    processes.filter(file => /from 'bee-queue/.test(read(file))),
    ['shared/queue.ts'],
  )
})

t.test('files are short enough to read', async t => {
  t.same(
    sources.filter(file => read(file).split('\n').length - 1 > 250),
    [],
  )
})

t.test('.env.example names each setting once, with its default', async t => {
  const lines = [...read('.env.example').matchAll(/^(?:# )?([A-Z_]+)=(.*)$/gm)]
  const shown = Object.fromEntries(lines.map(([, name, value]) => [name, value]))
  t.equal(lines.length, Object.keys(shown).length)
  t.same(
    Object.keys(shown).sort(),
    Object.values(settings)
      .map(setting => setting.env)
      .sort(),
  )
  for (const { env, fallback } of Object.values(settings)) {
    if (fallback === undefined) continue
    const text = typeof fallback === 'boolean' ? String(Number(fallback)) : String(fallback)
    t.equal(shown[env], text, `the default of ${env}`)
  }
})
