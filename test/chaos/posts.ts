// The jobs of a chaos run: posted to servers that come and go, each until a 202 has come; some of them cancelled.
import { setTimeout as delay } from 'node:timers/promises'
import { signToken } from '../../shared/token.ts'
import type { Random } from '../stress/random.ts'
import { SECRET } from './house.ts'
import type { Program } from './program.ts'

export const USERS = ['41', '42', '43']
/** In each job text, so that a call tells whose it is. */
export const marker = (text: number): string => `[text ${text}]`

export interface Accepted {
  id: string
  userId: string
  text: number
  /** A cancel of it was answered 202. */
  cancelled: boolean
}

const PATH = '/api/resume-async'
/** Posts under way at once. */
const AT_ONCE = 8
/** ms between two posts of one of them. */
const PAUSE_MS = 1_500
const TIMEOUT_MS = 10_000

/** Posts `jobs` of them, about ten a second; one entry for each job that a server accepted. */
export const postJobs = async (
  servers: Program[],
  candidates: Map<string, number>,
  jobs: number,
  random: Random,
): Promise<Accepted[]> => {
  const accepted: Accepted[] = []
  let next = 0
  const work = async (): Promise<void> => {
    for (let place = next++; place < jobs; place = next++) {
      const userId = random.pick(USERS)
      // A third of the texts are asked for again and again.
      const text = random.next() < 0.33 ? random.between(1, 12) : 1_000 + place
      const body = {
        candidate_id: candidates.get(userId),
        job_description: `${marker(text)} An engineer who writes plain TypeScript and PostgreSQL.`,
        file_type: random.pick(['word', 'pdf']),
        priority: random.next() < 0.2 ? 'high' : 'default',
        regenerate: random.next() < 0.05,
      }
      const willCancel = random.next() < 0.1
      const id = await post(servers, userId, body, random)
      const job: Accepted = { id, userId, text, cancelled: false }
      accepted.push(job)
      await delay(random.between(0, PAUSE_MS))
      if (willCancel) job.cancelled = await cancel(servers, job, random)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return accepted
}

/** The same key until a 202 comes: a first try that was accepted unseen is found again. */
const post = async (servers: Program[], userId: string, body: object, random: Random): Promise<string> => {
  const key = crypto.randomUUID()
  const headers = { ...authorization(userId), 'content-type': 'application/json', 'idempotency-key': key }
  for (;;) {
    const answer = await ask(`${random.pick(servers).url}${PATH}/generate-async`, headers, JSON.stringify(body))
    if (answer?.status === 202) return ((await answer.json()) as { job_id: string }).job_id
    if (answer && answer.status < 500) throw new Error(`a post was answered ${answer.status}: ${await answer.text()}`)
    await delay(200)
  }
}

/** Whether it was answered 202: an answer that was lost tells nothing. */
const cancel = async (servers: Program[], { id, userId }: Accepted, random: Random): Promise<boolean> => {
  const answer = await ask(`${random.pick(servers).url}${PATH}/cancel/${id}`, authorization(userId))
  await answer?.body?.cancel()
  return answer?.status === 202
}

const authorization = (userId: string) => ({ authorization: `Bearer ${signToken(SECRET, { sub: userId }, 3600)}` })

const ask = (url: string, headers: Record<string, string>, body?: string): Promise<Response | undefined> =>
  fetch(url, { method: 'POST', headers, body: body ?? null, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
    () => undefined,
  )
