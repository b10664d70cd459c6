// The workers that this browser has seen in the last day, so that one that died is still named after a reload: the
// server tells of live ones only.
import type { OpsWorker } from './ops-types.ts'

const STORAGE_KEY = 'resume.ops-workers'
const KEPT_MS = 24 * 60 * 60 * 1000

export function knownWorkers(): OpsWorker[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]')
    return Array.isArray(stored) ? stored.filter(isRecent) : []
  } catch {
    return [] // Storage is off or odd: those that went before this page was opened are not known.
  }
}

export function rememberWorkers(workers: readonly OpsWorker[]): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(workers.filter(isRecent)))
  } catch {
    // Storage is off: it holds until the next reload.
  }
}

const isRecent = ({ heartbeat_at }: OpsWorker): boolean => Date.now() - Date.parse(heartbeat_at) < KEPT_MS
