// npm run token -- --sub 42 [--role ops] [--ttl 1h]: prints a JWT signed with JWT_SECRET.
import { parseArgs } from 'node:util'
import { commandConfig, withConfig } from '../shared/config.ts'
import { signToken } from '../shared/token.ts'

const USAGE = 'usage: npm run token -- --sub USER [--role ops|ops-read] [--ttl 90s|30m|1h|7d]'
const UNIT_SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }

await withConfig(() => {
  const { sub, role, ttl } = readArguments()
  const ttlSeconds = secondsOf(ttl)
  if (!sub || ttlSeconds === undefined || (role !== undefined && role !== 'ops' && role !== 'ops-read')) {
    console.error(USAGE)
    process.exit(2)
  }
  const config = commandConfig(['jwtSecret', 'jwtIssuer', 'jwtAudience'], ['jwtSecret'])
  const claims = {
    sub,
    ...(role && { role }),
    ...(config.jwtIssuer && { iss: config.jwtIssuer }),
    ...(config.jwtAudience && { aud: config.jwtAudience }),
  }
  console.log(signToken(config.jwtSecret, claims, ttlSeconds))
})

function readArguments() {
  try {
    const options = {
      sub: { type: 'string' },
      role: { type: 'string' },
      ttl: { type: 'string', default: '1h' },
    } as const
    return parseArgs({ options }).values
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`)
    process.exit(2)
  }
}

function secondsOf(text: string): number | undefined {
  const match = /^(\d{1,9})([smhd])$/.exec(text)
  return match ? Number(match[1]) * UNIT_SECONDS[match[2]!]! : undefined
}
