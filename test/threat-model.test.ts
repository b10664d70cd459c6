// The threat model names a test for each defence: each is there, under that title.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { PROJECT } from '../dev/files.ts'

const read = (file: string): string => readFileSync(join(PROJECT, file), 'utf8')

/** As the source may write it: quoted either way, or a template whose part in `${}` may be anything. */
const hasTest = (source: string, title: string): boolean =>
  [...source.matchAll(/\.test\(\s*(["'`])((?:\\.|(?!\1)[^\\])*)\1/g)].some(([, , written]) => {
    const literal = written!.split(/\$\{[^}]*\}/).map(part => part.replace(/[.*+?^()|[\]\\]/g, '\\$&'))
    return new RegExp(`^${literal.join('.+')}$`).test(title)
  })

t.test('each test that the threat model names exists', t => {
  const named = [...read('docs/threat-model.md').matchAll(/`(test\/[\w/.-]+\.test\.ts)`: “([^”]+)”/g)]
  t.ok(named.length > 20, `${named.length} are named`)
  for (const [, file, title] of named) t.ok(hasTest(read(file!), title!), `${file}: ${title}`)
  t.notOk(hasTest(read('test/logs.test.ts'), 'no such title'))
  t.end()
})

t.test('each row but the closing one has its test', t => {
  const rows = read('docs/threat-model.md')
    .split('\n')
    .filter(line => line.startsWith('| '))
  for (const row of rows.slice(2)) t.match(row, /`test\/.*”/, row.slice(0, 60))
  t.end()
})
