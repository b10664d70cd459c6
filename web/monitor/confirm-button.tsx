// A button that asks before it acts, and says what went wrong.
import { useRef, useState } from 'react'
import { messageOf } from '../api-error.ts'

interface ConfirmButtonProps {
  label: string
  question: string
  action: () => Promise<void>
}

export function ConfirmButton({ label, question, action }: ConfirmButtonProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const run = async () => {
    dialog.current?.close()
    setBusy(true)
    setProblem(await action().then(() => null, messageOf))
    setBusy(false)
  }
  return (
    <div className="confirm">
      <button type="button" className="button" disabled={busy} onClick={() => dialog.current?.showModal()}>
        {label}
      </button>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <dialog ref={dialog} aria-label={label}>
        <p>{question}</p>
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            No, go back
          </button>
          <button type="button" className="button button-main" onClick={() => void run()}>
            Yes, {label.toLowerCase()}
          </button>
        </div>
      </dialog>
    </div>
  )
}
