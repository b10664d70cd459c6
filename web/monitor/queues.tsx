// The queues, and how many jobs there are in each status.
import type { JobStatus } from '../../shared/protocol.ts'
import { statusWords } from '../words.ts'
import { durationWords, numberWords } from './monitor-words.ts'
import type { Queues } from './ops-types.ts'
import { Figure, Panel, Table } from './panel.tsx'

export function QueuesPanel({ queues: { queues, jobs } }: { queues: Queues }) {
  return (
    <Panel title="Queues">
      <Table label="Queues" columns={['Queue', '#Waiting', '#Active', '#Delayed', '#Oldest wait']}>
        {queues.map(queue => (
          <tr key={queue.name}>
            <th scope="row">{queue.name}</th>
            <td className="number">{numberWords(queue.waiting)}</td>
            <td className="number">{numberWords(queue.active)}</td>
            <td className="number">{numberWords(queue.delayed)}</td>
            <td className="number">{durationWords(secondsToMs(queue.oldest_wait_seconds))}</td>
          </tr>
        ))}
      </Table>
      <dl className="figures">
        {(Object.keys(statusWords) as JobStatus[]).map(status => (
          <Figure key={status} name={statusWords[status]} value={numberWords(jobs[status] ?? 0)} />
        ))}
      </dl>
    </Panel>
  )
}

const secondsToMs = (seconds: number | null): number | null => (seconds === null ? null : seconds * 1000)
