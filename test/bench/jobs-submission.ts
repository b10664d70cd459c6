// POSTs a second, many at once, against bare Fastify + JWT + insert + bee-queue save.

import type { JobsBench } from './jobs.ts'
import { createUser, post, startBare, startOurs } from './jobs-programs.ts'
import { compare, type Row } from './table.ts'

const AT_ONCE = 32
const SLICE_MS = 2_000

export const measureSubmission = async (bench: JobsBench, rounds: number): Promise<Row[]> => {
  const candidateId = await createUser(bench)
  const servers = { ours: await startOurs(bench), bare: await startBare(bench, 'server') }
  const perSecond = { ours: [] as number[], bare: [] as number[] }
  const body = { candidate_id: candidateId, job_description: 'An engineer who writes plain TypeScript.' }
  for (let round = 0; round <= rounds; round++)
    for (const who of ['ours', 'bare'] as const) {
      const value = await postFor(SLICE_MS, () => post(who, servers[who].port, body))
      // The first round warms up.
      if (round > 0) perSecond[who].push(value)
      bench.say(`submission, ${round}, ${who}: ${Math.round(value)}/s`)
    }
  for (const server of Object.values(servers)) await server.stop()
  await bench.db.deleteFrom('resume_generation_job').execute()
  return [
    compare({
      title: `submissions, ${AT_ONCE} at once`,
      unit: '/s',
      ours: perSecond.ours,
      peer: 'bare',
      theirs: perSecond.bare,
      atLeast: 0.6,
    }),
  ]
}

const postFor = async (ms: number, once: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now()
  let count = 0
  const work = async (): Promise<void> => {
    for (; performance.now() - begun < ms; count++) await once()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return (count * 1000) / (performance.now() - begun)
}
