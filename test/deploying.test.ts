// What deploys the service: render.yaml and the Procfile, checked against Render's documented fields, our own settings, and
// real processes that are started and stopped as a platform does it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { PROJECT } from '../dev/files.ts'
import { startProcess } from '../dev/processes.ts'
import { serverConfig, workerConfig } from '../shared/config.ts'
import { createDatabase, freePort, redisUrl, type Test, token, until } from './harness.ts'
import { connect, ofType } from './socket-client.ts'

interface Variable {
  key: string
  value?: string
  generateValue?: boolean
  sync?: boolean
  fromDatabase?: { name: string; property: string }
  fromService?: { type: string; name: string; property: string }
}
interface Service extends Record<string, unknown> {
  type: string
  name: string
  envVars?: Variable[]
}

const stores = { DATABASE_URL: await createDatabase(t), REDIS_URL: await redisUrl(t) }

const read = (file: string): string => readFileSync(join(PROJECT, file), 'utf8')
const blueprint = parse(read('render.yaml')) as { services: Service[]; databases: Service[] }
const service = (type: string): Service => blueprint.services.find(found => found.type === type)!
const [web, worker, redis, database] = [service('web'), service('worker'), service('keyvalue'), blueprint.databases[0]!]
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

/** As Render's "Blueprint YAML Reference" lists them (November 2026), those that fit a Node service from this repository. */
const running = [
  'type',
  'name',
  'runtime',
  'plan',
  'region',
  'buildCommand',
  'startCommand',
  'preDeployCommand',
].concat(['maxShutdownDelaySeconds', 'numInstances', 'scaling', 'envVars', 'autoDeployTrigger', 'buildFilter'])
const fields: Record<string, string[]> = {
  web: [...running, 'healthCheckPath', 'domains', 'previews'],
  worker: running,
  keyvalue: ['type', 'name', 'plan', 'region', 'maxmemoryPolicy', 'ipAllowList', 'previewPlan'],
  database: ['name', 'plan', 'region', 'ipAllowList', 'postgresMajorVersion', 'databaseName', 'user', 'diskSizeGB'],
}
const sources = ['value', 'generateValue', 'sync', 'fromDatabase', 'fromService']

t.test('only documented fields, with documented values', async t => {
  t.same(Object.keys(blueprint), ['services', 'databases'])
  for (const part of [...blueprint.services, ...blueprint.databases]) {
    const known = fields[part.type ?? 'database']!
    t.same(
      Object.keys(part).filter(field => !known.includes(field)),
      [],
      part.name,
    )
  }
  for (const { runtime, plan, envVars } of [web, worker]) {
    t.equal(runtime, 'node')
    t.ok(['starter', 'standard', 'pro', 'pro plus', 'pro max', 'pro ultra'].includes(plan as string), 'no free plan')
    for (const variable of envVars!) {
      t.equal(Object.keys(variable).length, 2, `${variable.key} has one source`)
      t.ok(sources.includes(Object.keys(variable)[1]!), variable.key)
      if (variable.fromDatabase) t.same(variable.fromDatabase, { name: database.name, property: 'connectionString' })
      if (variable.fromService)
        t.match(variable.fromService, { type: 'keyvalue', name: redis.name, property: 'connectionString' })
    }
  }
})

t.test('what each part must have', async t => {
  t.match(web, { healthCheckPath: '/api/healthz', preDeployCommand: 'npm run migrate', startCommand: 'npm run server' })
  t.ok((web.numInstances as number) >= 2, 'several instances')
  t.match(worker, { startCommand: 'npm run worker', preDeployCommand: undefined })
  t.match(redis, { ipAllowList: [], maxmemoryPolicy: 'noeviction' }, 'the default policy evicts')
  t.same(database.ipAllowList, [], 'the default lets everybody in')
  for (const { buildCommand } of [web, worker])
    t.match(buildCommand, /^npm ci --include=dev/, 'NODE_ENV=production would leave the dev packages out')
  t.match(web.buildCommand, /npm run build/)
  for (const command of [web.preDeployCommand, web.startCommand, worker.startCommand] as string[])
    t.ok(scripts[command.replace('npm run ', '')], `${command} exists`)
  t.match(
    read('Procfile').trim().split('\n'),
    [`release: ${web.preDeployCommand}`, `web: ${web.startCommand}`, `worker: ${worker.startCommand}`],
    'the Procfile says the same',
  )
})

/** The environment that Render makes of it. */
const environment = ({ envVars }: Service): Record<string, string> =>
  Object.fromEntries(envVars!.map(variable => [variable.key, given(variable)]))

const given = ({ value, generateValue, fromDatabase, fromService }: Variable): string => {
  if (value !== undefined) return value
  if (generateValue) return Buffer.alloc(32, 1).toString('base64')
  if (fromDatabase) return 'postgresql://user:password@host:5432/database'
  return fromService ? 'redis://red-xxxxxxxxxxxxxxxxxxxx:6379' : 'sk-asked-for'
}

t.test('server and worker can start with these settings, and no secret stands in the file', async t => {
  t.match(serverConfig({ ...environment(web), PORT: '10000' }), { forceHttps: true, trustProxy: 1, devLogin: false })
  t.match(workerConfig(environment(worker)), { shutdownGraceMs: 25_000 })
  for (const { key, value } of [...web.envVars!, ...worker.envVars!])
    if (/SECRET|KEY|TOKEN|URL|PASSWORD/.test(key)) t.equal(value, undefined, key)
})

t.test('the time from SIGTERM to SIGKILL is enough for what each does meanwhile', async t => {
  const ms = (file: string, name: string) =>
    Number(new RegExp(`const ${name} = ([\\d_]+)`).exec(read(file))![1]!.replaceAll('_', ''))
  const delayMs = ({ maxShutdownDelaySeconds: seconds }: Service) => {
    t.ok(Number.isInteger(seconds) && (seconds as number) >= 1 && (seconds as number) <= 300, 'as Render takes it')
    return (seconds as number) * 1000
  }
  t.ok(ms('server/main.ts', 'EXIT_MS') < delayMs(web))
  const graceMs = workerConfig(environment(worker)).shutdownGraceMs
  t.ok(graceMs + ms('worker/main.ts', 'SETTLE_MS') < delayMs(worker), 'running jobs, then handing back')
})

/** `npm run NAME` with the blueprint's settings on stores of ours, as a platform runs it: it knows npm's process alone. */
const start = (t: Test, part: Service, more: Record<string, string>) => {
  const name = (part.startCommand as string).replace('npm run ', '')
  const child = startProcess({
    name: `npm run ${name}`,
    command: 'npm',
    args: ['run', name],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment(part), ...stores, ...more },
    cwd: PROJECT,
  })
  t.teardown(() => child.stop(25_000))
  return child
}

t.test('the server: healthy by plain HTTP, as the health check comes; SIGTERM for npm drains its sockets', async t => {
  const port = await freePort()
  const child = start(t, web, { PORT: String(port), HOST: '127.0.0.1' })
  const url = `http://127.0.0.1:${port}`
  await until(async () => (await fetch(`${url}/api/readyz`)).ok, 30_000)
  const health = await fetch(url + (web.healthCheckPath as string))
  t.match([health.status, await health.json()], [200, { status: 'ok' }])
  t.equal((await fetch(`${url}/api/candidates`)).status, 403, 'all else is by HTTPS alone')

  const { JWT_SECRET } = environment(web)
  const socket = await connect(t, url, token('42', {}, JWT_SECRET), { headers: { 'x-forwarded-proto': 'https' } })
  await socket.next(ofType('ready'))
  child.kill('SIGTERM')
  t.match(await child.exited, { code: 0 }, 'npm waits for it and passes its exit code on')
  t.equal(await socket.closed, 1012, 'told to come back')
  t.ok(
    child.lines.some(line => line.includes('"server closed"')),
    child.lines.join('\n'),
  )
})

t.test('the worker: SIGTERM for npm lets it hand back', async t => {
  const child = start(t, worker, {})
  await until(() => child.lines.some(line => line.includes('worker takes jobs')), 30_000)
  child.kill('SIGTERM')
  t.match(await child.exited, { code: 0 })
  t.ok(
    child.lines.some(line => line.includes('"worker stopped"')),
    child.lines.join('\n'),
  )
})
