// Sends what the generate form asks for, one job a candidate, and remembers what this tab asked for.
import { useRef, useState } from 'react'
import type { GenerateBody } from '../shared/protocol.ts'
import { messageOf } from './api-error.ts'
import { useApp } from './app-context.ts'
import { askedJobs } from './asked-jobs.ts'

export function useGenerate() {
  const { api, nameOf } = useApp()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  /** Keys of presses that may still have reached the server: trying again must not make a second job. */
  const unanswered = useRef(new Map<string, string>())
  const batch = useRef(randomKey())

  const send = async (body: GenerateBody): Promise<void> => {
    const text = JSON.stringify(body)
    const key = unanswered.current.get(text) ?? randomKey()
    unanswered.current.set(text, key)
    const accepted = await api.generate(body, key)
    askedJobs.add(accepted.job_id, body.candidate_id, batch.current)
  }

  /** True where all were accepted; pressing again sends the same keys for all of them. */
  const generate = async (bodies: GenerateBody[]): Promise<boolean> => {
    setBusy(true)
    setProblem(null)
    const failures: string[] = []
    for (const body of bodies) {
      const failure = await send(body).then(() => null, messageOf)
      if (failure) failures.push(bodies.length === 1 ? failure : `${nameOf(body.candidate_id)}: ${failure}`)
    }
    setProblem(failures.length > 0 ? failures.join(' ') : null)
    if (failures.length === 0) unanswered.current.clear()
    if (failures.length === 0) batch.current = randomKey()
    setBusy(false)
    return failures.length === 0
  }
  return { generate, busy, problem }
}

/** `crypto.randomUUID` is missing where the page came by plain HTTP from another machine. */
const randomKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')
