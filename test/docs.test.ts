// The documents: what they name is there. Commands, files, links, and the table of settings.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import t from 'tap'
import { settingsPage } from '../bin/settings.ts'
import { PROJECT } from '../dev/files.ts'
import { npmRun } from './npm-run.ts'

const read = (file: string): string => readFileSync(join(PROJECT, file), 'utf8')
const documents = globSync(['*.md', 'docs/**/*.md', 'web/*.md'], { cwd: PROJECT }).sort()
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
/** Made by the commands that the documents are about. */
const MADE = /^(web\/dist|\.data\/|node_modules\/)/
const ROOT_FILES =
  /^(package(-lock)?\.json|render\.yaml|Procfile|\.env\.example|tsconfig\.json|biome\.json|[A-Z]+\.md|LICENSE)$/
const ROOMS = /^(bin|dev|docs|server|shared|sql|test|web|worker)\/[\w.*/-]*$/

/** Each thing that `pattern` finds, with the document it stands in. */
const found = (pattern: RegExp): { document: string; text: string }[] =>
  documents.flatMap(document => [...read(document).matchAll(pattern)].map(match => ({ document, text: match[1]! })))

t.test('there are documents', async t => {
  for (const document of ['README.md', 'CONTRIBUTING.md', 'docs/troubleshooting.md', 'docs/moving-from-flask.md'])
    t.ok(documents.includes(document), document)
})

t.test('every command exists', async t => {
  const commands = found(/\bnpm run (?:-s |--silent )?([\w:-]+)/g)
  t.ok(commands.length > 30, `${commands.length} were found`)
  t.same(
    commands.filter(({ text }) => !scripts[text]),
    [],
  )
  for (const name of ['start', 'test']) t.ok(scripts[name])
})

t.test('every file exists', async t => {
  const files = found(/`([^`\s]+)`/g).filter(
    ({ text }) => (ROOMS.test(text) || ROOT_FILES.test(text)) && !MADE.test(text),
  )
  t.ok(files.length > 50, `${files.length} were found`)
  t.same(
    files.filter(({ text }) => globSync(text, { cwd: PROJECT }).length === 0),
    [],
  )
})

t.test('files that commands are given exist', async t => {
  const files = found(/\bnpm test -- (test\/[\w./-]+)/g)
  t.same(
    files.filter(({ text }) => !existsSync(join(PROJECT, text))),
    [],
  )
})

/** As GitHub makes it of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

t.test('every relative link leads somewhere', async t => {
  const links = found(/(?:\]\(|src="|href=")([^)"\s]+)/g).filter(({ text }) => !/^[a-z]+:/.test(text))
  t.ok(links.length > 5, `${links.length} were found`)
  const dead = links.filter(({ document, text }) => {
    const [path = '', anchor] = text.split('#')
    const target = path === '' ? document : relative(PROJECT, join(PROJECT, dirname(document), path))
    if (!existsSync(join(PROJECT, target))) return true
    if (anchor === undefined) return false
    const anchors = [...read(target).matchAll(/^#+ (.*)$/gm)].map(match => anchorOf(match[1]!))
    return !anchors.includes(anchor)
  })
  t.same(dead, [])
})

t.test('the table of settings is made from the schema', async t => {
  t.equal(read('docs/settings.md'), settingsPage(), 'out of date: run `npm run settings`')
  const { code, out } = await npmRun('settings')
  t.equal(code, 0, out)
  t.equal(read('docs/settings.md'), settingsPage())
})
