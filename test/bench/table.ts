// A bench's result: each number beside that of its peer, the ratio, the target and whether it is met. Markdown.
import { median, medianRatio } from './statistics.ts'

export interface Row {
  title: string
  ours: string
  peer: string
  ratio: string
  target: string
  /** Undefined: no target. */
  met: boolean | undefined
}

/** None of them: only shown. */
interface Target {
  atMost?: number | undefined
  atLeast?: number | undefined
  below?: number | undefined
  above?: number | undefined
}

export interface Comparison extends Target {
  title: string
  unit: string
  /** A value a round. */
  ours: number[]
  peer: string
  theirs: number[]
}

/** The target is one of the ratio ours : theirs. */
export const compare = ({ title, unit, ours, peer, theirs, ...target }: Comparison): Row => {
  const ratio = medianRatio(ours, theirs)
  return {
    title,
    ours: number(median(ours), unit),
    peer: `${peer}: ${number(median(theirs), unit)}`,
    ratio: `${ratio.toFixed(2)} ×`,
    ...judge(ratio, target, '×'),
  }
}

/** The target is one of the value itself; the peers stand beside it. */
export const absolute = (
  { title, unit, ours, ...target }: Target & { title: string; unit: string; ours: number[] },
  peers: Record<string, number[]> = {},
): Row => ({
  title,
  ours: number(median(ours), unit),
  peer: Object.entries(peers)
    .map(([name, values]) => `${name}: ${number(median(values), unit)}`)
    .join(', '),
  ratio: '',
  ...judge(median(ours), target, unit),
})

export const markdown = (rows: Row[]): string =>
  [
    '| measure | ours | peer | ratio | target | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map(
      ({ title, ours, peer, ratio, target, met }) =>
        `| ${title} | ${ours} | ${peer} | ${ratio} | ${target} | ${met === undefined ? '' : met ? 'met' : '**missed**'} |`,
    ),
  ].join('\n')

const judge = (value: number, { atMost, atLeast, below, above }: Target, unit: string): Pick<Row, 'target' | 'met'> => {
  if (atMost !== undefined) return { target: `≤ ${atMost} ${unit}`, met: value <= atMost }
  if (atLeast !== undefined) return { target: `≥ ${atLeast} ${unit}`, met: value >= atLeast }
  if (below !== undefined) return { target: `< ${below} ${unit}`, met: value < below }
  if (above !== undefined) return { target: `> ${above} ${unit}`, met: value > above }
  return { target: '', met: undefined }
}

const number = (value: number, unit: string): string =>
  `${value >= 1000 ? Math.round(value).toLocaleString('en') : value.toFixed(2)} ${unit}`.trim()
