// What the benches of a job's way share: our server and worker, the bare ones, a user with a candidate, a POST.
import { Agent, request } from 'node:http'
import { demoCandidates } from '../../dev/candidates/index.ts'
import { createCandidate } from '../../shared/candidates.ts'
import { signToken } from '../../shared/token.ts'
import { Program } from '../chaos/program.ts'
import type { JobsBench } from './jobs.ts'
import type { NodeServer } from './stack.ts'

export const JWT_SECRET = 'a-bench-secret-of-at-least-32-bytes!'
export const USER = '42'
const PATH = '/api/resume-async/generate-async'
const BARE = 'test/bench/peers/bare-jobs.ts'

const envOf = ({ stack }: JobsBench): NodeJS.ProcessEnv => ({
  DATABASE_URL: stack.databaseUrl,
  REDIS_URL: stack.redisUrl,
  JWT_SECRET,
  LOG_LEVEL: 'warn',
})

export const startOurs = (bench: JobsBench): Promise<NodeServer> => {
  const unlimited = { HOST: '127.0.0.1', API_RATE_LIMIT: '10000000', ADDRESS_RATE_LIMIT: '0' }
  const env = { ...envOf(bench), ...unlimited }
  return bench.stack.startNode({ script: 'server/main.ts', env, readyPath: '/api/healthz' })
}

export const startBare = (bench: JobsBench, role: 'server' | 'worker'): Promise<NodeServer> =>
  bench.stack.startNode({ script: BARE, env: { ...envOf(bench), ROLE: role }, readyPath: '/health' })

export const startWorker = async (bench: JobsBench, env: NodeJS.ProcessEnv = {}): Promise<Program> => {
  const settings = { OPENAI_BASE_URL: bench.standIn.url, OPENAI_API_KEY: 'bench', TASKS_PER_MINUTE: '0', ...env }
  const worker = new Program('worker', 'worker/main.ts', { ...envOf(bench), ...settings, LOG_LEVEL: 'info' })
  await worker.start()
  return worker
}

export const createUser = ({ db }: JobsBench): Promise<number> =>
  createCandidate(db, USER, demoCandidates()[0]!.profile)

const agent = new Agent({ keepAlive: true })
const headers = {
  authorization: `Bearer ${signToken(JWT_SECRET, { sub: USER }, 3600)}`,
  'content-type': 'application/json',
}

export interface Posting {
  candidate_id: number
  job_description: string
  file_type?: 'word' | 'pdf'
}

/** The id of the job, once the 202 is there. */
export const post = (who: 'ours' | 'bare', port: number, body: Posting): Promise<string> =>
  new Promise((resolve, reject) => {
    const path = who === 'ours' ? PATH : '/jobs'
    const sent = request({ host: '127.0.0.1', port, path, method: 'POST', headers, agent }, answer => {
      let text = ''
      answer.setEncoding('utf8').on('data', chunk => (text += chunk))
      answer.on('end', () => {
        if (answer.statusCode === 202) resolve((JSON.parse(text) as { job_id: string }).job_id)
        else reject(new Error(`${who} answered ${answer.statusCode}: ${text}`))
      })
    })
    sent.once('error', reject).end(JSON.stringify(body))
  })
