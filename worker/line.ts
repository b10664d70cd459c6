// This worker's way to the first of the line. Knows no slots and no rate.
import { claimNext, hasNext, type PickedJob, returnUnknown } from '../shared/job-claims.ts'
import { runJob } from './run-job.ts'
import type { Line } from './slots.ts'
import { push, type WorkerParts } from './task.ts'

/** @param parts as they are when a slot is free: they hold the slots that ask. */
export const openLine = (parts: () => WorkerParts): Line => {
  let answerLost = false
  return {
    async someoneWaits() {
      if (answerLost) await takeBack(parts())
      answerLost = false
      return hasNext(parts().db)
    },
    async beginNext(): Promise<PickedJob | undefined> {
      answerLost = true
      const job = await claimNext(parts().db, parts().id)
      answerLost = false
      return job
    },
    run: (job, askedAt) => runJob(parts(), job, askedAt),
  }
}

/** A claim may have been made though its answer never came: without this its lease would run out, as a failure. */
const takeBack = async (parts: WorkerParts): Promise<void> => {
  for (const job of await returnUnknown(parts.db, parts.id, [...parts.holds.keys()])) {
    parts.log.warn({ jobId: job.id }, 'claimed without an answer; handed back')
    await push(parts, job)
  }
}
