// The jobs that this tab asked for, and which of their documents still wait to be downloaded. Survives a reload.

export interface AskedJob {
  readonly id: string
  readonly candidateId: number
  /** The same for jobs that were asked for with one press. */
  readonly batch: string
  /** Its document goes to the browser by itself, once. */
  readonly awaitsDownload: boolean
}

const STORAGE_KEY = 'resume.asked-jobs'
const KEPT = 50

let asked: readonly AskedJob[] = read()
const listeners = new Set<() => void>()

export const askedJobs = {
  /** Newest first; the same array until something changes. */
  list: (): readonly AskedJob[] => asked,
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  add(id: string, candidateId: number, batch: string): void {
    // The answer to a press that is sent again: its document may have come already.
    if (asked.some(job => job.id === id)) return
    write([{ id, candidateId, batch, awaitsDownload: true }, ...asked].slice(0, KEPT))
  },
  /** True the first time only: whoever gets it downloads. */
  takeDownload(id: string): boolean {
    const waiting = asked.some(job => job.id === id && job.awaitsDownload)
    if (waiting) write(asked.map(job => (job.id === id ? { ...job, awaitsDownload: false } : job)))
    return waiting
  },
  /** A duplicated tab comes with a copy of what the first one asked for: true in the one that claims a document first. */
  async claimDownload(id: string): Promise<boolean> {
    // Missing where the page came by plain HTTP from another machine.
    if (!navigator.locks) return true
    return await new Promise(resolve => {
      void navigator.locks.request(`resume.download.${id}`, { ifAvailable: true }, lock => {
        resolve(lock !== null)
        // Held for as long as this page lives.
        return lock && new Promise(() => {})
      })
    })
  },
}

function read(): readonly AskedJob[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? '[]')
    return Array.isArray(stored) ? stored : []
  } catch {
    return [] // Storage is off or odd: nothing is remembered over a reload.
  }
}

function write(jobs: readonly AskedJob[]): void {
  asked = jobs
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(jobs))
  } catch {
    // Storage is off: it holds until the next reload.
  }
  for (const listener of [...listeners]) listener()
}
