// Stores a JSON Resume file as a candidate: dropped here, or chosen.
import { type DragEvent, useRef, useState } from 'react'
import { messageOf } from './api-error.ts'
import { useApp } from './app-context.ts'
import { fieldProblem, readProfileFile } from './profile-file.ts'
import { recordOf, textOf } from './profile-read.ts'
import { candidateHref } from './use-route.ts'

export function ImportProfile() {
  const { take, busy, problem } = useImport()
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const drag = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault()
    setOver(isOver)
  }
  const drop = (event: DragEvent) => {
    drag(false)(event)
    void take(event.dataTransfer.files[0])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button does the same without a mouse
    <div className="drop" data-over={over} onDragOver={drag(true)} onDragLeave={drag(false)} onDrop={drop}>
      <p>Drop a JSON Resume file here</p>
      <button type="button" className="button" disabled={busy} onClick={() => input.current?.click()}>
        {busy ? 'Importing…' : 'Choose a file'}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".json,application/json"
        aria-label="JSON Resume file"
        onChange={event => {
          void take(event.currentTarget.files?.[0])
          // The same file can be chosen again once it is mended.
          event.currentTarget.value = ''
        }}
      />
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}

function useImport() {
  const { api, addCandidate } = useApp()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return
    setBusy(true)
    setProblem(null)
    try {
      const profile = await readProfileFile(file)
      const { id } = await api.importCandidate(profile)
      const basics = recordOf(profile.basics)
      const [name, label] = [textOf(basics.name) || null, textOf(basics.label) || null]
      addCandidate({ id, name, label, updated_at: new Date(0).toISOString() })
      location.hash = candidateHref(id)
    } catch (error) {
      setProblem(fieldProblem(messageOf(error)))
    } finally {
      setBusy(false)
    }
  }
  return { take, busy, problem }
}
