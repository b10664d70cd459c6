// A Redis that is away, or comes back empty: no process is restarted, no job is lost, run twice or paid twice.
import t from 'tap'
import { startRedis } from '../../dev/redis.ts'
import { freePort, startMain, temporaryFolder, until } from '../harness.ts'
import { callsOf, openStage } from '../worker/run-job-setup.ts'

/** A Redis that can be killed, and come back empty at the same address. */
const breakableRedis = async (t: Parameters<typeof temporaryFolder>[0]) => {
  const dir = await temporaryFolder(t)
  const port = await freePort()
  let running = await startRedis({ dir, port, persist: false })
  t.teardown(() => running.stop())
  return {
    url: running.url,
    kill: () => running.kill(),
    async start() {
      running = await startRedis({ dir, port, persist: false })
    },
  }
}

t.test('Redis comes back empty: what runs goes on, what waits is queued again, in the same processes', async t => {
  const server = await breakableRedis(t)
  const stage = await openStage(t, { redisUrl: server.url, paceMs: 8000 })
  const worker = await stage.worker({ WORKER_CONCURRENCY: '1' })
  const running = await stage.post()
  await stage.begun(running)
  const held = await stage.post()
  await stage.reach(held, 'waiting')
  await worker.process.kill('SIGSTOP')
  const unseen = await stage.post()
  await server.kill()
  worker.process.kill('SIGCONT')
  await server.start()
  const begun = performance.now()
  await until(async () => (await stage.row(unseen)).stage === 'waiting', 15_000)
  t.ok(performance.now() - begun < 15_000, 'within 15 s')
  stage.standIn.setPace(0)
  for (const id of [running, held, unseen]) t.match(await stage.end(id), { status: 'SUCCESS', attempt: 1, failures: 0 })
  t.equal(callsOf(stage).length, 6, 'nothing is paid twice')
  t.equal((await stage.row(running)).fence, 2, 'and nobody else picked it up')
  const later = await stage.post()
  t.match(await stage.end(later), { status: 'SUCCESS' }, 'new jobs come through')
})

t.test('a job finishes while Redis is away', async t => {
  const server = await breakableRedis(t)
  const stage = await openStage(t, { redisUrl: server.url, paceMs: 3000 })
  await stage.worker()
  const id = await stage.post()
  await stage.begun(id)
  await server.kill()
  t.match(await stage.end(id), { status: 'SUCCESS', attempt: 1, failures: 0 })
})

t.test('a worker that starts before Redis takes jobs once it is there', async t => {
  const server = await breakableRedis(t)
  const stage = await openStage(t, { redisUrl: server.url })
  await server.kill()
  const worker = await startMain(t, 'worker/main.ts', {
    DATABASE_URL: stage.databaseUrl,
    REDIS_URL: server.url,
    OPENAI_BASE_URL: stage.standIn.url,
    OPENAI_API_KEY: 'test',
    SHUTDOWN_GRACE_MS: '200',
  })
  await until(() => worker.log.some(line => line.includes('worker takes jobs')))
  await server.start()
  t.match(await stage.end(await stage.post()), { status: 'SUCCESS' })
})
