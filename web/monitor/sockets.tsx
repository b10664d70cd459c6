// How many sockets each server holds.
import { numberWords } from './monitor-words.ts'
import type { Figures } from './ops-types.ts'
import { Panel, Table } from './panel.tsx'

export function SocketsPanel({ sockets }: { sockets: Figures['sockets'] }) {
  const sorted = sockets.toSorted((a, b) => (a.server < b.server ? -1 : 1))
  return (
    <Panel title="Sockets">
      <Table label="Sockets of each server" columns={['Server', '#Sockets']}>
        {sorted.map(({ server, sockets: count }) => (
          <tr key={server}>
            <th scope="row">{server}</th>
            <td className="number">{numberWords(count)}</td>
          </tr>
        ))}
      </Table>
    </Panel>
  )
}
