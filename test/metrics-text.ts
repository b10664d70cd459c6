// Prometheus' text format as tests read it: every line must be one that the format knows.
import type { TestServer } from './harness.ts'
import { token } from './harness.ts'

export interface Sample {
  name: string
  labels: Record<string, string>
  value: number
}

export interface Scrape {
  text: string
  samples: Sample[]
  /** The sum of the samples of this name that have all these labels; undefined where there is none. */
  sum(name: string, labels?: Record<string, string>): number | undefined
}

export const scrape = async (server: TestServer, bearer = token('boss', { role: 'ops' })): Promise<Scrape> => {
  const answer = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${bearer}` } })
  if (answer.status !== 200) throw new Error(`GET /metrics: ${answer.status}`)
  const text = await answer.text()
  const samples = parse(text)
  return {
    text,
    samples,
    sum(name, labels = {}) {
      const found = samples.filter(
        one => one.name === name && Object.entries(labels).every(([label, value]) => one.labels[label] === value),
      )
      return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0)
    },
  }
}

/** Throws where a line is none, a name comes in two places, has no help or type, or a series comes twice. */
const parse = (text: string): Sample[] => {
  const samples: Sample[] = []
  const families = new Set<string>()
  const series = new Set<string>()
  let family = ''
  for (const line of text.split('\n')) {
    if (line === '') continue
    const head = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/.exec(line)
    if (head?.[1] === 'HELP') {
      family = head[2]!
      if (families.has(family)) throw new Error(`${family} comes twice`)
      families.add(family)
    }
    if (head) continue
    const [, name, labels = '', value] =
      /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\]|\\.)*",?)*)\})? (-?[\d.e+-]+|NaN|[+-]Inf)$/.exec(line) ?? []
    if (name === undefined) throw new Error(`not a line of the format: ${line}`)
    if (name.replace(/_(bucket|sum|count)$/, '') !== family && name !== family) throw new Error(`no help: ${line}`)
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label, text]) => [label!, text!] as const)
    const id = name + JSON.stringify([...pairs].sort())
    if (series.has(id)) throw new Error(`a series comes twice: ${line}`)
    series.add(id)
    samples.push({ name, labels: Object.fromEntries(pairs), value: Number(value) })
  }
  return samples
}
