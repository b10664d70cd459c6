// Other candidates to write a résumé for against the same job.
import { useApp } from './app-context.ts'

interface OthersFieldProps {
  /** The one whose page it is. */
  candidateId: number
  chosen: readonly number[]
  onChosen: (ids: readonly number[]) => void
}

export function OthersField({ candidateId, chosen, onChosen }: OthersFieldProps) {
  const { candidates } = useApp()
  const others = candidates.filter(({ id }) => id !== candidateId)
  if (others.length === 0) return null
  const toggle = (id: number, checked: boolean) =>
    onChosen(checked ? [...chosen, id] : chosen.filter(other => other !== id))
  return (
    <details className="others">
      <summary>For other candidates too{chosen.length > 0 && ` (${chosen.length})`}</summary>
      <fieldset>
        <legend className="visually-hidden">Other candidates</legend>
        {others.map(({ id, name }) => (
          <label key={id} className="check">
            <input type="checkbox" checked={chosen.includes(id)} onChange={event => toggle(id, event.target.checked)} />
            <span dir="auto">{name || `Candidate ${id}`}</span>
          </label>
        ))}
      </fieldset>
    </details>
  )
}
