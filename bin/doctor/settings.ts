// Whether a server and a worker could start with these settings. Each is told all that is wrong with it, at once.
import { ConfigError, commandConfig, serverConfig, type settings, workerConfig } from '../../shared/config.ts'
import { type Finding, type Findings, failed, note, ok, warning } from './finding.ts'

export type Environment = Record<string, string | undefined>

/** The value of one setting, whatever is wrong with the others; undefined where it is absent or malformed. */
export const settingOf = <K extends keyof typeof settings>(key: K, env: Environment) => {
  try {
    return commandConfig([key], [], env)[key]
  } catch {
    return undefined
  }
}

/** What only the one or the other needs: where it is all that is missing, the machine may be for the other. */
const ONLY_SERVER = 'JWT_SECRET or JWT_PUBLIC_KEY is required'
const ONLY_WORKER = 'OPENAI_API_KEY is required'
/** As .env.example has it. */
const EXAMPLE_SECRET = 'change-me-to-at-least-32-random-bytes'

const ADVICE = 'correct them in the environment; .env.example lists all settings'

export const checkSettings = (env: Environment): Findings => {
  const server = problemsOf(() => serverConfig(env))
  const worker = problemsOf(() => workerConfig(env))
  const neither = server.includes(ONLY_SERVER) && worker.includes(ONLY_WORKER)
  return {
    settings_server: env.JWT_SECRET === EXAMPLE_SECRET ? exampleSecret(server) : judge('server', server, neither),
    settings_worker: judge('worker', worker, neither),
  }
}

const judge = (who: 'server' | 'worker', problems: string[], neither: boolean): Finding => {
  if (problems.length === 0) return ok(`a ${who} can start with them`)
  const [first] = problems
  const isForOther = problems.length === 1 && (first === ONLY_SERVER || first === ONLY_WORKER) && !neither
  if (isForOther) return note(`no ${who} can start here: ${first}`, `set it, if a ${who} is to run here`)
  return failed(`no ${who} can start with them: ${problems.join('; ')}`, ADVICE)
}

const exampleSecret = (problems: string[]): Finding =>
  problems.length > 0
    ? judge('server', problems, false)
    : warning('JWT_SECRET is the one of .env.example, which everybody knows', 'set 32 random bytes of your own')

const problemsOf = (read: () => unknown): string[] => {
  try {
    read()
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}
