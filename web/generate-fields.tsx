// The fields of the generate form.
import { type ReactNode, useId } from 'react'
import type { CandidateBody, FileType } from '../shared/protocol.ts'
import type { Target } from './generate-form.tsx'
import { fileTypeWords } from './words.ts'

/** The server's limit, in Unicode code points. */
const TEXT_MAX = 20_000

interface TargetFieldProps {
  jobs: CandidateBody['jobs']
  target: Target
  onTarget: (target: Target) => void
  text: string
  onText: (text: string) => void
}

export function TargetField({ jobs, target, onTarget, text, onText }: TargetFieldProps) {
  const choose = (value: Target) => ({ checked: target === value, onChoose: () => onTarget(value) })
  return (
    <fieldset className="choices">
      <legend>Tailor it to</legend>
      {jobs.map(job => (
        <Choice
          key={job.id}
          {...choose(job.id)}
          title={job.job_title || `Job description ${job.id}`}
          note={job.company}
        >
          {job.job_description && <Description text={job.job_description} />}
        </Choice>
      ))}
      <Choice {...choose('text')} title="Another job" note="Paste its description">
        <PastedDescription text={text} onText={onText} />
      </Choice>
      <Choice {...choose('none')} title="No particular job" note="A general résumé" />
    </fieldset>
  )
}

interface ChoiceProps {
  title: string
  note: string | null
  checked: boolean
  onChoose: () => void
  /** Shown while it is chosen. */
  children?: ReactNode
}

function Choice({ title, note, checked, onChoose, children }: ChoiceProps) {
  return (
    <div className="choice" data-checked={checked}>
      <label>
        <input type="radio" name="target" checked={checked} onChange={onChoose} />
        <span className="choice-title line" dir="auto">
          {title}
        </span>
        {note && (
          <span className="choice-note line" dir="auto">
            {note}
          </span>
        )}
      </label>
      {checked && children}
    </div>
  )
}

function Description({ text }: { text: string }) {
  return (
    <details className="description">
      <summary>Job description</summary>
      <p dir="auto">{text}</p>
    </details>
  )
}

function PastedDescription({ text, onText }: { text: string; onText: (text: string) => void }) {
  const id = useId()
  const length = [...text].length
  return (
    <div className="pasted">
      <label htmlFor={id}>Job description</label>
      <textarea
        id={id}
        rows={8}
        required
        dir="auto"
        value={text}
        aria-invalid={length > TEXT_MAX}
        aria-describedby={`${id}-count`}
        onChange={event => {
          // A field of spaces alone counts as none at the server: it would be a general résumé.
          event.target.setCustomValidity(
            event.target.value.trim() === '' ? 'Paste the job description, or choose “No particular job”.' : '',
          )
          onText(event.target.value)
        }}
      />
      <p className="quiet" id={`${id}-count`}>
        {length.toLocaleString('en')} of {TEXT_MAX.toLocaleString('en')} characters
      </p>
    </div>
  )
}

export function FileTypeField(props: { fileType: FileType; onFileType: (fileType: FileType) => void }) {
  return (
    <fieldset className="segments">
      <legend>File</legend>
      {(Object.keys(fileTypeWords) as FileType[]).map(fileType => (
        <label key={fileType}>
          <input
            type="radio"
            name="file_type"
            checked={props.fileType === fileType}
            onChange={() => props.onFileType(fileType)}
          />
          <span>{fileTypeWords[fileType]}</span>
        </label>
      ))}
    </fieldset>
  )
}
