// A button whose action takes a moment and may fail; the failure is said under it.
import { useState } from 'react'
import { messageOf } from './api-error.ts'

interface ActionButtonProps {
  label: string
  /** Only for screen readers: what the action is about. */
  about: string
  action: () => Promise<void>
}

export function ActionButton({ label, about, action }: ActionButtonProps) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const run = async () => {
    setBusy(true)
    setProblem(await action().then(() => null, messageOf))
    setBusy(false)
  }
  return (
    <>
      <button type="button" className="button" disabled={busy} onClick={() => void run()}>
        {label}
        <span className="visually-hidden">: {about}</span>
      </button>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </>
  )
}
