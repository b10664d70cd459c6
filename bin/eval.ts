// `npm run eval`: the documents measured, with whatever model is configured, else with the stand-in. Fails on one fault.
//   npm run eval                 OPENAI_API_KEY, OPENAI_BASE_URL and OPENAI_MODEL where set
//   npm run eval -- --lies       the stand-in, ordered to make things up in every answer
import { parseArgs } from 'node:util'
import { startStandIn } from '../dev/openai/server.ts'
import {
  checkDocumentsOfAll,
  documentColumns,
  evaluateAll,
  evaluateInjections,
  injectionColumns,
  type Row,
  resumeColumns,
  type Totals,
} from '../test/eval/suite.ts'
import { createTable } from '../test/eval/table.ts'
import { createModel } from '../worker/openai.ts'

const IDLE_TIMEOUT_MS = 30_000
const CALLS_AT_ONCE = 4

const { values } = parseArgs({ options: { lies: { type: 'boolean', default: false } } })
const faults: string[] = []

process.exit((await main()) ? 0 : 1)

async function main(): Promise<boolean> {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, OPENAI_MODEL: model = 'gpt-4o-mini' } = process.env
  const standIn = values.lies || !apiKey ? await startStandIn({ paceMs: 0 }) : undefined
  if (values.lies) standIn!.order({ fault: 'lies', times: 0 })
  const settings = standIn ? { apiKey: 'stand-in', baseUrl: standIn.url } : { apiKey: apiKey!, baseUrl }
  console.log(`Model: ${standIn ? `the stand-in${values.lies ? ', which lies' : ''}` : model}`)
  try {
    await run(createModel({ ...settings, model, idleTimeoutMs: IDLE_TIMEOUT_MS }))
  } finally {
    await standIn?.close()
  }
  console.log(faults.length === 0 ? '\nNothing invented, nothing lost.' : `\n${faults.length} faults:`)
  for (const fault of faults) console.log(`  ${fault}`)
  return faults.length === 0
}

async function run(model: ReturnType<typeof createModel>): Promise<void> {
  await section('Documents in the candidates’ own words', documentColumns, checkDocumentsOfAll)
  let totals: Totals | undefined
  await section('Résumés for jobs', resumeColumns, async onRow => {
    totals = await evaluateAll(model, CALLS_AT_ONCE, onRow)
  })
  const { resumes, invented, reworded, sentBack, borne, used, costUsd } = totals!
  const covered = Math.round((100 * used) / Math.max(1, borne))
  console.log(
    `${resumes} résumés: ${invented} invented facts, ${reworded} lines reworded, ${sentBack} sent back to the candidate’s words, ${covered} % of the job terms that the facts bear, $${costUsd.toFixed(4)}`,
  )
  await section('Job descriptions that try to get in', injectionColumns, onRow => evaluateInjections(model, onRow))
}

async function section(title: string, columns: string[], measure: (onRow: (row: Row) => void) => Promise<void>) {
  console.log(`\n${title}\n`)
  const table = createTable(columns)
  await measure(row => {
    console.log(table.line([row.name, ...row.cells]))
    faults.push(...row.faults.map(fault => `${row.name}: ${fault}`))
  })
}
