// The floor of a generated job: facts, two calls, merge and render, so many at once; no server, no queue, no database, no
// push. Prints documents a second once it is done.
import { setTimeout as delay } from 'node:timers/promises'
import { demoCandidates } from '../../../dev/candidates/index.ts'
import { buildFacts } from '../../../worker/facts.ts'
import { createModel } from '../../../worker/openai.ts'
import {
  mainSectionsPrompt,
  parseExperienceAnswer,
  parseMainAnswer,
  workExperiencePrompt,
} from '../../../worker/prompts.ts'
import { mergeInThread, renderInThread, warmUp } from '../../../worker/thread.ts'

const jobs = Number(process.env.JOBS)
const profiles = demoCandidates().map(({ profile }) => profile)
const model = createModel({
  apiKey: 'bench',
  baseUrl: process.env.OPENAI_BASE_URL,
  model: 'gpt-4o-mini',
  idleTimeoutMs: 30_000,
})
const { signal } = new AbortController()

await warmUp()
let next = 0
const work = async (): Promise<void> => {
  for (let n = next++; n < jobs; n = next++) await generate(n)
}
const begun = performance.now()
await Promise.all(Array.from({ length: Number(process.env.AT_ONCE) }, work))
console.log(JSON.stringify({ perSecond: (jobs * 1000) / (performance.now() - begun) }))
// Until it is stopped: the line has to be read.
process.on('SIGTERM', () => process.exit(0))
await delay(60_000)

async function generate(n: number): Promise<void> {
  const profile = profiles[n % profiles.length]!
  const facts = buildFacts(profile)
  const job = { title: null, company: null, description: `Engineer number ${n} who writes plain TypeScript.` }
  const [main, experience] = await Promise.all([
    model.call(mainSectionsPrompt(facts, job), { signal }),
    model.call(workExperiencePrompt(facts, job), { signal }),
  ])
  const answers = { main: parseMainAnswer(main.json), experience: parseExperienceAnswer(experience.json) }
  const { resume } = await mergeInThread({ profile, job, ...answers })
  await renderInThread(resume, n % 2 ? 'pdf' : 'word')
}
