import { join } from 'node:path'
import { Redis as Client } from 'ioredis'
import t from 'tap'
import { findOnPath } from '../../dev/files.ts'
import { commandLine } from '../../dev/processes.ts'
import { type RedisOptions, startRedis } from '../../dev/redis.ts'
import { findRedis } from '../../dev/redis-binary.ts'
import { createRedis, temporaryFolder } from '../harness.ts'

async function ask<T>(url: string, question: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(url, { maxRetriesPerRequest: 1, retryStrategy: null })
  client.on('error', () => undefined)
  return await question(client).finally(() => client.disconnect())
}

t.test('a persistent Redis keeps its data over a restart, even a crash; the URL on one port stays', async t => {
  const options: RedisOptions = { dir: await temporaryFolder(t), persist: true }
  const first = await startRedis(options)
  t.teardown(() => first.stop())
  await ask(first.url, client => client.set('kept', 'yes'))
  await first.kill()
  t.equal(commandLine(first.pid), '', 'the process is gone')
  const second = await startRedis({ ...options, port: first.port })
  t.teardown(() => second.stop())
  t.equal(second.url, first.url)
  t.equal(await ask(second.url, client => client.get('kept')), 'yes')
})

t.test('without persistence a restart comes up empty', async t => {
  const options: RedisOptions = { dir: await temporaryFolder(t), persist: false }
  const first = await startRedis(options)
  t.teardown(() => first.stop())
  await ask(first.url, client => client.set('lost', 'yes'))
  await first.stop()
  const second = await startRedis(options)
  t.teardown(() => second.stop())
  t.equal(await ask(second.url, client => client.get('lost')), null)
})

t.test('a Redis that a killed run left is stopped', async t => {
  const options: RedisOptions = { dir: await temporaryFolder(t), persist: false }
  const left = await startRedis(options)
  t.teardown(() => left.stop())
  const next = await startRedis(options)
  t.teardown(() => next.stop())
  t.equal(commandLine(left.pid), '')
  t.equal(await ask(next.url, client => client.ping()), 'PONG')
})

t.test('nobody gets in without the password', async t => {
  const redis = await createRedis(t)
  await t.rejects(
    ask(`redis://127.0.0.1:${redis.port}`, client => client.set('a', 'b')),
    /NOAUTH/,
  )
})

const noApt = findOnPath(['apt-get']) ? false : 'Debian and Ubuntu only'

t.test('where no server is installed, apt’s package is unpacked into a folder', { skip: noApt }, async t => {
  const folder = join(await temporaryFolder(t), 'unpacked')
  const notes: string[] = []
  const binary = await findRedis(line => notes.push(line), { folder, names: [] })
  t.match(binary.path, folder)
  t.match(notes, [/nothing is installed/])
  t.equal((await findRedis(line => notes.push(line), { folder, names: [] })).path, binary.path)
  t.equal(notes.length, 1, 'the second time it is there')
})
