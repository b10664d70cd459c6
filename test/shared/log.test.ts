// What a log line shows of errors: what went wrong, never with what.
import { spawnSync } from 'node:child_process'
import t from 'tap'
import { PROJECT } from '../../dev/files.ts'
import { userTag } from '../../shared/log.ts'

/** What a process of ours says that does this. */
const said = (code: string) => {
  const script = `
    const { createLog } = await import('./shared/log.ts')
    const { withConfig } = await import('./shared/config.ts')
    const log = createLog('test', 'trace')
    const error = (message, fields) => Object.assign(new Error(message), fields)
    ${code}`
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: PROJECT, encoding: 'utf8' })
  return { ...ended, all: ended.stdout + ended.stderr }
}

const kinds: [string, string, string][] = [
  [
    "PostgreSQL's of a bad value",
    `error('invalid syntax for integer: "wombat\\nx"', { code: '22P02' })`,
    'invalid syntax for integer: "…"',
  ],
  ["a trigger's own", `error('no wombat here', { code: 'P0001' })`, 'raised by a function in the database'],
  [
    "Redis' of an unknown command",
    `error("ERR unknown command 'set', with args beginning with: 'wombat'")`,
    "ERR unknown command 'set'",
  ],
  ['one that quotes a URL', `error('sent twice: "/api/x?email=wombat" (GET)')`, 'sent twice: "/api/x?…" (GET)'],
  ['what drivers hang on it', `error('failed', { detail: 'wombat', command: { args: ['wombat'] } })`, 'failed'],
  ['its cause', `error('outer', { cause: error('bad: "wombat"', { code: '22001' }) })`, 'outer'],
]
for (const [what, made, shown] of kinds)
  t.test(`an error: ${what}`, async t => {
    const { all } = said(`log.error({ err: ${made} }, 'x'); log.error({ err: ${made} }); log.error(${made})`)
    const lines = all
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    t.same(
      lines.map(({ msg, err }) => [msg, err.message]),
      [
        ['x', shown],
        [shown, shown],
        [shown, shown],
      ],
    )
    t.notMatch(all, /wombat/)
  })

t.test('what is no error at all', async t => {
  t.match(said(`log.error({ err: { password: 'wombat' } }, 'x')`).all, /"err":{"message":"not an error"}/)
})

t.test('an error that nobody catches ends the process with a line that shows as little', async t => {
  const thrown = `error('boom', { command: { args: ['wombat'] } })`
  for (const main of [`() => { throw ${thrown} }`, `() => { setTimeout(() => Promise.reject(${thrown})) }`]) {
    const { status, all } = said(`await withConfig(${main})`)
    t.equal(status, 1)
    t.match(all, /"level":60.*"message":"boom"/)
    t.notMatch(all, /wombat/)
  }
})

t.test("a user's id is shown where it names nobody", async t => {
  for (const id of ['42', 'f3a1c0de-0000-4000-8000-000000000000', undefined]) t.equal(userTag(id), id)
  for (const id of ['ann@example.com', 'Ann Lee', 'a'.repeat(65)]) t.match(userTag(id), /^sha256:[0-9a-f]{12}$/)
  t.not(userTag('ann@example.com'), userTag('bob@example.com'))
})
