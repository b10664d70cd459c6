// A cached job, from the POST to the pushed SUCCESS, against the same steps done bare; and while 100 others wait.
import { setTimeout as delay } from 'node:timers/promises'
import WebSocket from 'ws'
import { WS_PATH } from '../../shared/protocol.ts'
import { signToken } from '../../shared/token.ts'
import { until } from '../stress/until.ts'
import type { JobsBench } from './jobs.ts'
import { createUser, JWT_SECRET, type Posting, post, startBare, startOurs, startWorker, USER } from './jobs-programs.ts'
import { median, percentile } from './statistics.ts'
import { absolute, compare, type Row } from './table.ts'

const JOBS = 60
const WAITING = 100

export const measureCached = async (bench: JobsBench, rounds: number): Promise<Row[]> => {
  const { db, standIn, say } = bench
  const candidate_id = await createUser(bench)
  const body = { candidate_id, job_description: 'The one that is cached.' }
  const [ours, bare, bareWorker] = [
    await startOurs(bench),
    await startBare(bench, 'server'),
    await startBare(bench, 'worker'),
  ]
  const worker = await startWorker(bench)
  const finals = { ours: await listenOurs(ours.port), bare: await listenBare(bare.port) }
  await finals.ours(await post('ours', ours.port, body))
  const times = { ours: [] as number[], bare: [] as number[] }
  for (let round = 0; round <= rounds; round++)
    for (const [who, { port }] of Object.entries({ ours, bare }) as ['ours' | 'bare', { port: number }][]) {
      const all = await timesOf(who, port, body, finals[who])
      if (round > 0) times[who].push(median(all))
      say(`cached, ${round}, ${who}: p50 ${median(all).toFixed(2)} ms, p99 ${percentile(all, 0.99).toFixed(1)} ms`)
    }
  standIn.setPace(600_000)
  await Promise.all(
    Array.from({ length: WAITING }, (_, n) => post('ours', ours.port, { ...body, job_description: `Waits: ${n}` })),
  )
  const inLine = () => db.selectFrom('resume_generation_job').select('id').where('stage', '=', 'waiting').execute()
  await until(async () => (await inLine()).length >= WAITING - 2, 'the line', 30_000)
  const crowded: number[] = []
  for (let round = 0; round < rounds; round++)
    crowded.push(percentile(await timesOf('ours', ours.port, body, finals.ours), 0.99))
  await Promise.all([worker.kill(), ours.stop(), bare.stop(), bareWorker.stop()])
  standIn.setPace(0)
  await db.deleteFrom('resume_generation_job').execute()
  const title = 'a cached job, POST → pushed SUCCESS, p50'
  return [
    compare({ title, unit: 'ms', ours: times.ours, peer: 'bare', theirs: times.bare, atMost: 2 }),
    absolute({ title: `the same, p99, while ${WAITING} others wait`, unit: 'ms', ours: crowded, below: 50 }),
  ]
}

type Final = (id: string) => Promise<void>

const timesOf = async (who: 'ours' | 'bare', port: number, body: Posting, final: Final): Promise<number[]> => {
  const times: number[] = []
  for (let job = 0; job < JOBS; job++) {
    const begun = performance.now()
    await final(await post(who, port, body))
    times.push(performance.now() - begun)
    await delay(5)
  }
  return times
}

const listenOurs = async (port: number): Promise<Final> => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${WS_PATH}`, {
    headers: { authorization: `Bearer ${signToken(JWT_SECRET, { sub: USER }, 3600)}` },
  })
  const final = finalsOf(socket)
  socket.once('open', () => socket.send('{"type":"subscribe","jobs":"all"}'))
  await heard(socket, '"synced"')
  return final
}

const listenBare = async (port: number): Promise<Final> => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/${USER}`)
  const final = finalsOf(socket)
  await heard(socket, 'ready')
  return final
}

const heard = (socket: WebSocket, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('close', code => reject(new Error(`the socket was closed with ${code}`)))
    socket.on('message', data => String(data).includes(text) && resolve())
  })

/** Resolves once the job's SUCCESS was pushed, which may be before its 202. */
const finalsOf = (socket: WebSocket): Final => {
  const ended = new Set<string>()
  let told = (): void => {}
  socket.on('message', data => {
    const text = String(data)
    if (!text.includes('"SUCCESS"')) return
    ended.add((JSON.parse(text) as { job: { job_id: string } }).job.job_id)
    told()
  })
  return async id => {
    while (!ended.has(id)) await new Promise<void>(resolve => (told = resolve))
  }
}
