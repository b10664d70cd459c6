import { execFileSync } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import postgres from 'postgres'
import t from 'tap'
import { startPostgres } from '../../dev/postgres.ts'
import { commandLine } from '../../dev/processes.ts'
import { temporaryFolder } from '../harness.ts'

async function ask<T>(url: string, question: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1 })
  return await question(sql).finally(() => sql.end())
}

t.test('a stopped server keeps its data and leaves no process', async t => {
  const dataDir = join(await temporaryFolder(t), 'postgres')
  const first = await startPostgres({ dataDir })
  t.teardown(() => first.stop())
  await ask(first.url, sql => sql`create table kept as select 42 as answer`)
  await first.stop()
  t.equal(commandLine(first.pid), '', 'the process is gone')
  const second = await startPostgres({ dataDir, durable: false })
  t.teardown(() => second.stop())
  const rows = await ask(second.url, sql => sql`select answer, current_setting('timezone') as zone from kept`)
  t.match(rows[0], { answer: 42, zone: 'UTC' })
})

t.test('a server that a killed run left is stopped, and its data used', async t => {
  const dataDir = join(await temporaryFolder(t), 'postgres')
  // A process that starts PostgreSQL and is killed before it can stop it.
  const script = `
    import { startPostgres } from ${JSON.stringify(join(import.meta.dirname, '../../dev/postgres.ts'))}
    const { pid } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)} })
    process.stdout.write(String(pid), () => process.kill(process.pid, 'SIGKILL'))`
  const left = Number(runKilled(script))
  t.match(commandLine(left), dataDir, 'it is still there')
  const server = await startPostgres({ dataDir })
  t.teardown(() => server.stop())
  t.equal(commandLine(left), '', 'the left-over is gone')
  t.match(await ask(server.url, sql => sql`select 1 as one`), [{ one: 1 }])
})

t.test('only 127.0.0.1 with the right password gets in', async t => {
  const server = await startPostgres({ dataDir: join(await temporaryFolder(t), 'postgres') })
  t.teardown(() => server.stop())
  const wrong = new URL(server.url)
  wrong.password = 'guess'
  await t.rejects(
    ask(wrong.href, sql => sql`select 1`),
    { code: '28P01' },
  )
  t.match(await ask(server.url, sql => sql`show listen_addresses`), [{ listen_addresses: '127.0.0.1' }])
})

t.test('data of another major version is refused in words that say what to do', async t => {
  const dataDir = join(await temporaryFolder(t), 'postgres')
  await mkdir(join(dataDir, 'data'), { recursive: true })
  await writeFile(join(dataDir, 'data', 'PG_VERSION'), '12\n')
  await t.rejects(
    startPostgres({ dataDir }),
    /was made by PostgreSQL 12, and this is PostgreSQL \d+: delete that folder/,
  )
})

t.test('a folder that holds something else is left alone', async t => {
  const dataDir = join(await temporaryFolder(t), 'postgres')
  await mkdir(join(dataDir, 'data'), { recursive: true })
  await writeFile(join(dataDir, 'data', 'letter.txt'), 'mine')
  await t.rejects(startPostgres({ dataDir }), /is not a PostgreSQL data folder/)
})

t.test('a project in a folder that others may not enter works too', async t => {
  const closed = join(await temporaryFolder(t), 'closed')
  await mkdir(closed, { mode: 0o700 })
  const notes: string[] = []
  const server = await startPostgres({ dataDir: join(closed, 'postgres'), log: line => notes.push(line) })
  const outside = /\/var\/tmp\/resume-push-\w+/.exec(notes.join())?.[0]
  t.teardown(async () => {
    await server.stop()
    if (outside) await rm(outside, { recursive: true })
  })
  t.match(await ask(server.url, sql => sql`select 1 as one`), [{ one: 1 }])
  if (process.getuid?.() === 0) t.ok(outside, 'as root the data is elsewhere, and it says where')
})

function runKilled(script: string): string {
  try {
    return execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], { encoding: 'utf8' })
  } catch (error) {
    return (error as { stdout: string }).stdout
  }
}
