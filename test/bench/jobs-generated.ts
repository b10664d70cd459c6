// What a generated job takes beyond the slower of its two calls: from the POST to SUCCESS in PostgreSQL.
import { until } from '../stress/until.ts'
import type { JobsBench } from './jobs.ts'
import { createUser, post, startOurs, startWorker } from './jobs-programs.ts'
import { absolute, type Row } from './table.ts'

const PACE_MS = 500
const TARGETS = { word: 80, pdf: 200 } as const

export const measureGenerated = async (bench: JobsBench, rounds: number): Promise<Row[]> => {
  const { db, standIn, say } = bench
  const candidate_id = await createUser(bench)
  const [ours, worker] = [await startOurs(bench), await startWorker(bench)]
  standIn.setPace(PACE_MS)
  const over = { word: [] as number[], pdf: [] as number[] }
  for (let round = 0; round < 4 * rounds; round++)
    for (const file_type of ['word', 'pdf'] as const) {
      standIn.reset()
      standIn.setPace(PACE_MS)
      const id = await post('ours', ours.port, { candidate_id, file_type, job_description: `Round ${round}.` })
      const row = await until(() => ended(db, id), 'the end of a job', 60_000)
      const slower = Math.max(...standIn.calls().map(call => call.duration_ms ?? 0))
      const ms = row.completed_at!.getTime() - row.created_at.getTime() - slower
      // The first ones warm up.
      if (round >= 3) over[file_type].push(ms)
      say(`generated, ${round}, ${file_type}: ${ms} ms over the slower call`)
    }
  await Promise.all([worker.stop(), ours.stop()])
  standIn.setPace(0)
  await db.deleteFrom('resume_generation_job').execute()
  return (['word', 'pdf'] as const).map(type =>
    absolute({ title: `over the slower OpenAI call, ${type}`, unit: 'ms', ours: over[type], atMost: TARGETS[type] }),
  )
}

const ended = async (db: JobsBench['db'], id: string) => {
  const row = await db
    .selectFrom('resume_generation_job')
    .select(['status', 'created_at', 'completed_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  if (row.status === 'FAILURE') throw new Error('a job of the bench failed')
  return row.status === 'SUCCESS' ? row : undefined
}
