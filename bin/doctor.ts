// npm run doctor [-- --json] [--url https://…] [--job]: looks at all that the service stands on, and names what is broken.
// Ends with 0 where nothing is (warnings don't count), else with 1. Writes no row, spends no money, prints no secret;
// --job sends a whole job through, which costs a generation.
import { parseArgs } from 'node:util'
import { examine, type Report } from './doctor/examine.ts'
import { type Finding, type Name, titles } from './doctor/finding.ts'

const USAGE = 'usage: npm run doctor -- [--json] [--url https://server.example] [--job]'

const { json, url, job } = readArguments()
const report = await examine(process.env, url, job)
const text = json ? JSON.stringify(report) : lines(report).join('\n')
// What hangs is not waited for.
process.stdout.write(`${text}\n`, () => process.exit(report.broken.length > 0 ? 1 : 0))

function lines({ checks, broken, ms }: Report): string[] {
  const names = Object.keys(checks) as Name[]
  const verdict = broken.length > 0 ? `BROKEN: ${broken.map(name => titles[name]).join(' · ')}` : 'Nothing is broken.'
  return [...names.map(name => line(titles[name], checks[name])), '', `${verdict} (${ms} ms)`]
}

function line(title: string, { status, message, advice }: Finding): string {
  const mark = status === 'failed' ? 'BROKEN' : status
  return `${mark.padEnd(8)} ${title.padEnd(18)} ${message}${advice ? `. → ${advice}` : ''}`
}

function readArguments(): { json: boolean; url: URL | undefined; job: boolean } {
  try {
    const flag = { type: 'boolean', default: false } as const
    const options = { json: flag, url: { type: 'string' }, job: flag } as const
    const { values } = parseArgs({ options })
    if (values.url !== undefined && !/^https?:\/\//.test(values.url))
      throw new Error('--url must begin with https:// or http://')
    return { ...values, url: values.url === undefined ? undefined : new URL(values.url) }
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`)
    process.exit(2)
  }
}
