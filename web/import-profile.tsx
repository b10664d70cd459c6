// Stores a JSON Resume file as a candidate: dropped on the page, or chosen.
import { useCallback, useRef, useState } from 'react'
import { useApp } from './app-context.ts'
import { importProblem, readProfileFile } from './profile-file.ts'
import { recordOf, textOf } from './profile-read.ts'
import { useFileDrop } from './use-file-drop.ts'
import { candidateHref } from './use-route.ts'

export function ImportProfile() {
  const { take, busy, problem } = useImport()
  const over = useFileDrop(take)
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className="drop" data-over={over}>
      <p>Drop a JSON Resume file on this page</p>
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
          take(event.currentTarget.files?.[0])
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

  const store = useCallback(
    async (file: File): Promise<void> => {
      const profile = await readProfileFile(file)
      const { id } = await api.importCandidate(profile)
      const basics = recordOf(profile.basics)
      const [name, label] = [textOf(basics.name) || null, textOf(basics.label) || null]
      addCandidate({ id, name, label, updated_at: new Date(0).toISOString() })
      location.hash = candidateHref(id)
    },
    [api, addCandidate],
  )
  const take = useCallback(
    (file: File | undefined): void => {
      if (!file) return
      setBusy(true)
      setProblem(null)
      store(file)
        .catch(error => setProblem(importProblem(error, file.name)))
        .finally(() => setBusy(false))
    },
    [store],
  )
  return { take, busy, problem }
}
