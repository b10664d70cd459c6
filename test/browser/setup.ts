// What the browser tests and the screenshots share: server, worker, stand-in and Chromium, brought up once.
import type { Browser } from 'playwright-core'
import { type StandIn, startStandIn } from '../../dev/openai/server.ts'
import { seedCandidates } from '../../dev/seed.ts'
import { buildWeb } from '../../dev/web-build.ts'
import { DEMO_USER } from '../../shared/protocol.ts'
import { createDatabase, redisUrl, startServer, startWorker, type Test, type TestServer } from '../harness.ts'
import { openBrowser } from './browser.ts'

export interface Setup {
  url: string
  server: TestServer
  /** To start the server with once more. */
  serverEnv: NodeJS.ProcessEnv
  /** To start more workers with. */
  workerEnv: NodeJS.ProcessEnv
  standIn: StandIn
  browser: Browser
}

/** @param paceMs how long an answer of the stand-in takes. */
export async function startSetup(t: Test, paceMs: number): Promise<Setup> {
  await buildWeb()
  const databaseUrl = await createDatabase(t)
  await seedCandidates(databaseUrl, DEMO_USER)
  const standIn = await startStandIn({ paceMs })
  t.teardown(() => standIn.close())
  const env = { DATABASE_URL: databaseUrl, REDIS_URL: await redisUrl(t), TASKS_PER_MINUTE: '0' }
  // All pages are one user's, in less than a minute.
  const serverEnv = { ...env, DEV_LOGIN: '1', STAND_IN: '1', API_RATE_LIMIT: '2000' }
  // A failed attempt is shown as such for a moment, not for four seconds.
  const workerEnv = { ...env, OPENAI_BASE_URL: standIn.url, RETRY_BASE_MS: '1500' }
  const [server, browser] = await Promise.all([startServer(t, serverEnv), openBrowser(t), startWorker(t, workerEnv)])
  return { url: server.url, server, serverEnv, workerEnv, standIn, browser }
}
