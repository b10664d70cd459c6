// npm's `prepare`, run by `npm ci` on whatever Node is there: makes sure that the Node which this project brings is the
// one its scripts find, then builds the page with it. Plain JavaScript, since an old Node runs it.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = fileURLToPath(new URL('..', import.meta.url))
const modules = join(project, 'node_modules')
const link = join(modules, '.bin', 'node')

/** The platform's package; of the five only the one that fits is installed. */
const binary = readdirSync(modules)
  .filter(name => /^node-(bin-)?(linux|darwin|win)-/.test(name))
  .map(name => join(modules, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'))
  .find(path => existsSync(path))

// npm 10 takes the link away again with those of the packages that are for other platforms.
if (binary && process.platform !== 'win32' && !existsSync(link)) symlinkSync(relative(dirname(link), binary), link)

const { status } = spawnSync(binary ?? process.execPath, [join(project, 'dev', 'build-page.ts')], { stdio: 'inherit' })
if (status !== 0) console.log('The page is not built; `npm run build` does it.')
