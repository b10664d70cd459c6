// Two small charts in plain SVG: bars of outcomes, lines of durations. Colours come from the page's own.
import type { ReactNode } from 'react'
import { timeWords } from '../words.ts'
import { durationWords, numberWords } from './monitor-words.ts'
import type { Bucket } from './ops-types.ts'

const WIDTH = 480
const HEIGHT = 150
const LEFT = 52
const BOTTOM = 20
const TOP = 8

interface ChartProps {
  title: string
  series: Bucket[]
}

export function BarChart({ title, series }: ChartProps) {
  const top = roundUp(Math.max(...series.map(({ succeeded, failed }) => succeeded + failed), 1))
  const width = (WIDTH - LEFT) / Math.max(series.length, 1)
  const height = (count: number) => (count / top) * (HEIGHT - TOP - BOTTOM)
  const base = HEIGHT - BOTTOM
  const total = (key: 'succeeded' | 'failed') => series.reduce((sum, bucket) => sum + bucket[key], 0)
  const legend: Legend = [
    ['good', `${numberWords(total('succeeded'))} succeeded`],
    ['bad', `${numberWords(total('failed'))} failed`],
  ]
  return (
    <Chart title={title} legend={legend} top={numberWords(top)} series={series}>
      {series.map(({ at, succeeded, failed }, index) => (
        <g key={at} transform={`translate(${LEFT + index * width + width * 0.15} 0)`}>
          <title>{`${clock.format(new Date(at))}: ${succeeded} succeeded, ${failed} failed`}</title>
          <rect className="bar-good" y={base - height(succeeded)} width={width * 0.7} height={height(succeeded)} />
          <rect className="bar-bad" y={base - height(succeeded + failed)} width={width * 0.7} height={height(failed)} />
        </g>
      ))}
    </Chart>
  )
}

export function LineChart({ title, series }: ChartProps) {
  const top = roundUp(Math.max(...series.map(({ p95 }) => p95 ?? 0), 1000))
  const last = series.findLast(({ p50 }) => p50 !== null)
  const legend: Legend = last
    ? [
        ['p50', `latest median ${durationWords(last.p50)}`],
        ['p95', `95 % within ${durationWords(last.p95)}`],
      ]
    : [[null, 'nothing generated']]
  const points = (key: 'p50' | 'p95') =>
    series.flatMap((bucket, index) => {
      const value = bucket[key]
      if (value === null) return []
      const x = LEFT + (index + 0.5) * ((WIDTH - LEFT) / series.length)
      return [{ at: bucket.at, value, x, y: HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM) }]
    })
  return (
    <Chart title={title} legend={legend} top={`${numberWords(top / 1000)} s`} series={series}>
      {(['p95', 'p50'] as const).map(key => (
        <g key={key} className={`line line-${key}`}>
          <polyline
            points={points(key)
              .map(({ x, y }) => `${x},${y}`)
              .join(' ')}
          />
          {points(key).map(({ at, value, x, y }) => (
            <circle key={at} cx={x} cy={y} r="3">
              <title>{`${clock.format(new Date(at))}: ${key === 'p50' ? 'median' : '95 %'} ${durationWords(value)}`}</title>
            </circle>
          ))}
        </g>
      ))}
    </Chart>
  )
}

/** What is shown in which colour, in words. */
type Legend = (readonly [colour: 'good' | 'bad' | 'p50' | 'p95' | null, words: string])[]

interface FrameProps extends ChartProps {
  legend: Legend
  /** The name of the highest value. */
  top: string
  children: ReactNode
}

function Chart({ title, legend, top, series, children }: FrameProps) {
  const text = legend.map(([, words]) => words).join(', ')
  return (
    <figure className="chart">
      <figcaption aria-hidden>
        {title}
        <span className="quiet legend">
          {legend.map(([colour, words]) => (
            <span key={words} data-colour={colour}>
              {words}
            </span>
          ))}
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${title}: ${text}`}>
        <path className="axis" d={`M${LEFT} ${TOP}H${WIDTH}M${LEFT} ${HEIGHT - BOTTOM}H${WIDTH}`} />
        <text x={LEFT - 6} y={TOP + 8} textAnchor="end">
          {top}
        </text>
        <text x={LEFT - 6} y={HEIGHT - BOTTOM} textAnchor="end">
          0
        </text>
        <text x={LEFT} y={HEIGHT - 4}>
          {series[0] && timeWords(series[0].at)}
        </text>
        <text x={WIDTH} y={HEIGHT - 4} textAnchor="end">
          now
        </text>
        {children}
      </svg>
    </figure>
  )
}

const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hour12: false })

/** To 1, 2 or 5 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 5, 10].find(step => step * power >= value) ?? 10) * power
}
