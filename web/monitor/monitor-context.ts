// What every part of the monitor can reach.
import { createContext, useContext } from 'react'
import type { OpsApi } from './ops-api.ts'

export interface MonitorContext {
  api: OpsApi
  canAct: boolean
  /** Raised with each frame of the socket: lists are read again after one, and never by a clock. */
  frames: number
}

const Context = createContext<MonitorContext | null>(null)

export const MonitorContextProvider = Context.Provider

export function useMonitor(): MonitorContext {
  const monitor = useContext(Context)
  if (!monitor) throw new Error('No <MonitorContextProvider> above this component')
  return monitor
}
