// The workers: what each runs and since when, what it has done, and those that this browser saw and that are gone.
import { useEffect, useState } from 'react'
import { knownWorkers, rememberWorkers } from './known-workers.ts'
import { useMonitor } from './monitor-context.ts'
import { momentWords, numberWords, shortId } from './monitor-words.ts'
import type { OpsWorker } from './ops-types.ts'
import { Panel, Table } from './panel.tsx'
import { jobHref } from './use-job-route.ts'

export function WorkersPanel({ workers }: { workers: OpsWorker[] }) {
  const seen = useSeen(workers)
  const live = new Set(workers.map(worker => worker.id))
  return (
    <Panel title="Workers">
      {seen.length === 0 && <p className="problem">No worker lives: jobs wait until one is started.</p>}
      {seen.length > 0 && (
        <Table label="Workers" columns={['Worker', 'State', 'Runs', '#Done', '#Failed', 'Heartbeat']}>
          {seen.map(worker => (
            <WorkerRow key={worker.id} worker={worker} gone={!live.has(worker.id)} />
          ))}
        </Table>
      )}
    </Panel>
  )
}

function WorkerRow({ worker, gone }: { worker: OpsWorker; gone: boolean }) {
  return (
    <tr data-gone={gone}>
      <th scope="row">
        {worker.host}
        <span className="quiet"> · {worker.pid}</span>
      </th>
      <td>
        <span className="mark" data-mark={gone ? 'bad' : 'good'}>
          {gone ? 'Gone' : 'Alive'}
        </span>
      </td>
      <td>{gone ? '–' : <Running ids={worker.running} />}</td>
      <td className="number">{numberWords(worker.done)}</td>
      <td className="number">{numberWords(worker.failed)}</td>
      <td>
        <time dateTime={worker.heartbeat_at}>{momentWords(worker.heartbeat_at)}</time>
      </td>
    </tr>
  )
}

function Running({ ids }: { ids: string[] }) {
  if (ids.length === 0) return <span className="quiet">Nothing</span>
  return (
    <ul className="running">
      {ids.map(id => (
        <li key={id}>
          <RunningJob id={id} />
        </li>
      ))}
    </ul>
  )
}

/** Read once for each job that a worker takes. */
function RunningJob({ id }: { id: string }) {
  const { api } = useMonitor()
  const [since, setSince] = useState<string | null>(null)
  useEffect(() => {
    let current = true
    const note = (begun: string | null) => current && setSince(begun)
    // Without an answer only the time is missing, and the next job asks again.
    api.job(id).then(
      ({ timeline, job }) => note(timeline.find(({ attempt }) => attempt === job.attempt)?.at ?? job.started_at),
      () => note(null),
    )
    return () => {
      current = false
    }
  }, [api, id])
  return (
    <>
      <a href={jobHref(id)}>{shortId(id)}</a>
      {since && <span className="quiet"> since {momentWords(since)}</span>}
    </>
  )
}

/** Every worker that was seen, as it was last. */
function useSeen(workers: OpsWorker[]): OpsWorker[] {
  const [known, setKnown] = useState<ReadonlyMap<string, OpsWorker>>(() => byId(knownWorkers()))
  useEffect(() => {
    setKnown(seen => new Map([...seen, ...byId(workers)]))
  }, [workers])
  useEffect(() => rememberWorkers([...known.values()]), [known])
  const all = new Map([...known, ...byId(workers)])
  return [...all.values()].toSorted((a, b) => (a.started_at < b.started_at ? -1 : 1))
}

const byId = (workers: readonly OpsWorker[]): Map<string, OpsWorker> =>
  new Map(workers.map(worker => [worker.id, worker]))
