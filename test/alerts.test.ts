// The alert rules speak of what servers and workers really tell, and each has its entry in the runbook.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { PROJECT } from '../dev/files.ts'
import { createDatabase, redisUrl, startServer, startWorker, until } from './harness.ts'
import { type Scrape, scrape } from './metrics-text.ts'
import { ask } from './server/rest-setup.ts'

interface Rule {
  alert: string
  expr: string
  labels: { severity: string }
  annotations: { summary: string; runbook: string }
}

const read = (file: string): string => readFileSync(join(PROJECT, 'docs', file), 'utf8')
const { groups } = parse(read('alerts.yml')) as { groups: { rules: Rule[] }[] }
const rules = groups.flatMap(group => group.rules)
const entries = [...read('runbook.md').matchAll(/^## (Resume\w+)\n\n(.+)/gm)].map(([, name]) => name!)

/** PromQL's own words, those that the rules use: any other one must be a name that is told. */
const WORDS = 'sum min max by and absent increase rate histogram_quantile'.split(' ')
/** Values that are told only once they have happened, and a healthy server has none of them. */
const RARE: Record<string, string[]> = { status: ['500', '503'] }
const MATCHES: Record<string, (is: string, value: string) => boolean> = {
  '=': (is, value) => is === value,
  '!=': (is, value) => is !== value,
  '=~': (is, value) => new RegExp(`^(${value})$`).test(is),
}
const STRING = /"[^"]*"/g

t.test('each alert has an entry in the runbook, and each entry an alert', async t => {
  t.ok(rules.length >= 15)
  t.same(
    rules.map(rule => rule.alert),
    entries,
    'in the same order',
  )
  for (const { alert, labels, annotations } of rules) {
    t.equal(annotations.runbook, `docs/runbook.md#${alert.toLowerCase()}`)
    t.match(labels.severity, /^(page|ticket)$/)
    t.match(annotations.summary, /\.$/)
  }
})

t.test('every name, label and value in the rules is told by a server with a worker', async t => {
  const stores = { DATABASE_URL: await createDatabase(t), REDIS_URL: await redisUrl(t) }
  const server = await startServer(t, stores)
  await startWorker(t, stores)
  await ask(server.url, 'GET', '/api/candidates')
  const figures = await until(async () => {
    const now = await scrape(server)
    return now.samples.some(({ labels }) => labels.role === 'worker') ? now : undefined
  })
  for (const { alert, expr } of rules) {
    t.same(unknownNames(expr, figures), [], alert)
    t.same(unmatched(expr, figures), [], alert)
  }
})

t.test('a rule that is wrong would be found', async t => {
  const figures = { text: '# TYPE a_total counter\n', samples: [{ name: 'a_total', labels: { b: 'c' }, value: 1 }] }
  t.same(unknownNames('sum(rate(x_total{b="c"}[5m]))', figures), ['x_total'])
  t.same(unmatched('a_total{b="d"}', figures), ['a_total{b="d"}'])
  t.same(unmatched('a_total{x="c"}', figures), ['a_total{x="c"}'])
  t.same([...unknownNames('a_total{b=~"c|d"}', figures), ...unmatched('a_total{b=~"c|d"}', figures)], [])
})

type Told = Pick<Scrape, 'text' | 'samples'>

/** Histograms that nothing was counted in yet have their type told, and no samples. */
function namesTold({ text, samples }: Told): Set<string> {
  const parts = [...text.matchAll(/^# TYPE (\S+) histogram$/gm)].flatMap(([, name]) =>
    ['bucket', 'sum', 'count'].map(part => `${name}_${part}`),
  )
  return new Set([...samples.map(sample => sample.name), ...parts])
}

/** Words in a rule that are neither PromQL nor a name. */
function unknownNames(expr: string, told: Told): string[] {
  const bare = expr
    .replace(STRING, '')
    .replace(/\{[^}]*\}|\[[^\]]*\]|by \([^)]*\)/g, '')
    .replace(/\b[\d.]+(e\d+)?\b/g, '')
  const known = namesTold(told)
  return [...bare.matchAll(/[a-zA-Z_:][\w:]*/g)]
    .map(([word]) => word)
    .filter(word => !WORDS.includes(word) && !known.has(word))
}

/** Selectors that would never match: a label that isn't there, or a value that it never has. */
function unmatched(expr: string, { samples }: Told): string[] {
  return [...expr.matchAll(/([a-zA-Z_:][\w:]*)\{([^}]*)\}/g)]
    .filter(([, name, matchers]) => {
      const conditions = [...matchers!.matchAll(/(\w+)(=~|!=|=)"([^"]*)"/g)]
      const known = samples.filter(sample => sample.name === name)
      return !conditions.every(([, label, operator, value]) => {
        const told = known.flatMap(({ labels }) => labels[label!] ?? [])
        return told.length > 0 && [...told, ...(RARE[label!] ?? [])].some(is => MATCHES[operator!]!(is, value!))
      })
    })
    .map(([selector]) => selector)
}
