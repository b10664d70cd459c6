// Asks for résumés: for which job, as what kind of file, and for which other candidates too.
import { type FormEvent, useState } from 'react'
import type { CandidateBody, FileType } from '../shared/protocol.ts'
import { FileTypeField, TargetField } from './generate-fields.tsx'
import { OthersField } from './others-field.tsx'
import { useGenerate } from './use-generate.ts'

/** A stored job description's id, a text of one's own, or no particular job. */
export type Target = number | 'text' | 'none'

export function GenerateForm({ candidate }: { candidate: CandidateBody }) {
  const [target, setTarget] = useState<Target>(candidate.jobs[0]?.id ?? 'none')
  const [text, setText] = useState('')
  const [fileType, setFileType] = useState<FileType>('word')
  const [regenerate, setRegenerate] = useState(false)
  const [others, setOthers] = useState<readonly number[]>([])
  const { generate, busy, problem } = useGenerate()

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const form = { ...(regenerate && { regenerate }), file_type: fileType }
    const stored = candidate.jobs.find(job => job.id === target)
    const own = stored ? { job_row_id: stored.id } : target === 'text' && { job_description: text }
    // A stored job description belongs to its candidate: others get its text.
    const theirs = stored ? { job_description: stored.job_description } : own
    const accepted = await generate([
      { candidate_id: candidate.id, ...own, ...form },
      ...others.map(id => ({ candidate_id: id, ...theirs, ...form })),
    ])
    // Both were meant for this press alone.
    if (accepted) setRegenerate(false)
    if (accepted) setOthers([])
  }
  const count = others.length + 1
  return (
    <form className="generate-form" onSubmit={event => void submit(event)}>
      <TargetField jobs={candidate.jobs} target={target} onTarget={setTarget} text={text} onText={setText} />
      <div className="form-row">
        <FileTypeField fileType={fileType} onFileType={setFileType} />
        <label className="check">
          <input type="checkbox" checked={regenerate} onChange={event => setRegenerate(event.target.checked)} />
          Write it anew, even if the same résumé exists
        </label>
      </div>
      <OthersField candidateId={candidate.id} chosen={others} onChosen={setOthers} />
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <button type="submit" className="button button-main" disabled={busy} aria-busy={busy}>
        {busy ? 'Sending…' : count === 1 ? 'Generate résumé' : `Generate ${count} résumés`}
      </button>
    </form>
  )
}
