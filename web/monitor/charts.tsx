// How it went in the last hour and the last day: outcomes and durations as charts, cache, tokens and money as numbers.
import { useState } from 'react'
import { BarChart, LineChart } from './chart.tsx'
import { dollarWords, durationWords, numberWords, percentWords } from './monitor-words.ts'
import type { Span, Stats } from './ops-types.ts'
import { Figure, Panel } from './panel.tsx'

const CACHE_TARGET = 0.3
const spans: Record<Span, string> = { '1h': '1 hour', '24h': '24 hours' }

export function Charts({ stats }: { stats: Record<Span, Stats> }) {
  const [span, setSpan] = useState<Span>('1h')
  const shown = stats[span]
  return (
    <Panel title="Outcomes" aside={<SpanField span={span} onSpan={setSpan} />}>
      <div className="charts">
        <BarChart series={shown.series} title={`Succeeded and failed, last ${spans[span]}`} />
        <LineChart series={shown.series} title={`Duration of a generation, last ${spans[span]}`} />
      </div>
      <Totals stats={shown} />
    </Panel>
  )
}

function SpanField({ span, onSpan }: { span: Span; onSpan: (span: Span) => void }) {
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">Time span</legend>
      {(Object.keys(spans) as Span[]).map(key => (
        <label key={key}>
          <input type="radio" name="span" checked={span === key} onChange={() => onSpan(key)} />
          <span>{spans[key]}</span>
        </label>
      ))}
    </fieldset>
  )
}

function Totals({ stats }: { stats: Stats }) {
  const { succeeded, failed, cache_hits: hits, cache_hit_ratio: ratio, generation_ms: ms, tokens } = stats
  const ended = succeeded + failed
  const perHit = (count: number) => percentWords(succeeded === 0 ? null : count / succeeded)
  const target =
    ratio === null
      ? 'target 30\u00a0%'
      : ratio >= CACHE_TARGET
        ? 'target of 30\u00a0% met'
        : 'below the target of 30\u00a0%'
  return (
    <dl className="figures">
      <Figure name="Succeeded" value={numberWords(succeeded)} note={percentWords(ended ? succeeded / ended : null)} />
      <Figure name="Failed" value={numberWords(failed)} note={percentWords(ended ? failed / ended : null)} />
      <Figure name="Median duration" value={durationWords(ms.p50)} note={`95 %: ${durationWords(ms.p95)}`} />
      <Figure name="From the cache" value={percentWords(ratio)} note={target} />
      <Figure name="… Redis" value={perHit(hits.redis)} note={numberWords(hits.redis)} />
      <Figure name="… database" value={perHit(hits.database)} note={numberWords(hits.database)} />
      <Figure name="… shared" value={perHit(hits.shared)} note={numberWords(hits.shared)} />
      <Figure
        name="Tokens"
        value={numberWords(tokens.prompt + tokens.completion)}
        note={`${numberWords(tokens.cached)} cached`}
      />
      <Figure name="Spent" value={dollarWords(stats.cost_usd)} />
      <Figure name="Saved by the cache" value={dollarWords(stats.saved_usd)} />
    </dl>
  )
}
