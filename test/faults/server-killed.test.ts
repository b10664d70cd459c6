// A server that is killed right after its 202, and a Redis that is away while jobs are posted: each accepted job ends.
import t from 'tap'
import { startRedis } from '../../dev/redis.ts'
import { freePort, startServer, temporaryFolder, token, until } from '../harness.ts'
import { openStage, type Stage } from '../worker/run-job-setup.ts'

const post = async (url: string, { candidateId, userId }: Stage, text: string): Promise<string> => {
  const response = await fetch(`${url}/api/resume-async/generate-async`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token(userId)}` },
    body: JSON.stringify({ candidate_id: candidateId, job_description: text }),
  })
  t.equal(response.status, 202)
  return ((await response.json()) as { job_id: string }).job_id
}
const serverOf = (stage: Stage) => startServer(t, { DATABASE_URL: stage.databaseUrl, REDIS_URL: stage.redisUrl })

t.test('a server killed right after its 202, with a Redis that hung: the job ends', async t => {
  const dir = await temporaryFolder(t)
  const redis = await startRedis({ dir, persist: false })
  t.teardown(() => redis.stop())
  const stage = await openStage(t, { redisUrl: redis.url })
  await stage.worker()
  const server = await serverOf(stage)
  const queued = await post(server.url, stage, 'Posted while all is well.')
  process.kill(redis.pid, 'SIGSTOP')
  t.teardown(() => process.kill(redis.pid, 'SIGCONT'))
  const unqueued = await post(server.url, stage, 'Posted while Redis hung.')
  await server.kill()
  process.kill(redis.pid, 'SIGCONT')
  for (const id of [queued, unqueued]) t.match(await stage.end(id), { status: 'SUCCESS', attempt: 1 })
})

t.test('jobs posted while Redis is away are accepted, and end once it is back, in the same processes', async t => {
  const [dir, port] = [await temporaryFolder(t), await freePort()]
  let redis = await startRedis({ dir, port, persist: false })
  t.teardown(() => redis.stop())
  const stage = await openStage(t, { redisUrl: redis.url, paceMs: 3000 })
  await stage.worker()
  const server = await serverOf(stage)
  const running = await post(server.url, stage, 'Begun before Redis went.')
  await stage.begun(running)
  await redis.kill()
  const ids = await Promise.all(
    Array.from({ length: 5 }, (_, index) => post(server.url, stage, `While away: ${index}`)),
  )
  t.match(await stage.end(running), { status: 'SUCCESS', attempt: 1 }, 'what runs goes on meanwhile')
  for (const id of ids) t.match(await stage.row(id), { status: 'PENDING' })
  redis = await startRedis({ dir, port, persist: false })
  stage.standIn.setPace(0)
  for (const id of ids) t.match(await stage.end(id), { status: 'SUCCESS', attempt: 1, failures: 0 })
  await until(async () => (await fetch(`${server.url}/api/readyz`)).ok)
})
