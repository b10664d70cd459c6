// Runs the stand-in as a process of its own: PORT, HOST and STAND_IN_DURATION_MS from the environment.
import { startStandIn } from './server.ts'

const wholeNumber = (name: string, fallback: number): number => {
  const text = process.env[name]
  if (text === undefined || text === '') return fallback
  if (/^\d+$/.test(text)) return Number(text)
  console.error(`${name} must be a whole number, not "${text}"`)
  process.exit(1)
}

const standIn = await startStandIn({
  port: wholeNumber('PORT', 0),
  host: process.env.HOST || '127.0.0.1',
  paceMs: wholeNumber('STAND_IN_DURATION_MS', 5000),
})
console.log(`stand-in for OpenAI listening on ${standIn.url}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void standIn.close().then(() => process.exit(0)))
}
